"""Why a text was not read, in the words that its author gets: each says what to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Why(TextChoices):
    EMPTY = "empty", _("This file is empty. Choose it again, or paste the text instead.")
    TOO_LARGE = (
        "too_large",
        _("This file is larger than 10 MB. Delete its pictures in a copy, or paste the text."),
    )
    OLD_WORD = (
        "old_word",
        _("An older Word wrote this (.doc). Save it as a Word document (.docx), and choose that."),
    )
    PROTECTED = "protected", _("This file is protected with a password. Save a copy without one, and choose that.")
    MACROS = "macros", _("This file contains macros, so we did not open it. Save it as a .docx without them.")
    NOT_WORD = "not_word", _("This is not a Word document (.docx). Choose another file, or paste the text instead.")
    DAMAGED = "damaged", _("This file is damaged. Open it in Word, save it as a new .docx, and choose that.")
    UNSAFE = "unsafe", _("This file holds what Word does not write, so we did not open it. Paste the text instead.")
    TOO_MUCH = "too_much", _("This holds more than any write-up would. Bring in the part that says what you do.")
    NO_WORDS = "no_words", _("We found no words in this. If they are in pictures, type or paste what matters.")


class NotReadable(Exception):
    """Nothing was read. The label of `why` tells the author what to do."""

    def __init__(self, why: Why):
        super().__init__(why.value)
        self.why = why
