from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from practices import identifiers
from practices.forms.base import TypedForm
from practices.forms.fields import words
from practices.forms.starting import SentOnce
from practices.forms.telling import telling_nobody
from practices.models import Need, NeedAnswer

LONGEST_QUESTION = Need._meta.get_field("question").max_length


class NeedForm(TypedForm, SentOnce):
    question = words(
        _("What are you looking for?"),
        LONGEST_QUESTION,
        hint=_(
            "For example: “Does anybody have a way to share hospital transport between two teams?” "
            "Leave out anything that tells who a person is."
        ),
        missing=_("Say what you are looking for"),
        rows=4,
    )

    def clean_question(self) -> str:
        return telling_nobody(self.cleaned_data["question"], identifiers.TELLING)


class AnswerForm(TypedForm):
    answer = words(
        _("Your answer"),
        NeedAnswer._meta.get_field("words").max_length,
        hint=_(
            "A write-up that helps, with its address; whom to ask; or that nobody has written about it yet. "
            "You can use *emphasis*, lists that begin with a dash, and links."
        ),
        missing=_("Write an answer first"),
        rows=6,
    )
