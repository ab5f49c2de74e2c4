"""How far a practice has come: shared, confirmed, endorsed, in use, checked, changed. The rules are in docs.

Every step is reckoned when somebody reads it, from what that person may know. Nothing is added up or put in an order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices import policies
from practices.choices import AdopterShownAs, AdoptionStatus, AuditRelease, Standing
from practices.conversation import Endorsements, Voice
from practices.models import Practice
from practices.suggestions import changed_by_learning

CHECKED = "checked"  # beside the statuses of adoptions


@dataclass(frozen=True)
class Tally:
    """How many teams, and a day: the first on which one of them began, or the last on which one was checked."""

    number: int
    day: date | None


NONE = Tally(0, None)
NAMED = (AdopterShownAs.TEAM, AdopterShownAs.ORGANISATION)


@dataclass(frozen=True)
class Step:
    """A step that has been taken, or not yet, in words; `href` leads to what it rests on."""

    title: str
    is_there: bool
    words: str
    href: str


def trail_of(practice: Practice, endorsements: Endorsements, reader: Any) -> list[Step]:
    """The steps of a published practice. `endorsements` are those that the reader is shown on its page.

    Two statements, whatever there is.
    """
    found = _tallies(practice)
    checked = found.pop(CHECKED, None)
    return [
        _shared(practice),
        _confirmed(practice),
        _endorsed(endorsements),
        _in_use(practice, found),
        _checked(practice, checked),
        _changed(practice, reader),
    ]


def _shared(practice: Practice) -> Step:
    day = _day(practice.published_at)
    words = _("On %(day)s.") % {"day": day}
    if practice.from_public_sources:
        words = _("On %(day)s, by the hub, from public sources.") % {"day": day}
    return Step(_("Shared"), True, words, reverse("history", args=[practice.slug]))


def _confirmed(practice: Practice) -> Step:
    """Publishing a change says that it is true as well; a step of its own is only that it was looked at again."""
    title, href = _("Confirmed by its owner"), reverse("history", args=[practice.slug])
    if practice.confirmed_at and practice.confirmed_at > practice.changed_at:
        words = _("On %(day)s its owner said that it is still true.") % {"day": _day(practice.confirmed_at)}
        return Step(title, True, words, href)
    if practice.from_public_sources:
        return Step(title, False, _("No team has made it its own yet."), href)
    words = _("Its authors said that it was true when it was last published, on %(day)s; not again since then.")
    words %= {"day": _day(practice.changed_at)}
    return Step(title, False, words, href)


def _endorsed(endorsements: Endorsements) -> Step:
    """By those who say that they use it. Colleagues of whoever wrote it are named apart, and don't make the step."""
    elsewhere, inside = (_who_use_it(voices) for voices in (endorsements.elsewhere, endorsements.inside))
    if elsewhere:
        words = ngettext(
            "%(number)d person elsewhere who uses it; last on %(day)s.",
            "%(number)d people elsewhere who use it; last on %(day)s.",
            len(elsewhere),
        ) % {"number": len(elsewhere), "day": _day(max(voice.endorsement.changed_at for voice in elsewhere))}
    else:
        words = _("Nobody elsewhere who uses it has endorsed it yet.")
    if inside:
        words += " " + ngettext(
            "In the organisation that wrote it, counted apart: %(number)d.",
            "In the organisation that wrote it, counted apart: %(number)d.",
            len(inside),
        ) % {"number": len(inside)}
    return Step(_("Endorsed by people who use it"), bool(elsewhere), words, "#endorsements")


def _who_use_it(voices: list[Voice]) -> list[Voice]:
    return [voice for voice in voices if voice.endorsement.standing == Standing.USE]


def _in_use(practice: Practice, found: Mapping[str, Tally]) -> Step:
    title = _("In use") if practice.shown.hides_organisation else _("In use elsewhere")
    words = _use_in_words(found) if found else _("No team has said so yet.")
    return Step(title, AdoptionStatus.IN_USE in found, words, reverse("adopters", args=[practice.slug]))


def _use_in_words(found: Mapping[str, Tally]) -> str:
    said = []
    if use := found.get(AdoptionStatus.IN_USE):
        said.append(ngettext("%(number)d team uses it", "%(number)d teams use it", use.number) % {"number": use.number})
        if use.day:
            said.append(_("the first since %(month)s") % {"month": date_format(use.day, "F Y")})
    else:
        said.append(_("No team says now that it uses it"))
    if number := found.get(AdoptionStatus.TRYING, NONE).number:
        said.append(ngettext("%(number)d is trying it", "%(number)d are trying it", number) % {"number": number})
    if number := found.get(AdoptionStatus.CONSIDERING, NONE).number:
        said.append(ngettext("%(number)d considers it", "%(number)d consider it", number) % {"number": number})
    if number := found.get(AdoptionStatus.STOPPED, NONE).number:
        said.append(ngettext("%(number)d has stopped", "%(number)d have stopped", number) % {"number": number})
    return ", ".join(said) + "."


def _checked(practice: Practice, checked: Tally | None) -> Step:
    title, href = _("Checked against its criteria"), reverse("adopters", args=[practice.slug])
    if checked is None:
        return Step(title, False, _("No team has said so yet."), href)
    words = ngettext("In %(number)d team", "In %(number)d teams", checked.number) % {"number": checked.number}
    if checked.day:
        words = _("%(teams)s, last in %(month)s") % {"teams": words, "month": date_format(checked.day, "F Y")}
    return Step(title, True, f"{words}.", href)


def _changed(practice: Practice, reader: Any) -> Step:
    """By what teams suggested or their checks found, in a revision that the reader may read."""
    title, href = _("Changed by what was learned"), reverse("history", args=[practice.slug])
    for learned in changed_by_learning(practice):
        revision = learned.revision
        if policies.may_read_revision(reader, practice, revision):
            said = {"number": revision.number, "day": _day(revision.published_at), "changed": learned.words}
            return Step(title, True, _("Revision %(number)d, of %(day)s: %(changed)s.") % said, href)
    return Step(title, False, _("No suggestion of a team has been taken up yet."), href)


def _tallies(practice: Practice) -> dict[str, Tally]:
    """Teams that adopt it, by status, and teams that checked it and let others know. One statement for all of it.

    Teams of the organisation that wrote it don't count where readers are told of both. Where they aren't, nobody is
    told apart: whoever compared this number with that of all teams would know. Of a team that stands in the numbers
    alone no day is told.
    """
    adoptions = practice.adoptions.confirmed()
    if not practice.shown.hides_organisation:
        adoptions = adoptions.exclude(organisation=practice.organisation_id, shown_as__in=NAMED)
    by_status = (
        adoptions.order_by()
        .values(what=F("status"))
        .annotate(number=Count("pk"), day=Min("started", filter=~Q(shown_as=AdopterShownAs.COUNTED)))
    )
    audits = practice.audits.finished().exclude(release=AuditRelease.NOTHING)
    in_numbers_alone = Q(adoption__shown_as=AdopterShownAs.COUNTED)
    checked = (
        audits.order_by()
        .annotate(what=Value(CHECKED))
        .values("what")
        .annotate(
            number=Count("adoption", distinct=True) + Count("team", distinct=True, filter=Q(adoption=None)),
            day=Max(TruncDate("finished_at"), filter=~in_numbers_alone),
        )
    )
    rows = by_status.union(checked, all=True)
    return {row["what"]: Tally(row["number"], row["day"]) for row in rows if row["number"]}


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
