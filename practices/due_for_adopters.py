"""What is due for those who adopt a practice. Each of SOURCES looks for one kind of it; new kinds are added there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from practices import learning_due
from practices.following_up.due import next_days, to_be_asked
from practices.models import Adoption, UpstreamChoice
from practices.upstream import to_say_again

# What comes within this time is shown.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """One thing to do, and where; without a day it is due now."""

    about: Any  # an adoption, or an audit
    on: date | None
    words: str
    href: str
    label: str  # of the link


def due_for_adopters(user: Any, organisations: Sequence[Organisation], adoptions: Sequence[Adoption]) -> list[Due]:
    """What is due for these as far as the person may know, by day. As many queries for one as for a thousand."""
    found = [due for source in SOURCES for due in source(user, organisations, adoptions)]
    return sorted(found, key=lambda due: (due.on or date.min, due.about.pk))


def steps_to_say_again(
    user: Any, organisations: Sequence[Organisation], adoptions: Sequence[Adoption]
) -> Iterator[Due]:
    """They took a newer revision, in which steps of which they had said something are other ones."""
    going_on = {adoption.pk: adoption for adoption in adoptions if adoption.is_going_on}
    took = UpstreamChoice.objects.filter(adoption__in=list(going_on), choice=UpstreamChoice.Choice.TAKE)
    moved = Adoption.objects.filter(pk__in=took.values("adoption"))
    for adoption in moved.select_related("revision").prefetch_related("adaptations"):
        if changed := len(to_say_again(adoption)):
            words = ngettext(
                "%(number)d step changed with the revision that you took. Say what you make of it now.",
                "%(number)d steps changed with the revision that you took. Say what you make of them now.",
                changed,
            ) % {"number": changed}
            href = reverse("adoption_steps", args=[adoption.pk])
            yield Due(going_on[adoption.pk], None, words, href, _("Say it again"))


def questions(user: Any, organisations: Sequence[Organisation], adoptions: Sequence[Adoption]) -> Iterator[Due]:
    """Whoever leads one will soon be asked how it goes."""
    asked_about = set(to_be_asked().filter(pk__in=[adoption.pk for adoption in adoptions]).values_list("pk", flat=True))
    days, soon = next_days(adoptions), timezone.localdate() + SOON
    for adoption in adoptions:
        day = days.get(adoption.pk)
        if day and day <= soon and adoption.pk in asked_about:
            words = _("On %(day)s whoever leads it is asked how it goes. Anybody of the team can say so before.")
            words %= {"day": date_format(day, "j F Y")}
            yield Due(adoption, day, words, adoption.get_absolute_url(), _("Open it"))


def briefings(user: Any, organisations: Sequence[Organisation], adoptions: Sequence[Adoption]) -> Iterator[Due]:
    """A step that must stay has changed, and colleagues are to be told."""
    ours = {adoption.pk: adoption for adoption in adoptions}
    for adoption, revision in learning_due.briefings_for(user):
        if adoption.pk in ours:
            due = learning_due.to_brief(adoption, revision)
            yield Due(ours[adoption.pk], None, due.words, due.link, _("Say whom you told"))


def checks_and_actions(
    user: Any, organisations: Sequence[Organisation], adoptions: Sequence[Adoption]
) -> Iterator[Due]:
    """Checks to repeat, and what this person has undertaken after one."""
    ours, soon = {each.pk for each in organisations}, timezone.localdate() + SOON
    for audit in learning_due.checks_for(user, until=soon):
        if audit.organisation_id in ours:
            due = learning_due.to_check(audit)
            yield Due(audit, audit.due_again, due.words, due.link, _("Open the last check"))
    for finding in learning_due.actions_of(user, until=soon):
        if finding.audit.organisation_id in ours:
            due = learning_due.to_do(finding)
            yield Due(finding.audit, finding.by_when, due.words, due.link, _("Say that it is done"))


# Takes the person, the organisations they look at, and what these adopt.
Source = Callable[[Any, Sequence[Organisation], Sequence[Adoption]], Iterable[Due]]
SOURCES: tuple[Source, ...] = (steps_to_say_again, briefings, questions, checks_and_actions)
