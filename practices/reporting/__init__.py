"""Options reports: what a reader of one may see, and the same as a Word file and as a table; see docs/reports.md."""
