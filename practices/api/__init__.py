"""The hub for programs: what public pages tell people, as JSON. It reads and never writes; see docs/api.md."""
