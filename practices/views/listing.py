"""Pages of cards, cut from search entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import policies
from practices.models import Practice
from practices.saving import saved_among
from practices.search import alike
from practices.search.fragments import Fragments, fragments_of
from practices.search.query import Query

PAGE_SIZE = 15


@dataclass
class Card:
    """A practice in a list, with what a search marked in it; and whether the reader has saved it, where it is asked."""

    practice: Practice
    found: Fragments
    may_be_saved: bool = False
    may_be_ticked: bool = False
    saved_at: str = ""  # the page where they have it

    @property
    def why(self) -> SafeString | str:
        """Which field the words stand in, and the words around them."""
        if not self.found.text:
            return ""
        return format_html(
            _("In <strong>{field}</strong>: “… {words} …”"), field=self.found.label, words=self.found.text
        )


def page_of(request: Any, keys: QuerySet | Sequence[int], size: int = PAGE_SIZE) -> Page:
    """The page asked for; the nearest one where there is none of that number."""
    return Paginator(keys, size).get_page(request.GET.get("page"))


def without_blocked(request: Any, waiting: Any) -> tuple[Any, int]:
    """What waits for moderators, without what blocked people wrote; and how much that is. `?blocked=yes` shows all."""
    if "blocked" in request.GET:
        return waiting, 0
    return waiting.not_from_blocked(), waiting.from_blocked().count()


def authors_to_block(user: Any, practice: Practice) -> list[Any]:
    """Its authors whom the person could keep out of the hub. Load it with `authorships__user`."""
    authors = [authorship.user for authorship in practice.authorships.all()]
    return [author for author in authors if policies.can(user, "block", author)]


def similar_to(user: Any, practice: Practice) -> list[Practice]:
    """Published practices that the draft may repeat, or ought to mention; none where there is no draft."""
    if practice.draft_revision is None:
        return []
    keys = alike.duplicates(practice, practice.draft_revision, user=user)
    return list(Practice.objects.visible_to(user).published().for_listing().filter(pk__in=keys))


def cards(keys: Iterable[int], *, user: Any, query: Query | None = None) -> list[Card]:
    """Cards for the practices with these keys, in their order.

    Whether the person may read each is asked again of the practice itself: an entry only says what was so
    when it was written.
    """
    keys = list(keys)
    practices = Practice.objects.visible_to(user).published().for_listing().in_bulk(keys)
    shown = [practices[key] for key in keys if key in practices]
    found = fragments_of(shown, query) if query and query.is_ranked else {}
    return [Card(practice, found.get(practice.pk, Fragments())) for practice in shown]


def with_saving(request: Any, shown: list[Card], *, ticks: bool = False) -> list[Card]:
    """The same cards, each with a button to save it, and a box to tick it if `ticks`.

    The page needs the forms that these belong to: practices/collections/_saving_form.html and _ticked.html.
    """
    saved = saved_among(request, (card.practice.pk for card in shown))
    for card in shown:
        card.may_be_saved, card.may_be_ticked = True, ticks
        card.saved_at = saved.get(card.practice.pk, "")
    return shown
