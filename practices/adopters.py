"""Who uses a practice, as its readers are told: facts in words, and the adopters one by one, by place.

What readers are told of each adoption, its `shown_as` says. One that is told “in the numbers alone” is in the number
of teams and in nothing else: its place, its reasons and when it was heard of are left out of the facts, since of one or
two teams the rest would follow by subtraction. docs/adoption.md says all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles
from accounts.models import Membership
from practices import policies
from practices.auditing.released import last_released_check
from practices.choices import Adapted, AdopterShownAs, AdoptionStatus, AdoptionStoppedBecause, Essential
from practices.models import Adaptation, Adoption, Practice

Status = AdoptionStatus
TOLD = ~Q(shown_as=AdopterShownAs.COUNTED)
# After so long without a word of anybody, readers are told since when.
SILENT_AFTER = timedelta(days=183)
# The picture has a mark for each team; where there are more of one status, for several.
MOST_MARKS = 20
MARK = 20  # how wide a mark stands


@dataclass(frozen=True)
class Marks:
    """One line of the picture: as many marks as there are teams, and the words beside them."""

    status: str
    places: list[int]  # where each mark begins
    words: str

    @property
    def width(self) -> int:
        return len(self.places) * MARK


@dataclass(frozen=True)
class Facts:
    """What is known of all who adopt a practice, for its readers."""

    in_use: int
    trying: int
    considering: int
    stopped: int
    places: int  # where it is in use, as far as readers are told
    some_places_not_told: bool
    reasons: list[str]  # why it was stopped, each once, in the order in which they are offered
    heard_at: datetime | None  # the last word of any that goes on

    @property
    def teams(self) -> int:
        return self.in_use + self.trying + self.considering + self.stopped

    @property
    def sentence(self) -> str:
        """“In use by 5 teams in 4 places, 3 trying, 2 stopped (staffing; it didn’t fit).”"""
        said = [self._in_use, self._trying, self._considering, self._stopped]
        return capfirst(", ".join(filter(None, said))) + "." if self.teams else ""

    @property
    def last_heard(self) -> str:
        """“Last heard 3 weeks ago.” Or since when nobody was."""
        if self.heard_at is None:
            return ""
        heard, today = timezone.localdate(self.heard_at), timezone.localdate()
        if today - heard > SILENT_AFTER:
            month = date_format(heard, "F" if heard.year == today.year else "F Y")
            return _("Not heard since %(month)s.") % {"month": month}
        if heard >= today:
            return _("Last heard today.")
        return _("Last heard %(span)s ago.") % {"span": timesince(heard, today, depth=1)}

    @property
    def picture(self) -> list[Marks]:
        lines = [
            (Status.IN_USE, self.in_use, self._in_use),
            (Status.TRYING, self.trying, self._trying),
            (Status.CONSIDERING, self.considering, self._considering),
            (Status.STOPPED, self.stopped, self._stopped),
        ]
        return [
            Marks(status.value, [at * MARK for at in range(-(-number // self.teams_a_mark))], capfirst(words))
            for status, number, words in lines
            if number
        ]

    @property
    def teams_a_mark(self) -> int:
        """How many teams a mark stands for, at most."""
        most = max(self.in_use, self.trying, self.considering, self.stopped)
        return max(1, -(-most // MOST_MARKS))

    @property
    def _in_use(self) -> str:
        if not self.in_use:
            return ""
        teams = ngettext("in use by %(number)d team", "in use by %(number)d teams", self.in_use)
        return (teams % {"number": self.in_use}) + self._where

    @property
    def _where(self) -> str:
        if not self.places:
            return ""
        if self.some_places_not_told:
            where = ngettext(" in at least %(number)d place", " in at least %(number)d places", self.places)
        else:
            where = ngettext(" in %(number)d place", " in %(number)d places", self.places)
        return where % {"number": self.places}

    @property
    def _trying(self) -> str:
        return _("%(number)d trying") % {"number": self.trying} if self.trying else ""

    @property
    def _considering(self) -> str:
        return _("%(number)d considering") % {"number": self.considering} if self.considering else ""

    @property
    def _stopped(self) -> str:
        if not self.stopped:
            return ""
        words = _("%(number)d stopped") % {"number": self.stopped}
        return f"{words} ({'; '.join(self.reasons)})" if self.reasons else words


@dataclass(frozen=True)
class Adopter:
    """One adoption as a reader is told of it."""

    adoption: Adoption
    place: str
    who: str  # nothing where readers are told the place alone
    said: str  # who, how far and since when: “Ward seven, Willow Care · In use · begun in May 2025”
    checked: str
    changed: list[str]
    because: str
    may_open: bool  # its own page
    may_ask: bool
    is_counted_only: bool  # whether others are told of it in the numbers alone


def facts_of(practice: Practice) -> Facts:
    """By one statement, however many there are."""
    going_on = ~Q(status=Status.STOPPED)
    numbers = {status.value: Count("pk", filter=Q(status=status)) for status in Status}
    reasons = {
        f"because_{reason}": Count("pk", filter=TOLD & Q(stopped_because__contains=[reason]))
        for reason in AdoptionStoppedBecause.values
    }
    found = (
        Adoption.objects.confirmed()
        .filter(practice=practice)
        .aggregate(
            places=Count("place", distinct=True, filter=TOLD & Q(status=Status.IN_USE)),
            not_told=Count("pk", filter=~TOLD & Q(status=Status.IN_USE)),
            heard_at=Max("heard_at", filter=TOLD & going_on),
            **numbers,
            **reasons,
        )
    )
    return Facts(
        **{status.value: found[status.value] for status in Status},
        places=found["places"],
        some_places_not_told=found["not_told"] > 0,
        reasons=[_in_passing(reason.label) for reason in AdoptionStoppedBecause if found[f"because_{reason.value}"]],
        heard_at=found["heard_at"],
    )


def adopters_of(practice: Practice, viewer: Any) -> list[Adopter]:
    """One by one: alphabetically by place, and there by what readers are told of who it is."""
    is_there = Membership.objects.active().of_open_accounts()
    lead_is_there = is_there.filter(user=OuterRef("lead"), organisation=OuterRef("organisation"))
    changed = Adaptation.objects.exclude(made_of_it=Adapted.KEPT)
    rows = (
        Adoption.objects.confirmed()
        .filter(practice=practice)
        .select_related("organisation", "place")
        .annotate(has_lead=Exists(lead_is_there), checked_at=last_released_check())
        .prefetch_related(Prefetch("adaptations", changed, to_attr="changed_steps"))
    )
    tells_authors, words = policies.is_author(viewer, practice), Words()
    shown = [_adopter(row, viewer, words) for row in rows if _is_told(row, viewer, tells_authors=tells_authors)]
    return sorted(shown, key=_by_place)


class Words:
    """What is said of adopters, translated once: a template would take long over a thousand."""

    def __init__(self) -> None:
        self._statuses = {status.value: str(status.label) for status in Status}
        self._marks = {"": "", **{mark.value: f" ({mark.label})" for mark in Essential}}
        self._made_of_it = {
            Adapted.KEPT: _("Kept “%(step)s”"),
            Adapted.CHANGED: _("Changed “%(step)s” to “%(how)s”: %(why)s"),
            Adapted.DROPPED: _("Left out “%(step)s”: %(why)s"),
        }
        self._begun, self._checked = _("begun in %(month)s"), _("Checked against its criteria in %(month)s.")
        self._month = cache(partial(date_format, format="F Y"))

    def of_step(self, row: Adaptation) -> str:
        """What became of a step."""
        words = self._made_of_it[row.made_of_it] % {"step": row.step, "how": row.how, "why": row.why}
        return words + self._marks[row.essential]

    def in_short(self, adoption: Adoption, who: str) -> str:
        begun = adoption.started and self._begun % {"month": self._month(adoption.started)}
        return " · ".join(filter(None, (who, self._statuses[adoption.status], begun)))

    def checked(self, at: datetime | None) -> str:
        return self._checked % {"month": self._month(timezone.localdate(at))} if at else ""


def is_listed(adoption: Adoption) -> bool:
    """Whether readers are told that there is this one."""
    return adoption.is_confirmed and adoption.shown_as != AdopterShownAs.COUNTED


def reasons_of(adoption: Adoption) -> str:
    """Why it stopped, in words: “Staffing; it didn’t fit”."""
    reasons = [reason for reason in AdoptionStoppedBecause if reason in adoption.stopped_because]
    return capfirst("; ".join(_in_passing(reason.label) for reason in reasons))


def own_of(practice: Practice, user: Any) -> list[Adoption]:
    """What the person's organisations have recorded of this practice, proposed or confirmed."""
    if not user.is_authenticated or not user.memberships_by_organisation:
        return []
    return list(Adoption.objects.filter(practice=practice).of(list(user.memberships_by_organisation)).by_place())


