from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from practices.transfer.load import import_hub
from practices.transfer.manifest import CannotImport


class Command(BaseCommand):
    help = "Puts what `export_hub` wrote into a new hub, in whose database only `migrate` has run."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="what `export_hub` wrote")

    def handle(self, *args, folder, **options):
        try:
            manifest = import_hub(folder, say=self.stdout.write)
        except CannotImport as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        self.stdout.write(f"Imported what was exported at {manifest.exported_at}. Making what search needs …")
        call_command("rebuild_search", stdout=self.stdout)
