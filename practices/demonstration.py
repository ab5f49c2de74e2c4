"""Builds what a demonstration shows: people, organisations, and a write-up in every state.

Everything goes through the same actions as the pages, so a demonstration also shows that they work.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions.organisations import free_slug
from accounts.models import Membership, Organisation, OrganisationDomain, Place, User
from practices import demonstrated_following, demonstrated_needs, demonstrated_reports, demonstrated_visits
from practices.actions import (
    adoption,
    attachments,
    audits,
    authoring,
    authors,
    briefings,
    discussion,
    fact_checks,
    follow_ups,
    law,
    learning,
    moderation,
    specialisms,
    staying_true,
)
from practices.auditing.again import USUAL_MONTHS
from practices.auditing.findings import Found
from practices.auditing.plan import Criterion, Plan
from practices.models import Adoption, Audit, Authorship, FollowUp, Practice, Topic
from practices.sections import SECTIONS
from practices.suggestions import Change

DATA = Path(__file__).parent / "data" / "demonstration.toml"

# What every write-up here says besides what is its own.
COMMON: dict[str, Any] = {
    "kind": "example",
    "sector": "adults",
    "who_for": ["older_people"],
    "frameworks": [],
    "stage": "running",
    "started": date(2024, 4, 1),
    "outcomes_not_measured": True,
    "evidence": "experience",
    "good_fit": "Teams that share a building, or at least a telephone list.",
    "poor_fit": "Nobody has ten minutes at the same time each day.",
    "contact_calls": 4,
    "shown_as": "name",
    "visibility": "public",
}


@transaction.atomic
def build() -> int:
    """Make what is not there yet; the number of write-ups that were made."""
    data = tomllib.loads(DATA.read_text())
    organisations = {row["name"]: _organisation(row) for row in data["organisations"]}
    people = {row["key"]: _person(row, organisations) for row in data["people"]}
    _keep_password(list(people.values()))
    teams = {row["key"]: row["team"] for row in data["people"] if "team" in row}
    if Authorship.objects.filter(user__in=people.values()).exists():
        return 0
    for row in data["write_ups"]:
        _write_up({"team": teams[row["by"]]} | row, people)
    for row in data["adoptions"]:
        _adopt(row, people)
    for row in data["follow_ups"]:
        _follow_up(row, people)
    for row in data["reports"]:
        demonstrated_reports.build(row, people)
    for row in data["following"]:
        demonstrated_following.build(row, people)
    for row in data["newer"]:
        _publish_newer(row, people)
    for row in data["messages"]:
        demonstrated_visits.write_to_contact(row, people)
    for row in data["shadowing"]:
        demonstrated_visits.show_at_work(row, people)
    for row in data["needs"]:
        demonstrated_needs.build(row, people)
    for row in data["law_changes"]:
        law.mark_changed(**row, changed_on=timezone.localdate(), by=people["moderator"])
    for row in data["audits"]:
        _audit(row, data["criteria"], people)
    return len(data["write_ups"])


def _organisation(row: dict[str, Any]) -> Organisation:
    organisation, _is_new = Organisation.objects.get_or_create(
        name=row["name"],
        defaults={"kind": row["kind"], "slug": free_slug(row["name"]), "verified_at": timezone.now()},
    )
    OrganisationDomain.objects.get_or_create(domain=row["domain"], defaults={"organisation": organisation})
    return organisation


def _person(row: dict[str, Any], organisations: dict[str, Organisation]) -> User:
    person = User.objects.filter(email=row["email"]).first()
    if person is None:
        is_administrator = row.get("is_administrator", False)
        person = User.objects.create_user(
            row["email"],
            settings.HUB_DEMO_PASSWORD,
            display_name=row["name"],
            job_title=row["job_title"],
            is_moderator=row.get("is_moderator", False),
            is_staff=is_administrator,
            is_superuser=is_administrator,
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if "organisation" in row:
        Membership.objects.get_or_create(
            user=person,
            organisation=organisations[row["organisation"]],
            defaults={"role": row.get("role", Membership.Role.MEMBER)},
        )
    return person


def _keep_password(people: list[User]) -> None:
    """Everybody has the password of the settings. One is looked at, since a look takes a third of a second."""
    if people[0].check_password(settings.HUB_DEMO_PASSWORD):
        return
    for person in people:
        person.set_password(settings.HUB_DEMO_PASSWORD)
        person.save(update_fields=["password"])


def _write_up(row: dict[str, Any], people: dict[str, User]) -> None:
    author, moderator = people[row["by"]], people["moderator"]
    practice = authoring.start_practice(title=row["title"], summary=row["summary"], problem=row["problem"], by=author)
    for key in row.get("co_authors", []):
        authors.add_co_author(practice=practice, user=people[key], by=author)
    if row.get("only_first_note"):
        return
    _fill_in(practice, row, author)
    if row["state"] == "draft":
        return
    practice = _submit(practice, author)
    if row["state"] == "in_review":
        return
    if row["state"] == "held":
        _ask_partner(moderation.take(practice=practice, by=people["second.moderator"]), row, people["second.moderator"])
        return
    moderation.take(practice=practice, by=moderator)
    if row["state"] == "returned":
        asks = [{"section": section, "reason": reason} for section, reason in row["asks"].items()]
        moderation.return_to_author(practice=practice, by=moderator, message=row["message"], sections=asks)
    elif row["state"] == "declined":
        moderation.decline(practice=practice, by=moderator, message=row["message"])
    else:
        _live_on(moderation.publish(practice=practice, by=moderator), row, people)


def _ask_partner(practice: Practice, row: dict[str, Any], moderator: User) -> None:
    """A specialist holds it, and has asked a partner to check a fact."""
    specialisms.choose(topics=practice.draft.topics.all(), by=moderator)
    fact_checks.ask(practice=practice, by=moderator, **row["fact_check"])


def _live_on(practice: Practice, row: dict[str, Any], people: dict[str, User]) -> None:
    """What happens to a write-up after it was published."""
    author = people[row["by"]]
    for key, (standing, why) in row.get("endorsed_by", {}).items():
        said = discussion.endorse(practice=practice, by=people[key], standing=standing, why=why)
        discussion.approve_endorsement(endorsement=said, by=people["moderator"], version=said.version)
    for remark in row.get("discussion", []):
        comment = discussion.add_comment(practice=practice, by=people[remark["by"]], body=remark["text"])
        comment = discussion.approve_comment(comment=comment, by=people["moderator"], version=comment.version)
        reply = discussion.add_comment(practice=practice, by=author, body=remark["reply"], parent=comment)
        discussion.approve_comment(comment=reply, by=people["moderator"], version=reply.version)
    if row.get("contact_gone"):
        staying_true.say_contact_gone(practice=practice, by=author)
    if "review_in_days" in row:
        # Only time brings a review date near, so this is the one thing here that no action does.
        practice.shown.review_by = timezone.localdate() + timedelta(days=row["review_in_days"])
        practice.shown.save(update_fields=["review_by"])
    for key, reason in row.get("reported_by", {}).items():
        discussion.report_practice(practice=practice, by=people[key], reason=reason)
    if row["state"] == "changing":
        practice = authoring.open_new_revision(practice=practice, by=author)
        _save(practice, row["changed"], author)
        _submit(practice, author, row["change_note"])
    if row["state"] == "retired":
        successor = Practice.objects.get(published_revision__title=row["successor"])
        moderation.retire(
            practice=practice, by=author, because=row["retired_because"], why=row["retired_why"], successor=successor
        )
    if row["state"] == "withheld":
        moderation.withhold(practice=practice, by=people["moderator"], why=row["withheld_why"])


def _audit(row: dict[str, Any], criteria: list[dict[str, str]], people: dict[str, User]) -> None:
    """A round of looking at cases, as far as the row goes: the letters are a checker’s answers, case by case."""
    manager, first = people[row["by"]], people[row["first"]]
    second = people[row["second"]] if "second" in row else None
    today = timezone.localdate()
    plan = Plan(
        period_from=today - timedelta(days=row["days_ago"][0]),
        period_to=today - timedelta(days=row["days_ago"][1]),
        cases_in_scope=row["cases"],
        criteria=[Criterion(**each) for each in criteria],
        first=first,
        second=second,
        team=row["team"],
    )
    practice = Practice.objects.get(published_revision__title=row["title"])
    audit = audits.set_up_for_own(practice=practice, plan=plan, by=manager)
    audit = audits.draw(audit=audit, size=row["size"], why="An afternoon for two.", by=manager)
    for person, letters in ((first, row["answers"]), (second, row.get("second_answers"))):
        if person and letters:
            _score(audit, person, letters)
    if row["finish"]:
        for person in filter(None, (first, second)):
            audits.finish_scoring(audit=audit, by=person)
        audit = audits.finish(audit=audit, by=manager)
    for said in row.get("findings", []):
        learning.add_finding(audit=audit, said=_finding(audit, said, people), by=manager)
    if "release" in row:
        learning.release(audit=audit, what=row["release"], shown_to=[], months=USUAL_MONTHS, by=manager)


def _finding(audit: Audit, said: dict[str, Any], people: dict[str, User]) -> Found:
    return Found(
        criterion=audit.criteria.get(position=said["criterion"]),
        found=said["found"],
        action=said["action"],
        who=people[said["who"]],
        by_when=timezone.localdate() + timedelta(days=said["in_days"]),
        change=Change(said["section"], said["what"], said["why"]) if "section" in said else None,
    )


ANSWERS = {"y": "yes", "p": "partly", "n": "no", "-": "not_applicable"}


def _score(audit: Audit, person: User, letters: list[str]) -> None:
    cases = list(audit.cases.order_by("position"))
    given = {
        (case.pk, criterion.pk): ANSWERS[letter]
        for criterion, row in zip(audit.criteria.all(), letters, strict=True)
        for case, letter in zip(cases, row, strict=False)
    }
    audits.score(audit=audit, answers=given, by=person)


def _adopt(row: dict[str, Any], people: dict[str, User]) -> None:
    """What a manager records is confirmed by that; what a member does waits for one."""
    by = people[row["by"]]
    started = row.get("started")
    recorded = adoption.record(
        practice=Practice.objects.get(published_revision__title=row["of"]),
        organisation=by.organisations[0],
        by=by,
        terms=adoption.Terms(
            team=row["team"],
            place=Place.objects.get(gss_code=row["place"]),
            started=started,
            what_it_took=row.get("what_it_took", ""),
            shown_as=row["shown_as"],
            is_askable=row.get("is_askable", False),
            lead=people[row.get("lead", row["by"])],
        ),
        progress=adoption.Progress(
            row["status"], started or timezone.localdate(), row.get("because", []), row.get("why", "")
        ),
    )
    if "briefed" in row:
        briefings.record(
            adoption=recorded, revision=recorded.revision, on=started, briefed_by=by, people=row["briefed"], by=by
        )
    if "steps" in row:
        adoption.adapt(adoption=recorded, by=by, steps=[tuple(step) for step in row["steps"]])


def _publish_newer(row: dict[str, Any], people: dict[str, User]) -> None:
    """Its authors change a step, and those who took it up decide what they make of that."""
    author, moderator = people[row["by"]], people["moderator"]
    practice = Practice.objects.get(published_revision__title=row["of"])
    practice = authoring.open_new_revision(practice=practice, by=author)
    _save(practice, {"steps": row["steps"]}, author)
    practice = moderation.take(practice=_submit(practice, author, row["change_note"]), by=moderator)
    moderation.publish(practice=practice, by=moderator)


def _follow_up(row: dict[str, Any], people: dict[str, User]) -> None:
    """What whoever leads the adoption was asked, and said."""
    adopted = Adoption.objects.get(team=row["team"])
    asked = FollowUp.objects.create(
        adoption=adopted, due_on=row["due_on"], recipient=adopted.lead, asked_at=timezone.now()
    )
    if "answer" not in row:
        return
    follow_ups.answer(follow_up=asked, answer=row["answer"], by=adopted.lead)
    said = {name: row[name] for name in ("better", "how_known", "would_have_helped", "may_quote") if name in row}
    follow_ups.tell_more(follow_up=asked, said=follow_ups.More(**said), by=adopted.lead)
    if "thanked_by" in row:
        follow_ups.thank(follow_up=asked, by=people[row["thanked_by"]])


def _fill_in(practice: Practice, row: dict[str, Any], author: User) -> None:
    steps = [
        {"text": text, "essential": "yes" if number == 0 else "not_sure"} for number, text in enumerate(row["steps"])
    ]
    own = {
        "steps": steps,
        "organisation": practice.organisation,
        "places": list(Place.objects.filter(gss_code__in=row["places"])),
        "topics": list(Topic.objects.filter(name__in=row["topics"]).values_list("name", flat=True)),
        "contact_name": author.display_name,
        "contact_role": author.job_title,
        "contact_email": author.email,
        "review_by": timezone.localdate() + timedelta(days=365),
    }
    _save(practice, COMMON | row | own, author)
    for sheet in row.get("sheets", []):
        _add_sheet(practice, sheet, author)


def _add_sheet(practice: Practice, sheet: dict[str, Any], author: User) -> None:
    """A blank Word form with lines to write on."""
    made, file = docx.Document(), BytesIO()
    made.add_heading(sheet["title"], 1)
    for asked in sheet["asks"]:
        made.add_paragraph(f"{asked}: {'_' * 40}")
    made.save(file)
    name = f"{sheet['title']}.docx"
    attachments.add(practice=practice, title=sheet["title"], name=name, data=file.getvalue(), by=author)


def _save(practice: Practice, said: dict[str, Any], author: User) -> None:
    for section in SECTIONS:
        values = {field: said[field] for field in section.fields if field in said}
        if values:
            base = authoring.base_of(practice.draft, section.key)
            authoring.save_section(practice=practice, section=section.key, values=values, base=base, by=author)


def _submit(practice: Practice, author: User, change_note: str = "") -> Practice:
    return authoring.submit(
        practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS), change_note=change_note
    )
