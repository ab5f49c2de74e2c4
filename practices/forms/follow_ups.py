"""“Still going?”, what somebody adds to the answer, and being left in peace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.choices import AdoptionStoppedBecause, Peace, StillGoing
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, several
from practices.forms.telling import telling_nobody
from practices.models import Adoption, FollowUp

STALLED, STOPPED = "stalled", "stopped"


class _OpenText(PlainTextField):
    """Words that others may read: nothing in them tells who a person is."""

    def clean(self, value: Any) -> str:
        return telling_nobody(super().clean(value))


def _words(name: str, label: Any, hint: Any) -> PlainTextField:
    return _OpenText(
        max_length=FollowUp._meta.get_field(name).max_length,
        label=label,
        help_text=hint,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-character-count": "true"}),
    )


class StillGoingForm(forms.Form):
    """Its answers are buttons: the first press is the answer."""

    answer = forms.ChoiceField(
        choices=StillGoing,
        error_messages={"required": _("Choose one of the three answers")},
        widget=forms.RadioSelect,
    )


class MoreForm(TypedForm):
    """What anybody may add to an answer; all of it may be left empty."""

    marks_optional = False  # the page says so once

    would_have_helped = _words(
        "would_have_helped",
        _("What would have helped?"),
        _("What was missing from the write-up, or what would you want to know before you begin?"),
    )
    may_quote = forms.BooleanField(
        label=_("The authors of the write-up may read these words, and quote them"),
        help_text=_(
            "Without this they are told your answer alone; only your organisation and the moderators read your words."
        ),
        required=False,
    )


class BetterForm(MoreForm):
    """What somebody adds to “going well” or “we changed it”."""

    better = _words(
        "better",
        _("What got better?"),
        _("For the people you support, for families, or for the team. For example: nobody goes home without a plan."),
    )
    how_known = _words(
        "how_known",
        _("How do you know?"),
        _("What you counted, what people told you, or “it is what we see”. All of these are fine."),
    )
    field_order = ("better", "how_known", "would_have_helped", "may_quote")


class StoppedForm(MoreForm):
    """What somebody adds to “it has stopped or stalled”. Only here is it said that it has stopped."""

    has_stopped = forms.ChoiceField(
        label=_("Has it stopped?"),
        choices=[(STALLED, _("No, it has stalled, and we mean to go on")), (STOPPED, _("Yes, we have stopped"))],
        widget=forms.RadioSelect,
        required=False,
    )
    because = several(
        AdoptionStoppedBecause,
        _("If it has stopped: why?"),
        _(
            "Tick all that apply. Of harm or a risk the moderators and the authors are told at once. "
            "If somebody may be at risk now, follow your safeguarding procedure first."
        ),
    )
    why = _OpenText(
        label=_("If it has stopped: why, in a sentence"),
        help_text=_("Readers learn from this where it fits. Leave out anything that tells who a person is."),
        max_length=Adoption._meta.get_field("stopped_why").max_length,
        required=False,
    )
    field_order = ("has_stopped", "because", "why", "would_have_helped", "may_quote")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("has_stopped") == STOPPED:
            if "because" in said and not said["because"]:
                self.add_error("because", _("Choose at least one reason why it has stopped"))
            if "why" in said and not said["why"]:
                self.add_error("why", _("Say in a sentence why it has stopped"))
        elif (said.get("because") or said.get("why")) and not said.get("has_stopped"):
            self.add_error("has_stopped", _("Say whether it has stopped"))
        return said


def more_form(follow_up: FollowUp) -> type[MoreForm]:
    return StoppedForm if follow_up.answer == StillGoing.STOPPED_OR_STALLED else BetterForm


class PeaceForm(forms.Form):
    """Its answers are buttons."""

    wish = forms.ChoiceField(
        choices=Peace, widget=forms.RadioSelect, error_messages={"required": _("Choose one of the buttons")}
    )
    everything = forms.BooleanField(label=_("For everything else that I lead as well"), required=False)
