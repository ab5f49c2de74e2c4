from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from practices import demonstration


class Command(BaseCommand):
    help = "Makes the demonstration's people, organisations and write-ups, where they are not there yet."

    def handle(self, *args, **options):
        if not settings.HUB_DEMO:
            raise CommandError(
                "These people have a known password: they are made in a demonstration only (HUB_DEMO=1)."
            )
        made = demonstration.build()
        self.stdout.write(f"{made} write-ups made." if made else "Already there.")
