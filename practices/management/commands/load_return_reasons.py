"""Load the reasons for a return that come with the hub."""

from django.core.management.base import BaseCommand

from practices.actions import reasons


class Command(BaseCommand):
    help = "Gives a hub that has no reasons for a return those that ship with it, for moderators to change."

    def handle(self, *args, **options):
        self.stdout.write(f"Reasons for a return: {reasons.load_return_reasons()} added.")
