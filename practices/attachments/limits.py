"""What holds for every kind of file. Nothing of Django: the program that opens PDFs reads it, too."""

MOST_TEXT = 60_000  # characters
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})  # of links
