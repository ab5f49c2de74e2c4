"""Choosing places and topics: long lists that must stay usable on a phone and without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Place
from practices.forms.fields import PlainTextField
from practices.models import Revision, Topic

MOST_OWN_TOPICS = 3
LONGEST_TOPIC = 60


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes folded into groups that open by themselves where something is ticked."""

    template_name = "practices/authoring/widgets/folded_checkboxes.html"
    opens_first = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["groups"] = [
            self._group(label, options, index) for label, options, index in context["widget"]["optgroups"]
        ]
        return context

    def _group(self, label: str, options: list[Any], index: int) -> dict[str, Any]:
        ticked = sum(option["selected"] for option in options)
        is_open = bool(ticked) or (index == 0 and self.opens_first)
        return {"label": label, "options": options, "ticked": ticked, "is_open": is_open}


class PlacesField(forms.ModelMultipleChoiceField):
    """Places by region, those of the organisation first; a retired place stays only where it was chosen."""

    widget = FoldedCheckboxes

    def offer(self, revision: Revision, organisation: Organisation | None) -> None:
        self.offer_among(_places_to_offer(revision), [organisation] if organisation else [])

    def offer_among(self, places_to_offer: QuerySet[Place], organisations: Sequence[Organisation]) -> None:
        self.queryset = places_to_offer
        ours = set(Place.objects.filter(organisations__in=organisations).values_list("pk", flat=True))
        places = sorted(self.queryset, key=lambda place: (place.nation != Place.Nation.ENGLAND, place.region))
        self.widget.opens_first = bool(ours)
        groups = [(_("Where your organisation works"), [place for place in places if place.pk in ours])]
        groups += [
            (region, [place for place in group if place.pk not in ours])
            for region, group in groupby(places, key=lambda place: place.region)
        ]
        self.choices = [(label, [(place.pk, place.short_name) for place in group]) for label, group in groups if group]


class OwnTopicsField(PlainTextField):
    """Topics in the author's own words, with commas between; the value is a list of names."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            max_length=MOST_OWN_TOPICS * (LONGEST_TOPIC + 2),
            required=False,
            label=gettext_lazy("Anything else, in your own words"),
            help_text=gettext_lazy("Up to three words or phrases, with commas between. A moderator looks at them."),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        names = list({word.lower(): word for word in reversed(words) if word}.values())[::-1]  # the first of its kind
        if len(names) > MOST_OWN_TOPICS:
            raise forms.ValidationError(_("Keep the three that matter most"))
        if any(len(name) > LONGEST_TOPIC for name in names):
            raise forms.ValidationError(_("Shorten each to 60 characters or fewer"))
        return names


def curated_topics() -> QuerySet[Topic]:
    return Topic.objects.curated().alphabetical()


def _places_to_offer(revision: Revision) -> QuerySet[Place]:
    chosen = revision.places.values("pk") if revision.pk else []  # one that is still to be made has none
    return Place.objects.filter(Q(valid_to=None) | Q(pk__in=chosen)).alphabetical()
