"""Offers and asks of shadowing and mentoring, from the first word to what somebody learned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Organisation, User
from practices import daily_limits, mail, policies, shadowing_policies
from practices.actions.locking import lock_person
from practices.actions.notifications import authors_of
from practices.models import Shadowing
from practices.shadowing_lifecycle import ShadowingStatus
from practices.shadowing_policies import Side

Status = ShadowingStatus
# What is forgotten when nobody has answered any more.
OF_AN_ANSWER: dict[str, Any] = {
    "other": None,
    "other_organisation": None,
    "words": "",
    "asked_at": None,
}


@transaction.atomic
def post(*, said: dict[str, Any], organisation: Organisation, by: Any) -> Shadowing:
    """List an offer or an ask; raises LimitReached. Of an ask about a practice, its authors are told."""
    shadowing_policies.require(by, "post")
    policies.require_member(by, organisation)
    lock_person(by)
    daily_limits.within(daily_limits.why_not_shadow(by))
    shadowing = Shadowing.objects.create(**said, organisation=organisation, posted_by=by)
    audit.record("shadowing_posted", on=shadowing, by=by, kind=shadowing.kind, form=shadowing.form)
    practice = shadowing.practice
    if practice and not shadowing.is_offer:
        readers = [person for person in authors_of(practice) if policies.can(person, "read", practice)]
        _tell(readers, _("Somebody would like to see at work what you wrote about"), shadowing, by)
    return shadowing


@transaction.atomic
def answer(*, shadowing: Shadowing, organisation: Organisation, words: str, rules: str = "", by: Any) -> Shadowing:
    """Ask about what is offered, or offer what is asked for; raises LimitReached. `rules` are the host's."""
    lock_person(by)
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, "answer", shadowing)
    policies.require_member(by, organisation)
    daily_limits.within(daily_limits.why_not_shadow(by))
    shadowing.other, shadowing.other_organisation, shadowing.words = by, organisation, words
    shadowing.asked_at = timezone.now()
    if not shadowing.is_offer:
        shadowing.rules = rules
    _move(shadowing, Status.ASKED, by)
    _tell([shadowing.posted_by], _("Somebody has answered what you posted"), shadowing, by)
    return shadowing


@transaction.atomic
def let_go(*, shadowing: Shadowing, by: Any) -> Shadowing:
    """It is open again: whoever answered takes that back, or whoever posted it says no."""
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, "let_go", shadowing)
    both = [shadowing.posted_by, shadowing.other]
    reopen(shadowing)
    _move(shadowing, Status.OPEN, by)
    _tell(both, _("What was answered about shadowing is taken back, or declined"), shadowing, by)
    return shadowing


@transaction.atomic
def agree(*, shadowing: Shadowing, day: date, by: Any) -> Shadowing:
    """Both want it, on that day; the managers are asked."""
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, "agree", shadowing)
    shadowing.day, shadowing.agreed_at = day, timezone.now()
    _move(shadowing, Status.AGREED, by)
    _tell([shadowing.other], _("What you answered is agreed"), shadowing, by)
    for side in Side:
        if side == Side.GUEST or not shadowing.needs_checklist:
            _tell(_who_stands_by(shadowing, side), _("Shadowing to confirm"), shadowing, by)
    return shadowing


@transaction.atomic
def tick(*, shadowing: Shadowing, by: Any) -> Shadowing:
    """The guest keeps what is confidential; now the host's manager can confirm."""
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, "tick", shadowing)
    shadowing.checklist_at = timezone.now()
    shadowing.save(update_fields=["checklist_at"])
    audit.record("shadowing_checklist", on=shadowing, by=by)
    _tell(_who_stands_by(shadowing, Side.HOST), _("Shadowing to confirm"), shadowing, by)
    return shadowing


