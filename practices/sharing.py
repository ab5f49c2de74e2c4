"""Passing a write-up on: its address, and links that begin a message elsewhere with it.

They are plain links: nothing of another site is on our pages, and nobody there learns of a reader who presses none.
docs/sharing.md says where each address is documented.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from practices.choices import Visibility
from practices.models import Practice
from practices.structured_data import absolute

OUR_TAG = "ourwayofwork"
LONGEST_POST = 280  # the least that any of them allows
HASHTAGS = 4


@dataclass(frozen=True)
class Elsewhere:
    label: str
    href: str


@dataclass(frozen=True)
class Share:
    """How a reader can pass on a published write-up; `who` is told where not everybody can open it."""

    address: str
    who: str
    words: str  # to go with the address
    links: list[Elsewhere]


def share_of(practice: Practice) -> Share:
    """What is not public, or not current, has its address alone: whoever opens it is asked again who they are."""
    revision = practice.shown
    address = absolute(practice.get_absolute_url())
    if not is_for_everybody(practice):
        return Share(address, _who_can_open(practice), "", [])
    tags = hashtags(topic.name for topic in revision.topics.all())
    words = f"{revision.title} {' '.join(f'#{tag}' for tag in tags)}"
    return Share(address, "", words, _links(revision.title, address, tags))


def is_for_everybody(practice: Practice) -> bool:
    """Whether a write-up is there for the open web: public, and neither retired nor withheld."""
    revision = practice.published_revision
    if revision is None or practice.retired_at or practice.withheld_at:
        return False
    return bool(revision.visibility == Visibility.PUBLIC)


def hashtags(topics: Iterable[str]) -> list[str]:
    """Ours first, then topics; each word of one begins with a capital, so that screen readers say the words."""
    tags = {OUR_TAG: OUR_TAG}
    for topic in topics:
        words = "".join(letter if letter.isalnum() else " " for letter in topic.replace("’", "").replace("'", ""))
        tag = "".join(word[:1].upper() + word[1:] for word in words.split())
        if tag:
            tags.setdefault(tag.casefold(), tag)
    return list(tags.values())[:HASHTAGS]


def _who_can_open(practice: Practice) -> str:
    visibility = practice.shown.visibility
    if practice.withheld_at:
        return _("Only its authors and the moderators can open it while it is withheld.")
    if visibility == Visibility.ORGANISATION:
        return _("Only people of the organisation that shared it can open it, once they have signed in.")
    if visibility == Visibility.STAFF:
        return _("Only staff of an organisation on the hub can open it, once they have signed in.")
    return _("Everybody can open it. It is retired, and the page says why.")


def _links(title: str, address: str, tags: list[str]) -> list[Elsewhere]:
    lines = f"{title}\r\n\r\n{address}\r\n\r\n{' '.join(f'#{tag}' for tag in tags)}"
    return [
        Elsewhere(_("E-mail"), f"mailto:?{urlencode({'subject': title, 'body': lines}, quote_via=quote)}"),
        Elsewhere("Microsoft Teams", _with("https://teams.microsoft.com/share", href=address, msgText=title)),
        Elsewhere("LinkedIn", _with("https://www.linkedin.com/sharing/share-offsite/", url=address)),
        Elsewhere("Bluesky", _with("https://bsky.app/intent/compose", text=_post(title, address, tags))),
        Elsewhere("X", _with("https://x.com/intent/post", text=title, url=address, hashtags=",".join(tags))),
    ]


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query, quote_via=quote)}"


def _post(title: str, address: str, tags: list[str]) -> str:
    """One text with all of it, and with fewer of the tags where there would be no room for them."""
    post = f"{title} {address}"
    for tag in tags:
        longer = f"{post} #{tag}"
        if len(longer) > LONGEST_POST:
            break
        post = longer
    return post
