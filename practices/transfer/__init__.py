"""Takes the whole hub out as files, and puts it into an empty hub. The format: docs/export.md."""
