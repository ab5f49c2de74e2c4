"""What organisations adopt, as their own people see it: what waits for them first, then by how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import roles
from accounts.models import Organisation
from practices.adopters import reasons_of
from practices.auditing.results import Result, results_of_each
from practices.choices import Adapted, AdoptionStatus
from practices.due_for_adopters import due_for_adopters
from practices.models import Adoption, Audit, Practice
from practices.upstream import essential_changes, undecided

# From what goes on to what has ended; never by how many.
BY_STATUS = (AdoptionStatus.IN_USE, AdoptionStatus.TRYING, AdoptionStatus.CONSIDERING, AdoptionStatus.STOPPED)
PROPOSED, DUE, UPSTREAM, CHECKED = "proposed", "due", "upstream", "checked"
HEADINGS: dict[str, str | Promise] = {
    PROPOSED: gettext_lazy("Proposed, to be confirmed"),
    DUE: gettext_lazy("What is due"),
    UPSTREAM: gettext_lazy("Changed since you took it up"),
    CHECKED: gettext_lazy("How checks went"),
    AdoptionStatus.IN_USE: gettext_lazy("What we use"),
    AdoptionStatus.TRYING: gettext_lazy("What we try"),
    AdoptionStatus.CONSIDERING: gettext_lazy("What we consider"),
    AdoptionStatus.STOPPED: gettext_lazy("What we stopped"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the page: an adoption under a heading, what is to be said of it, and where that leads."""

    group: str
    about: Any  # an adoption of `listed`, or an audit
    words: str
    href: str
    label: str
    lines: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        place = getattr(self.about, "place", None)
        return f"{self.about.who} · {place.official_name}" if place else str(self.about.who)


@dataclass(frozen=True)
class Newer(Entry):
    """A newer revision to decide about. What it changes is looked up for the entries that are shown, not for all."""

    @property
    def what_changed(self) -> str:
        changed = len(essential_changes(self.about.steps_taken_up, self.about.steps_now))
        if not changed:
            return _("No step that must stay has changed.")
        return ngettext(
            "%(number)d step that must stay, or had to, has changed.",
            "%(number)d steps that must stay, or had to, have changed.",
            changed,
        ) % {"number": changed}


def known_to(user: Any, organisations: Sequence[Organisation]) -> QuerySet[Adoption]:
    """What these organisations adopt, as far as the person may read it."""
    readable = Practice.objects.published().visible_to(user)
    return Adoption.objects.of(organisations).filter(practice__in=readable)


