"""Load the write-ups that come with the hub."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from practices import starter_library
from practices.actions import starter_library as library


class Command(BaseCommand):
    help = "Publishes the starter library, and what has changed in it. All or nothing; safe to run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=starter_library.FOLDER, help="other files like them"
        )

    def handle(self, *args, folder, **options):
        try:
            outcome = library.load(write_ups=starter_library.read(folder))
        except starter_library.BadLibraryError as error:
            raise CommandError(f"Nothing was loaded:\n{error}") from error
        told = ", ".join(f"{number} {what}" for what, number in sorted(outcome.items())) or "no files"
        self.stdout.write(f"Starter library: {told}.")
