"""What somebody, or an organisation, has shared, and what others made of it: a page to print for a folder.

It tells no more than readers of the write-ups are told: teams that let themselves be named, words that were given in
public or may be quoted. Nothing is counted and nothing compared; docs/sharing.md says each rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation
from practices import policies
from practices.choices import AdopterShownAs, AdoptionStatus, Kind, ShownAs
from practices.conversation import Speaker, speaker_of
from practices.models import Adoption, Endorsement, FollowUp, Practice

MOST = 100  # write-ups on one page
TOLD_OF = (AdoptionStatus.IN_USE, AdoptionStatus.TRYING)


@dataclass(frozen=True)
class Said:
    """What somebody wrote about it in public, and who they are."""

    speaker: Speaker
    endorsement: Endorsement


@dataclass
class Shared:
    """One write-up, with what came of it."""

    practice: Practice
    uses: list[Adoption] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    reports: list[FollowUp] = field(default_factory=list)
    versions: list[Practice] = field(default_factory=list)


def shared_by(person: Any) -> list[Practice]:
    """What the person has written, alone or with others, and readers can find."""
    return list(_found(Practice.objects.written_by(person), person)[:MOST])


def shared_from(organisation: Organisation, manager: Any, team: str = "") -> list[Practice]:
    """What its teams have written, as far as its manager is told whose it is."""
    found = _of(organisation, manager)
    if team:
        found = found.filter(published_revision__team=team)
    return [practice for practice in found[:MOST] if policies.answers_for(manager, practice)]


def teams_of(organisation: Organisation, manager: Any) -> list[str]:
    named = _of(organisation, manager).exclude(published_revision__team="").order_by()
    return sorted(set(named.values_list("published_revision__team", flat=True)), key=str.casefold)


def with_what_came_of_it(practices: list[Practice], reader: Any) -> list[Shared]:
    """Four statements and what they bring along, however many there are."""
    by_practice = {practice.pk: Shared(practice) for practice in practices}
    told = Adoption.objects.confirmed().filter(status__in=TOLD_OF).exclude(shown_as=AdopterShownAs.COUNTED)
    for adoption in told.filter(practice__in=by_practice).by_place():
        by_practice[adoption.practice_id].uses.append(adoption)
    for endorsement in Endorsement.objects.filter(practice__in=by_practice, status=Endorsement.Status.SHOWN).for_page():
        row = by_practice[endorsement.practice_id]
        row.said.append(Said(speaker_of(row.practice, endorsement), endorsement))
    quotable = FollowUp.objects.filter(adoption__practice__in=by_practice, may_quote=True).newest_answers_first()
    for report in quotable.for_page():
        by_practice[report.adoption.practice_id].reports.append(report)
    grown = Practice.objects.published().visible_to(reader).filter(grown_from__in=by_practice, withheld_at=None)
    for version in grown.for_listing().order_by("published_at", "pk"):
        by_practice[version.grown_from_id].versions.append(version)
    return list(by_practice.values())


def where_used(adoption: Adoption) -> str:
    """“Night team, Eastmoor Care, in Leeds”, as far as the team lets readers know."""
    place = adoption.place.official_name
    if who := adoption.shown_who:
        return _("%(who)s, in %(place)s") % {"who": who, "place": place}
    return _("A team in %(place)s") % {"place": place}


def _of(organisation: Organisation, manager: Any) -> QuerySet:
    """Those of which `policies.answers_for` says that a manager is told."""
    told = Q(published_revision__kind=Kind.PROCESS) | ~Q(published_revision__shown_as=ShownAs.REGION)
    return _found(Practice.objects.filter(told, organisation=organisation), manager)


def _found(practices: QuerySet, reader: Any) -> QuerySet:
    """In the order in which they were published, which says nothing about anybody."""
    visible = practices.published().visible_to(reader).filter(withheld_at=None, from_public_sources=False)
    return visible.for_listing().prefetch_related("authorships__user").order_by("-published_at", "-pk")
