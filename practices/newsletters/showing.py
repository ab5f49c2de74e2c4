"""A newsletter as everybody may read it now: on its page, in its preview, and in the mails that leave.

Items only name what they are about, so what has been withdrawn, hidden or made less public is left out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.text import Truncator

from practices.choices import Stage
from practices.models import Comment, Newsletter, NewsletterItem, Practice

Kind = NewsletterItem.Kind
QUESTION_LENGTH = 300


@dataclass(frozen=True)
class News:
    item: NewsletterItem
    title: str
    words: str
    link: str


@dataclass(frozen=True)
class Group:
    heading: str
    news: list[News]


def readable() -> QuerySet[Practice]:
    """What everybody may read."""
    return Practice.objects.visible_to(AnonymousUser()).published()


def groups(newsletter: Newsletter, *, all_items: bool = False) -> list[Group]:
    """What was chosen, by kind; with `all_items` what can be chosen, too. Nothing that visitors may not read."""
    items = newsletter.items.select_related("comment").order_by("pk")
    news = _news(items if all_items else items.filter(is_in=True))
    found = [(kind, [each for each in news if each.item.kind == kind]) for kind in Kind]
    return [Group(str(kind.label), of_kind) for kind, of_kind in found if of_kind]


def _news(items: Iterable[NewsletterItem]) -> list[News]:
    items = list(items)
    practices = readable().for_page().in_bulk({item.practice_id for item in items})
    found = []
    for item in items:
        practice = practices.get(item.practice_id)
        if practice and (words := _words(item, practice)) is not None:
            found.append(News(item, practice.title, words, _link(item, practice)))
    return found


def _words(item: NewsletterItem, practice: Practice) -> str | None:
    """What it says now; None where it is no such news any more."""
    if item.kind == Kind.NEW:
        return None if practice.retired_at else practice.shown.summary
    if item.kind == Kind.STOPPED:
        return why_stopped(practice)
    comment: Any = item.comment
    if practice.retired_at or comment.status != Comment.Status.SHOWN:
        return None
    return Truncator(comment.body).chars(QUESTION_LENGTH)


def why_stopped(practice: Practice) -> str | None:
    if practice.retired_at:
        return practice.retired_why
    return practice.shown.stopped_why if practice.shown.stage == Stage.STOPPED else None


def _link(item: NewsletterItem, practice: Practice) -> str:
    page = practice.get_absolute_url()
    return f"{page}#comment-{item.comment_id}" if item.comment_id else page
