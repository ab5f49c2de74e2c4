"""A newsletter's draft: its words, and for each piece of news whether it is in and what the editor says of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from practices import identifiers
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, optional_words
from practices.forms.telling import telling_nobody
from practices.models import Newsletter, NewsletterItem
from practices.newsletters.showing import Group, News


class NewsletterForm(TypedForm):
    marks_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    introduction = optional_words(
        _("How does it begin?"),
        Newsletter._meta.get_field("introduction").max_length,
        hint=_("A few lines to everybody who gets it."),
        rows=5,
    )
    thanks = optional_words(
        _("Whom do you thank?"),
        Newsletter._meta.get_field("thanks").max_length,
        hint=_("Teams and organisations, for what everybody can read here. Leave out anything about a single person."),
        rows=3,
    )

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.groups = groups
        for item in self._items():
            news = next(each for group in groups for each in group.news if each.item == item)
            self.fields[f"in-{item.pk}"] = forms.BooleanField(
                label=_about(_("Put it in"), news), required=False, initial=item.is_in
            )
            self.fields[f"line-{item.pk}"] = PlainTextField(
                label=_about(_("Your words about it"), news),
                max_length=NewsletterItem._meta.get_field("line").max_length,
                required=False,
                initial=item.line,
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("introduction", "thanks", *(f"line-{item.pk}" for item in self._items())):
            try:
                telling_nobody(said.get(name, ""), identifiers.TELLING)
            except forms.ValidationError as error:
                self.add_error(name, error)
        return said

    def chosen(self) -> dict[int, tuple[bool, str]]:
        said = self.cleaned_data
        return {item.pk: (said[f"in-{item.pk}"], said[f"line-{item.pk}"]) for item in self._items()}

    def layout(self) -> list[tuple[str, list[tuple[Any, forms.BoundField, forms.BoundField]]]]:
        """What the page draws: (heading, [(news, its box, its words)])."""
        return [
            (
                group.heading,
                [(news, self[f"in-{news.item.pk}"], self[f"line-{news.item.pk}"]) for news in group.news],
            )
            for group in self.groups
        ]

    def _items(self) -> list[NewsletterItem]:
        return [news.item for group in self.groups for news in group.news]


def _about(words: Any, news: News) -> SafeString:
    """The heading above says what it is about to those who see it."""
    return format_html('{}<span class="govuk-visually-hidden">: {}</span>', words, news.title)


class VersionForm(forms.Form):
    """Which draft was read before it is sent."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
