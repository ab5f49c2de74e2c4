"""Load the pathways that come with the hub."""

from django.core.management.base import BaseCommand, CommandError

from practices.actions import pathways


class Command(BaseCommand):
    help = "Gives a hub that has no pathways those that ship with it, for administrators to change."

    def handle(self, *args, **options):
        try:
            self.stdout.write(f"Pathways: {pathways.load_pathways()} added.")
        except pathways.MissingTopics as error:
            raise CommandError(f"Nothing was added. Run load_topics first, for these topics: {error}.") from error