def _is_told(adoption: Adoption, viewer: Any, *, tells_authors: bool) -> bool:
    return is_listed(adoption) or _may_open(adoption, viewer) or (tells_authors and _saw_harm(adoption))


def _may_open(adoption: Adoption, viewer: Any) -> bool:
    return roles.is_member(viewer, adoption.organisation_id) or roles.is_moderator(viewer)


def _saw_harm(adoption: Adoption) -> bool:
    """Its authors read why, whatever readers are told; who it was, they don't."""
    return AdoptionStoppedBecause.HARM in adoption.stopped_because


def _adopter(adoption: Any, viewer: Any, words: Words) -> Adopter:
    may_open = _may_open(adoption, viewer)
    is_ours = roles.is_member(viewer, adoption.organisation_id)
    who = adoption.who if may_open else adoption.shown_who
    return Adopter(
        adoption=adoption,
        place=adoption.place.short_name,
        who=who,
        said=words.in_short(adoption, who),
        checked=words.checked(adoption.checked_at),
        changed=[words.of_step(row) for row in adoption.changed_steps],
        because=reasons_of(adoption),
        may_open=may_open,
        may_ask=is_listed(adoption) and adoption.is_askable and adoption.has_lead and not is_ours,
        is_counted_only=not is_listed(adoption),
    )


def _by_place(adopter: Adopter) -> tuple[str, str, int]:
    """Those of whom readers are told the place alone stand first in it: where they stood among others would tell."""
    is_placed = not adopter.is_counted_only or adopter.may_open
    place = adopter.place.casefold() if is_placed else ""
    return place, adopter.adoption.shown_who.casefold(), adopter.adoption.pk


def _in_passing(label: Any) -> str:
    """The label within a sentence."""
    text = str(label)
    return text[:1].lower() + text[1:]
