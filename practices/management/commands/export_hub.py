from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from practices.transfer.export import export_hub
from practices.transfer.manifest import CannotExport


class Command(BaseCommand):
    help = "Writes everything that the hub holds into a new folder, while it is served. The format: docs/export.md."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a folder that does not exist yet, or is empty")

    def handle(self, *args, folder, **options):
        try:
            manifest = export_hub(folder, say=self.stdout.write)
        except CannotExport as error:
            raise CommandError(f"Nothing was exported. {error}") from error
        rows = sum(entry.rows for entry in manifest.tables.values())
        self.stdout.write(
            f"Exported to {folder}: {rows} rows, {len(manifest.files)} uploads. It holds addresses and drafts: "
            "keep it as safe as the database."
        )
