"""Letters that stand for a person: “J.S.”, “JS said”, “K, 15,”. “Person A” is made up, and an OT is a therapist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from practices.identifiers.ages import COUNTED_BEFORE
from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import ABBREVIATIONS
from practices.identifiers.stories import DONE_WITH, TELLS
from practices.identifiers.texts import Text

# Not before a surname: “J.S. Mill” is an author, and “R.A.I.D.” has too many letters to be somebody.
WITH_DOTS = re.compile(r"[A-Z](?<![\w.][A-Z])\.\s?[A-Z]\.(?:\s?[A-Z]\.)?(?!\w|\s?[A-Z](?:\.|[a-z]))")
# “A” is an article and “I” the writer.
WITHOUT_DOTS = re.compile(r"[A-Z](?<![\w.&/’'-][A-Z])(?:[A-Z]\b|\b(?<![AI])\.?)(?![&/-])")


def initials(text: Text, known: Known) -> Iterator[Found]:
    for match in WITH_DOTS.finditer(text.typed):
        if re.sub(r"\W", "", match[0]) not in ABBREVIATIONS:
            yield Found(Kind.INITIALS, *match.span(), _("a person"))
    for match in WITHOUT_DOTS.finditer(text.typed):
        if match[0] not in ABBREVIATIONS and _tells_of_a_person(text, match):
            yield Found(Kind.INITIALS, *match.span(), _("a person"))


def _tells_of_a_person(text: Text, match: re.Match[str]) -> bool:
    if not TELLS.match(text.low, match.end()) and text.last_word(match.start()) not in DONE_WITH - {"with"}:
        return False
    return not COUNTED_BEFORE.search(text.before(match.start(), 20))
