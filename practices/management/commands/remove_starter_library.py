"""Take out the write-ups that came with the hub."""

from django.core.management.base import BaseCommand

from practices.actions import starter_library as library


class Command(BaseCommand):
    help = "Deletes the starter library and all that was said about it. Load it again with load_starter_library."

    def handle(self, *args, **options):
        self.stdout.write(f"Starter library: {library.remove()} removed.")
