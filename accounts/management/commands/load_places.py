from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import place_list
from accounts.actions.places import update_places

SHIPPED = Path(place_list.__file__).parent / "data" / "places.csv"


class Command(BaseCommand):
    help = "Loads a list of places: changes all that it says, or nothing, and retires what it lacks."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="a CSV file (default: the shipped one)")

    def handle(self, *args, file, **options):
        try:
            rows = place_list.read(file)
        except place_list.BadPlaceList as error:
            raise CommandError("Nothing was changed.\n" + "\n".join(error.problems)) from error
        count = update_places(rows=rows)
        changes = [f"{count[what]} {what}" for what in ("added", "changed", "retired") if count[what]]
        self.stdout.write(f"{len(rows)} places: {', '.join(changes) or 'nothing changed'}")
