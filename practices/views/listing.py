"""Pages of cards, cut from search entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices.models import Practice
from practices.search.fragments import Fragments, fragments_of
from practices.search.query import Query

PAGE_SIZE = 15


@dataclass
class Card:
    """A practice in a list, with what a search marked in it."""

    practice: Practice
    found: Fragments

    @property
    def why(self) -> SafeString | str:
        """Which field the words stand in, and the words around them."""
        if not self.found.text:
            return ""
        return format_html(
            _("In <strong>{field}</strong>: “… {words} …”"), field=self.found.label, words=self.found.text
        )


def page_of(request: Any, entries: QuerySet, size: int = PAGE_SIZE) -> Page:
    """The page asked for; the nearest one where there is none of that number."""
    return Paginator(entries, size).get_page(request.GET.get("page"))


def cards(entries: Any, *, user: Any, query: Query | None = None) -> list[Card]:
    """Cards for the entries, in their order.

    Whether the person may read each is asked again of the practice itself: an entry only says what was so
    when it was written.
    """
    keys = [entry.pk for entry in entries]
    practices = Practice.objects.visible_to(user).published().for_listing().in_bulk(keys)
    shown = [practices[key] for key in keys if key in practices]
    found = fragments_of(shown, query) if query and query.ranked else {}
    return [Card(practice, found.get(practice.pk, Fragments())) for practice in shown]
