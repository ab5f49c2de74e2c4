"""What people of the demonstration ask for, and what helped."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from practices.actions import need_answers, needs
from practices.models import Need, NeedAnswer, Practice, Topic


def build(row: dict[str, Any], people: dict[str, User]) -> None:
    said = {name: row[name] for name in ("question", "detail", "shown_as", "is_shared") if name in row}
    topics = Topic.objects.curated().filter(slug__in=row.get("topics", []))
    need = needs.ask(**said, topics=topics, by=people[row["by"]])
    for each in row.get("answers", []):
        need_answers.give(need=need, kind=each["kind"], words=each["words"], by=people[each["by"]])
    if "helps" in row:
        practice = Practice.objects.current().get(published_revision__title=row["helps"])
        helped = need_answers.give(need=need, kind=NeedAnswer.Kind.PRACTICE, practice=practice, by=people["worker"])
        outcome = {"outcome": Need.Outcome.HELPED, "helped_by": helped, "words": row["closing_words"]}
        needs.close(need=need, by=need.asked_by, **outcome)
    if "answer" in row:
        needs.answer(need=need, answer=row["answer"], by=people["moderator"])
