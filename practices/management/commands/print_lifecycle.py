from django.core.management.base import BaseCommand

from practices import lifecycle


class Command(BaseCommand):
    help = "Prints the life of a write-up as a Mermaid diagram, for docs/architecture.md."
    requires_system_checks = ()

    def handle(self, *args, **options):
        self.stdout.write(lifecycle.as_mermaid())
