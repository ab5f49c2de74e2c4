"""What organisations adopt, as rows of a table that a spreadsheet opens. It is of organisations: no person is in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from practices.our_adoptions import since, what_was_changed, why_stopped

# A spreadsheet takes a cell that begins so for a formula, the wide forms included.
BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


def write(adoptions: Iterable[Any], file: IO[str]) -> None:
    """Load the adoptions with `our_adoptions.listed`."""
    writer = csv.writer(file)
    for row in _rows(adoptions):
        writer.writerow([without_formula(cell) for cell in row])


def without_formula(cell: Any) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would reckon."""
    text = str(cell)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _rows(adoptions: Iterable[Any]) -> Iterator[list[Any]]:
    yield [
        _("Practice"),
        _("Address"),
        _("Organisation"),
        _("Team"),
        _("Place"),
        _("How far"),
        _("Since"),
        _("Revision taken up"),
        _("Newest revision"),
        _("What was changed"),
        _("Why it stopped"),
    ]
    for adoption in adoptions:
        yield [
            adoption.title,
            settings.HUB_BASE_URL + adoption.practice.get_absolute_url(),
            adoption.organisation.name,
            adoption.team,
            adoption.place.official_name,
            adoption.get_status_display(),
            since(adoption),
            adoption.taken_up,
            adoption.newest,
            what_was_changed(adoption),
            why_stopped(adoption),
        ]
