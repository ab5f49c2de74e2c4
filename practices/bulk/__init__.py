"""Many write-ups out of one file: read it, say which column is which field, and check every row as a form would.

Nothing here writes; `practices.actions.bulk` does. docs/import.md tells administrators how to use it.
"""
