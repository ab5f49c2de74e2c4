"""Write every search entry anew, and count its words."""

from django.core.management.base import BaseCommand

from practices.actions.search import BATCH, rebuild
from practices.search import bitmaps, statistics


class Command(BaseCommand):
    help = (
        "Writes the search entry of every published practice anew, a few in each transaction, while the hub is "
        "served. Stopped, it goes on from --after, which it prints."
    )

    def add_arguments(self, parser):
        parser.add_argument("--after", type=int, default=0, help="go on after the practice with this number")
        parser.add_argument("--statistics-only", action="store_true", help="count words, and leave the entries")

    def handle(self, *args, after, statistics_only, **options):
        if not statistics_only:
            done = 0
            for last, number in rebuild(after=after):
                done += number
                self.stdout.write(f"{done} entries written; to go on from here: --after {last}")
            self.stdout.write(f"Search entries: {done} written, {BATCH} at most in each transaction.")
            bitmaps.rebuild()
        statistics.refresh()
        self.stdout.write("Statistics: counted.")
