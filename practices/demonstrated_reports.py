"""What somebody in the demonstration has saved, and the options report that their organisation writes."""

from __future__ import annotations

from typing import Any

from practices.actions import collections, reports
from practices.models import Practice
from practices.reporting.searching import looked_for
from practices.reporting.sections import BY_KEY, NOTE, Section, section_of


def build(row: dict[str, Any], people: dict[str, Any]) -> None:
    person = people[row["by"]]
    readable = Practice.objects.visible_to(person).published().for_page()
    found = {practice.title: practice for practice in readable}
    for title, note in row["saved"].items():
        saved = collections.save(practice=found[title], by=person)
        collections.note(saved=saved, note=note, collection=saved.collection, by=person)
    collections.let_read(collection=saved.collection, user=people[row["shared_with"]], by=person)
    report = reports.begin(
        organisation=person.organisations[0],
        question=row["question"],
        practices=[found[title] for title in row["saved"]],
        looked=looked_for(row["search"], person),
        by=person,
    )
    for key, words in row["sections"].items():
        section = BY_KEY[key]
        _save(report, section, None, {section.fields[0]: words}, person)
    by_title = {
        option.practice.title: option for option in report.options.select_related("practice__published_revision")
    }
    for title, notes in row["notes"].items():
        option = by_title[title]
        _save(report, section_of(option), option, {NOTE + key: words for key, words in notes.items()}, person)
    for title, why in row["left_out"].items():
        reports.leave_out(option=by_title[title], why=why, by=person)


def _save(report: Any, section: Section, option: Any, values: dict[str, str], person: Any) -> None:
    base = reports.base_of(report, section)
    reports.save_section(report=report, section=section, option=option, values=values, base=base, by=person)
