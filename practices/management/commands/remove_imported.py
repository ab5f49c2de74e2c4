"""Take out what import_practices has made of a collection."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from practices.actions.bulk_removal import remove
from practices.search import statistics


class Command(BaseCommand):
    help = (
        "Deletes the write-ups that import_practices has made of a collection, but for those that people have "
        "changed, submitted, commented on or endorsed since. These are named."
    )

    def add_arguments(self, parser):
        parser.add_argument("--source", required=True, help="the name of the collection")
        parser.add_argument("--by", required=True, help="the e-mail address of the administrator who does this")

    def handle(self, *args, source, by, **options):
        administrator = User.objects.filter(email__iexact=by, is_active=True).first()
        if administrator is None:
            raise CommandError(f"--by: nobody has an open account with the address {by}.")
        try:
            removed, left = remove(source=source, by=administrator)
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        for practice in left:
            self.stderr.write(f"Left: {practice.source_ref}, {practice.get_absolute_url()}")
        self.stdout.write(f"{removed:,} removed, {len(left):,} left.")
        if removed:
            statistics.refresh()
