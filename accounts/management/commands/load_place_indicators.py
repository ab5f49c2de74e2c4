from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import place_indicators
from accounts.actions.place_indicators import load_place_indicators


class Command(BaseCommand):
    help = "Loads published figures of places, in the place of all that are there; everything, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV file; docs/places.md says what stands in it")
        parser.add_argument("--dry-run", action="store_true", help="check the file, and change nothing")

    def handle(self, *args, file, dry_run, **options):
        try:
            columns = place_indicators.read(file)
        except place_indicators.BadFigures as error:
            raise CommandError("Nothing was changed.\n" + "\n".join(error.problems)) from error
        for column in columns:
            self.stdout.write(f"{column.indicator.value}: {len(column.figures)} places, from {column.about['source']}")
        if dry_run:
            self.stdout.write("The file is good. Nothing was changed.")
            return
        self.stdout.write(f"{load_place_indicators(columns=columns)} figures loaded")
