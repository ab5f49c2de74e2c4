"""Load the sector's terms that come with the hub."""

from django.core.management.base import BaseCommand

from practices.actions import terms


class Command(BaseCommand):
    help = "Adds the hub's own terms for search. Those that moderators changed or took out stay as they are."

    def handle(self, *args, **options):
        self.stdout.write(f"Terms: {terms.load_terms(rows=terms.shipped())} added.")