def listed(adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
    """With what a line says of each, in alphabetical order. Of the revisions no more than that is loaded."""
    return (
        adoptions.select_related("practice", "organisation", "place")
        .annotate(
            title=F("practice__published_revision__title"),
            newest=F("practice__published_revision__number"),
            taken_up=F("revision__number"),
            steps_changed=Count("adaptations", filter=Q(adaptations__made_of_it=Adapted.CHANGED)),
            steps_dropped=Count("adaptations", filter=Q(adaptations__made_of_it=Adapted.DROPPED)),
        )
        .order_by(Lower("title"), Lower("organisation__name"), Lower("team"), "pk")
    )


def entries(user: Any, organisations: Sequence[Organisation]) -> list[Entry]:
    """Every line of the page, in the order of the headings. What is to be done stands once more under its status."""
    every = list(listed(known_to(user, organisations)))
    confirmed = [adoption for adoption in every if adoption.is_confirmed]
    found = [_proposal(user, adoption) for adoption in every if not adoption.is_confirmed]
    due_now = due_for_adopters(user, organisations, confirmed)
    found += [Entry(DUE, due.about, due.words, due.href, due.label) for due in due_now]
    found += _newer(user, organisations)
    found += _checks(user, organisations)
    for status in BY_STATUS:
        found += [_standing(adoption) for adoption in confirmed if adoption.status == status]
    return found


def not_readable(user: Any, organisations: Sequence[Organisation]) -> int:
    """How many more they adopt that the person may not read any more: nothing else is told of these."""
    return Adoption.objects.of(organisations).count() - known_to(user, organisations).count()


def since(adoption: Adoption) -> str:
    """When it began, as it is known: to the month."""
    return date_format(adoption.started, "F Y") if adoption.started else ""


def what_was_changed(adoption: Any) -> str:
    """What was made of its steps, as a number of steps; nothing where they are as they were. Load it with `listed`."""
    said = []
    if number := adoption.steps_changed:
        said.append(ngettext("%(number)d step changed", "%(number)d steps changed", number) % {"number": number})
    if number := adoption.steps_dropped:
        said.append(ngettext("%(number)d step left out", "%(number)d steps left out", number) % {"number": number})
    return ", ".join(said)


def why_stopped(adoption: Adoption) -> str:
    """The reasons from the list, then the sentence."""
    reasons = reasons_of(adoption)
    return f"{reasons}. {adoption.stopped_why}" if reasons else ""


def _proposal(user: Any, adoption: Any) -> Entry:
    href = adoption.get_absolute_url()
    if roles.is_manager(user, adoption.organisation_id):
        words = _("A colleague says that your organisation takes this up. Others hear of it once you confirm it.")
        return Entry(PROPOSED, adoption, words, href, _("Look at it and decide"))
    words = _("It waits for a manager of your organisation to confirm it.")
    return Entry(PROPOSED, adoption, words, href, _("Open it"))


def _newer(user: Any, organisations: Sequence[Organisation]) -> list[Newer]:
    waiting = listed(undecided(known_to(user, organisations))).annotate(
        steps_taken_up=F("revision__steps"),
        steps_now=F("practice__published_revision__steps"),
        newest_at=F("practice__published_revision__published_at"),
    )
    return [
        Newer(UPSTREAM, adoption, _came_out(adoption), reverse("upstream", args=[adoption.pk]), _("See what changed"))
        for adoption in waiting
    ]


def _came_out(adoption: Any) -> str:
    return _("You took up revision %(taken_up)d; revision %(newest)d came out on %(day)s.") % {
        "taken_up": adoption.taken_up,
        "newest": adoption.newest,
        "day": date_format(adoption.newest_at, "j F Y"),
    }


def _checks(user: Any, organisations: Sequence[Organisation]) -> list[Entry]:
    """The last round of each team's check, beside the one before, of those that the person may see."""
    finished = Audit.objects.visible_to(user).finished().filter(organisation__in=organisations).for_page()
    of_team: dict[tuple[Any, ...], list[Audit]] = {}
    for audit in finished.order_by("finished_at", "pk"):
        team = audit.adoption_id or audit.team.casefold()
        of_team.setdefault((audit.practice_id, audit.organisation_id, team), []).append(audit)
    last = {rounds[-1].pk: rounds for rounds in of_team.values()}
    results = results_of_each((rounds[-1], rounds[-2] if len(rounds) > 1 else None) for rounds in last.values())
    entries = [
        Entry(
            CHECKED,
            rounds[-1],
            _rounds_in_words(rounds),
            rounds[-1].get_absolute_url(),
            _("Open the check"),
            tuple(_result_in_words(result) for result in results[pk]),
        )
        for pk, rounds in last.items()
    ]
    return sorted(entries, key=lambda entry: (entry.about.title.casefold(), entry.where.casefold()))


def _rounds_in_words(rounds: Sequence[Audit]) -> str:
    number = len(rounds)
    words = ngettext("%(number)d check, finished in %(month)s.", "%(number)d checks, the last in %(month)s.", number)
    return words % {"number": number, "month": date_format(timezone.localtime(rounds[-1].finished_at), "F Y")}


def _result_in_words(result: Result) -> str:
    """A criterion with its percentage, and with the last round's where there was one."""
    if result.before:
        said = result.change_in_words
    elif result.is_enough:
        said = _("%(percentage)d%% of %(number)s") % {"percentage": result.percentage, "number": result.told_number}
    else:
        said = _("fewer than 10 answers")
    return f"{result.criterion.text}: {said}"


def _standing(adoption: Any) -> Entry:
    started = _("Since %(month)s") % {"month": since(adoption)} if adoption.started else ""
    said = [started, what_was_changed(adoption), why_stopped(adoption)]
    words = " · ".join(part for part in said if part)
    return Entry(adoption.status, adoption, words, adoption.get_absolute_url(), _("Open it"))