@transaction.atomic
def confirm(*, shadowing: Shadowing, side: Side, by: Any) -> Shadowing:
    """Stand by it for one side; with both it is confirmed."""
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, f"confirm_{side}", shadowing)
    setattr(shadowing, f"{side}_confirmed_by", by)
    setattr(shadowing, f"{side}_confirmed_at", timezone.now())
    audit.record("shadowing_stood_by", on=shadowing, by=by, side=side.value)
    if all(shadowing_policies.is_confirmed(shadowing, each) for each in Side):
        _move(shadowing, Status.CONFIRMED, by)
        _tell([shadowing.posted_by, shadowing.other], _("Shadowing is confirmed"), shadowing, by)
    else:
        shadowing.save()
    return shadowing


@transaction.atomic
def finish(*, shadowing: Shadowing, learning: str, may_show: bool, by: Any) -> Shadowing:
    """It has taken place; the guest gives one line back."""
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, "finish", shadowing)
    shadowing.learning, shadowing.may_show, shadowing.over_at = learning, may_show, timezone.now()
    _move(shadowing, Status.DONE, by)
    _tell([shadowing.host], _("Your guest says what they learned"), shadowing, by)
    return shadowing


@transaction.atomic
def call_off(*, shadowing: Shadowing, why: str, by: Any) -> Shadowing:
    """It does not take place; both are told why on its page."""
    shadowing = _locked(shadowing)
    shadowing_policies.require(by, "call_off", shadowing)
    shadowing.over_why, shadowing.over_at = why, timezone.now()
    _move(shadowing, Status.CALLED_OFF, by)
    _tell([shadowing.posted_by, shadowing.other], _("Shadowing is called off"), shadowing, by)
    return shadowing


def reopen(shadowing: Shadowing) -> None:
    """Forget who had answered. The caller saves."""
    for field, value in OF_AN_ANSWER.items():
        setattr(shadowing, field, value)
    if not shadowing.is_offer:
        shadowing.rules = ""  # of whoever would have been the host


@transaction.atomic
def let_go_of(*, person: Any, by: Any) -> None:
    """What they had answered goes on without them: what waited is open again, what was agreed is called off.

    Their words go, and what they learned as a guest; what they posted goes with their account.
    """
    for shadowing in Shadowing.objects.filter(other=person).order_by("pk"):
        shadowing = _locked(shadowing)
        if shadowing.status == Status.ASKED:
            reopen(shadowing)
            _move(shadowing, Status.OPEN, by)
        elif shadowing.is_arranged:
            shadowing.over_why, shadowing.over_at = _("Somebody has left the hub."), timezone.now()
            _move(shadowing, Status.CALLED_OFF, by)
        elif shadowing.is_offer:
            shadowing.learning, shadowing.may_show = "", False
        shadowing.words = ""
        shadowing.save()


def _locked(shadowing: Shadowing) -> Shadowing:
    Shadowing.objects.select_for_update(of=("self",)).get(pk=shadowing.pk)
    return Shadowing.objects.for_page().get(pk=shadowing.pk)


def _move(shadowing: Shadowing, status: Status, by: Any) -> None:
    shadowing.status = status
    shadowing.save()
    audit.record("shadowing_moved", on=shadowing, by=by, status=status.value)


def _who_stands_by(shadowing: Shadowing, side: Side) -> list[Any]:
    if managers := shadowing_policies.managers_beside(shadowing, side):
        return managers
    moderators = User.objects.moderators()
    return [person for person in moderators if not shadowing_policies.is_party(person, shadowing)]


def _tell(people: Iterable[Any], what: str, shadowing: Shadowing, by: Any) -> None:
    """A mail to each with a link to the page where the words are: who may read them is asked there."""
    link = settings.HUB_BASE_URL + shadowing.get_absolute_url()
    subject, body = mail.rendered("shadowing", {"what": what, "link": link})
    for person in people:
        if person and person != by and person.is_active and person.wants_discussion_mail:
            mail.queue(subject, body, recipients=[person.email])
