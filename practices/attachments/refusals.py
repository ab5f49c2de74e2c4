"""Why a file is not taken, in the words that its author gets: each says what to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from practices.imports.refusals import NotReadable
from practices.imports.refusals import Why as OfArchives


class Why(TextChoices):
    EMPTY = "empty", _("This file is empty. Choose it again.")
    TOO_LARGE = "too_large", _("This file is larger than 10 MB. Make its pictures smaller in a copy, and choose that.")
    WRONG_KIND = (
        "wrong_kind",
        _(
            "We take PDF, Word, Excel, PowerPoint and OpenDocument text files, and PNG and JPEG pictures. "
            "Save it as one of these, and choose that."
        ),
    )
    OLD_OFFICE = (
        "old_office",
        _("An older program wrote this. Save it as .docx, .xlsx or .pptx, and choose that."),
    )
    PROTECTED = "protected", _("This file is protected with a password. Save a copy without one, and choose that.")
    MACROS = "macros", _("This file contains macros, so we did not take it. Save a copy without them.")
    DAMAGED = "damaged", _("This file is damaged. Open it, save it as a new file, and choose that.")
    UNSAFE = "unsafe", _("This file holds what no office program writes, so we did not take it. Save it as a PDF.")
    TOO_MUCH = "too_much", _("This file holds more than a form or a sheet does. Split it, or make it simpler.")
    OBJECTS = (
        "objects",
        _(
            "This file has another file, a workbook behind a chart, sound or film inside it. "
            "Put pictures in the place of these, and choose the copy."
        ),
    )
    REACHES_OUT = (
        "reaches_out",
        _(
            "This file fetches something from elsewhere, or leads to a place on somebody’s computer. "
            "Remove such links from a copy, and choose that."
        ),
    )
    STRANGE_PICTURE = (
        "strange_picture",
        _("This file has pictures whose hidden details we cannot take out. Save them as PNG or JPEG pictures first."),
    )
    PIXELS = "pixels", _("This picture has more pixels than any page needs. Make it smaller, and choose that.")
    LIVE_FORM = (
        "live_form",
        _("This PDF is a form of a kind (XFA) that keeps answers where nobody sees them. Print it into a new PDF."),
    )
    TOO_MANY = "too_many", _("There are five files already, which is the most. Remove one first.")
    INFECTED = "infected", _("The virus scanner stopped this file, and nothing was stored. Tell your IT service.")
    NOT_SCANNED = (
        "not_scanned",
        _("Files cannot be checked for viruses at the moment, so nothing was stored. Try again later."),
    )


class NotTaken(Exception):
    """Nothing was stored. The label of `why` tells the author what to do."""

    def __init__(self, why: Why):
        super().__init__(why.value)
        self.why = why


# What the reader of archives calls it.
_SAID_OTHERWISE = {
    OfArchives.OLD_WORD: Why.OLD_OFFICE,
    OfArchives.NOT_WORD: Why.WRONG_KIND,
    OfArchives.NO_WORDS: Why.DAMAGED,
}


def not_taken(refusal: NotReadable) -> NotTaken:
    """A refusal of the reader of archives, said of an attachment."""
    return NotTaken(_SAID_OTHERWISE.get(refusal.why) or Why(refusal.why.value))
