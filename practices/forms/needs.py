"""Asking for a way of working, answering, and saying what helped."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Place
from practices import identifiers
from practices.forms.base import TypedForm
from practices.forms.choosing import FoldedCheckboxes, PlacesField, curated_topics
from practices.forms.discussion import ContactForm
from practices.forms.fields import PlainTextField, optional_words, words
from practices.forms.starting import SentOnce
from practices.forms.telling import telling_nobody
from practices.models import Need, NeedAnswer, Practice, Topic

LONGEST_QUESTION = Need._meta.get_field("question").max_length
LONGEST_ANSWER = NeedAnswer._meta.get_field("words").max_length
MODERATORS, ORGANISATION = "moderators", f"{Need.ShownAs.ORGANISATION.value}:"
OF_A_PRACTICE = re.compile(r"/practices/([-\w]+)/?")
OTHER, WITHDRAWN = Need.Outcome.ELSEWHERE.value, Need.Outcome.WITHDRAWN.value


class NeedForm(TypedForm, SentOnce):
    question = words(
        gettext_lazy("What are you looking for?"),
        LONGEST_QUESTION,
        hint=gettext_lazy(
            "For example: “Does anybody have a way to share hospital transport between two teams?” "
            "Leave out anything that tells who a person is."
        ),
        missing=gettext_lazy("Say what you are looking for"),
        rows=4,
    )
    detail = optional_words(
        gettext_lazy("What else should people know?"),
        Need._meta.get_field("detail").max_length,
        hint=gettext_lazy("For example what you have tried, or what has to fit."),
        rows=4,
    )
    shown = forms.ChoiceField(
        label=gettext_lazy("Who may see that you ask?"),
        help_text=gettext_lazy("Visitors without an account never do. Moderators always see your name."),
        widget=forms.RadioSelect,
        initial=Need.ShownAs.NAME.value,
        error_messages={"required": gettext_lazy("Choose who may see that you ask")},
    )
    topics = forms.ModelMultipleChoiceField(
        queryset=Topic.objects.none(),
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy(
            "Open the list and tick the topics under which somebody who knows would look, or leave it."
        ),
        required=False,
        widget=FoldedCheckboxes,
    )
    places = PlacesField(
        queryset=None,
        label=gettext_lazy("Is it about a place?"),
        help_text=gettext_lazy("Open a region and tick its boroughs or council areas, or leave it."),
        required=False,
    )

    def __init__(self, *args: Any, asker: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.organisations = {each.pk: each for each in asker.organisations if each.is_verified}
        topics = self.fields["topics"].queryset = curated_topics()
        self.fields["topics"].choices = [(_("Topics"), [(topic.pk, topic.name) for topic in topics])] if topics else []
        self.fields["places"].offer_among(Place.objects.live().alphabetical(), list(self.organisations.values()))
        self.fields["shown"].choices = [
            (Need.ShownAs.NAME.value, _("Members, with my name: %(name)s") % {"name": asker}),
            *(
                (f"{ORGANISATION}{pk}", _("Members, as %(organisation)s, without my name") % {"organisation": each})
                for pk, each in self.organisations.items()
            ),
            (Need.ShownAs.MEMBER.value, _("Members, as “a member”, without my name")),
            (MODERATORS, _("Only the moderators")),
        ]

    def clean_question(self) -> str:
        return telling_nobody(self.cleaned_data["question"], identifiers.TELLING)

    def clean_detail(self) -> str:
        return telling_nobody(self.cleaned_data["detail"], identifiers.TELLING)

    @property
    def said(self) -> dict[str, Any]:
        """What `actions.needs.ask` takes."""
        said = {name: self.cleaned_data[name] for name in ("question", "detail", "topics", "places")}
        return said | self._who_sees(self.cleaned_data["shown"])

    def _who_sees(self, shown: str) -> dict[str, Any]:
        if shown.startswith(ORGANISATION):
            organisation: Organisation = self.organisations[int(shown.removeprefix(ORGANISATION))]
            return {"shown_as": Need.ShownAs.ORGANISATION, "organisation": organisation}
        if shown == MODERATORS:
            return {"is_shared": False}
        return {"shown_as": shown}


class AnswerForm(TypedForm):
    """A moderator’s words."""

    answer = words(
        gettext_lazy("Your answer"),
        LONGEST_ANSWER,
        hint=gettext_lazy(
            "A write-up that helps, with its address; whom to ask; or that nobody has written about it yet. "
            "You can use *emphasis*, lists that begin with a dash, and links."
        ),
        missing=gettext_lazy("Write an answer first"),
        rows=6,
    )


class TellingForm(TypedForm, SentOnce):
    """An answer of a member’s."""

    def clean_words(self) -> str:
        return telling_nobody(self.cleaned_data["words"], identifiers.TELLING)

    @property
    def said(self) -> dict[str, Any]:
        """What `actions.need_answers.give` takes, but for the kind."""
        return {"words": self.cleaned_data["words"]}


class PracticeAnswerForm(TellingForm):
    """Which practice helps: one of those that come near, or another by its address."""

    marks_optional = False

    practice = forms.ModelChoiceField(
        Practice.objects.none(),
        label=gettext_lazy("Which write-up could help?"),
        required=False,
        blank=True,
        empty_label=gettext_lazy("Another one, whose address I give"),
        widget=forms.RadioSelect,
    )
    address = PlainTextField(
        label=gettext_lazy("The address of another one"),
        help_text=gettext_lazy(
            "Copy it from the top of your browser. Whoever asked is told of it only if they may read it."
        ),
        max_length=500,
        required=False,
    )
    words = optional_words(
        gettext_lazy("Why could it help? (optional)"),
        500,
        hint=gettext_lazy("For example: “They began with the same problem, and say what it cost.”"),
        rows=3,
    )

    def __init__(self, *args: Any, near: list[int], user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.readable = Practice.objects.visible_to(user).published().select_related("published_revision")
        self.fields["practice"].queryset = self.readable.filter(pk__in=near)
        if not near:
            del self.fields["practice"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen, address = said.get("practice"), said.get("address", "")
        if chosen and address:
            self.add_error("address", _("Choose one from the list, or give an address, but not both"))
        elif address:
            said["practice"] = self._at(address)
        elif not (chosen or self.errors):
            missing = _("Choose a write-up, or give the address of another one")
            self.add_error("practice" if "practice" in self.fields else "address", missing)
        return said

    def _at(self, address: str) -> Practice | None:
        found = OF_A_PRACTICE.match(urlsplit(address).path)
        by_slug = Q(slug=found[1]) | Q(old_slugs__slug=found[1]) if found else Q(pk=None)
        practice = self.readable.filter(by_slug).first()
        if practice is None:
            self.add_error("address", _("Give the address of a write-up on this hub that you can read"))
        return practice

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"practice": self.cleaned_data["practice"]}


class OfferForm(TellingForm):
    words = optional_words(
        gettext_lazy("What would you write about?"),
        500,
        hint=gettext_lazy("In a line or two. They see your name, and your organisation."),
        rows=3,
    )


class PersonForm(TellingForm):
    words = words(
        gettext_lazy("What can they ask you about?"),
        500,
        hint=gettext_lazy(
            "They see your name and your organisation, and can write to you through the hub. "
            "Your address is not shown; they learn it when you reply."
        ),
        missing=gettext_lazy("Say what they can ask you about"),
        rows=3,
    )


class MessageForm(ContactForm):
    """To whoever offered to talk."""

    def clean_message(self) -> str:
        return telling_nobody(self.cleaned_data["message"])


class CloseForm(TypedForm):
    """What became of it: an answer that helped, another way, or nothing any more."""

    marks_optional = False

    what = forms.ChoiceField(
        label=gettext_lazy("What helped?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what helped, or that you no longer need it")},
    )
    closing_words = optional_words(
        gettext_lazy("What would help the next person who asks? (optional)"),
        Need._meta.get_field("closing_words").max_length,
        hint=gettext_lazy("Members read it beside your question. Leave out anything that tells who a person is."),
        rows=3,
    )

    def __init__(self, *args: Any, need: Need, answers: dict[str, tuple[NeedAnswer, str]], **kwargs: Any):
        """`answers` are those the asker may read, each with how it is called."""
        super().__init__(*args, **kwargs)
        self.answers = answers
        if not need.is_shared:
            self.fields["closing_words"].label = _("What would you like to tell the moderators? (optional)")
            self.fields["closing_words"].help_text = _("Leave out anything that tells who a person is.")
        self.fields["what"].choices = [
            *((key, label) for key, (_answer, label) in answers.items()),
            (OTHER, _("Something else")),
            (WITHDRAWN, _("Nothing, and I no longer need it")),
        ]

    def clean_closing_words(self) -> str:
        return telling_nobody(self.cleaned_data["closing_words"], identifiers.TELLING)

    @property
    def said(self) -> dict[str, Any]:
        """What `actions.needs.close` takes."""
        what, words = self.cleaned_data["what"], self.cleaned_data["closing_words"]
        if what in self.answers:
            return {"outcome": Need.Outcome.HELPED, "helped_by": self.answers[what][0], "words": words}
        return {"outcome": what, "words": words}
