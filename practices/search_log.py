"""What a page of results carries, so that it can say later what was looked for.

Reading a page writes nothing. The page's script sends this back instead (static/js/search-log.js); that it is signed
shows that the hub drew the page, and lets nobody make up what others looked for or found.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

SALT = "practices.search_log"
GOOD_FOR = timedelta(days=1)


def signed(query: str, results: int) -> str:
    return signing.dumps([query, results], salt=SALT, compress=True)


def unsigned(value: str) -> tuple[str, int]:
    """What was looked for, and how many were found. Raises what Django's signing raises."""
    query, results = signing.loads(value, salt=SALT, max_age=GOOD_FOR)
    return query, results
