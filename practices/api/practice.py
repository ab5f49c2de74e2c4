"""A practice as the API gives it, in short and in full: no more than its page tells its reader."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from practices import choices
from practices.api.fields import (
    ADDRESS,
    DAY,
    MOMENT,
    NUMBER,
    TEXT,
    YES_OR_NO,
    Field,
    Resource,
    attribute,
    choice,
    list_of,
    one_of,
    or_null,
    record,
    several,
)
from practices.api.links import SLUG, links
from practices.api.rows import rows
from practices.api.tokens import VISITOR
from practices.attribution import shown_authors
from practices.conversation import contact_of
from practices.models import Practice
from practices.reading import hides
from practices.structured_data import absolute

SHOWN = "published_revision."  # what readers see


def _said(field: str) -> Any:
    """What the published revision says; nothing where readers are not shown it."""

    def read(practice: Practice) -> Any:
        return "" if hides(practice.shown, field) else getattr(practice.shown, field)

    return read


def _text(field: str, about: str) -> Field:
    return Field(field, about, TEXT, _said(field))


def _organisation(practice: Practice) -> dict[str, str] | None:
    if practice.organisation is None or practice.shown.hides_organisation:
        return None
    return {"name": practice.organisation.name, "slug": practice.organisation.slug}


def _places(practice: Practice) -> list[dict[str, str]]:
    if practice.shown.hides_organisation:
        return []
    places = practice.shown.places.all()
    return [{"name": place.official_name, "slug": place.slug, "gss_code": place.gss_code} for place in places]


def _regions(practice: Practice) -> list[str]:
    return sorted({place.region for place in practice.shown.places.all()})


def _topics(practice: Practice) -> list[dict[str, str | None]]:
    """A topic in the author's own words has no page yet."""
    topics = practice.shown.topics.all()
    return [{"name": topic.name, "slug": topic.slug if topic.is_curated else None} for topic in topics]


def _started(practice: Practice) -> str | None:
    if practice.shown.started is None:
        return None
    return practice.shown.started.isoformat()[: 4 if practice.shown.started_precision == "year" else 7]


def _retired(practice: Any) -> dict[str, Any] | None:
    if practice.retired_at is None:
        return None
    return {
        "at": practice.retired_at.isoformat(),
        "because": practice.retired_because,
        "why": practice.retired_why,
        "successor": practice.readable_successor,  # see loading.py
    }


def _process(practice: Practice) -> dict[str, Any] | None:
    revision = practice.shown
    if not revision.is_process:
        return None
    said = {name: _said(f"process_{name}")(practice) for name in ("owner", "version")}
    approved_on = revision.approved_on.isoformat() if revision.approved_on else None
    steps = PROCESS_STEPS.read(practice)
    approved = {"approved_by": _said("approved_by")(practice), "approved_on": approved_on}
    return {**said, **approved, "steps": steps, "exceptions": revision.exceptions}


def _contact(practice: Practice) -> dict[str, Any]:
    """As a visitor is told: never an address; messages go through the hub, from somebody who is signed in."""
    contact = contact_of(practice, VISITOR.reader)
    if contact.is_being_found or not contact.can_be_reached:
        return {"name": "", "role": "", "write_at": None}
    write_at = None if practice.retired_at else absolute(reverse("contact", args=[practice.slug]))
    return {"name": contact.name, "role": contact.role, "write_at": write_at}


def _files(practice: Practice) -> list[dict[str, Any]]:
    return [
        {
            "title": file.title,
            "kind": file.kind,
            "size": file.size,
            "url": absolute(reverse("attachment", args=[practice.slug, file.pk])),
        }
        for file in practice.shown.files
    ]


PROCESS_STEPS = rows("process_steps", "Who does what, by when.")
NAMED = record({"name": TEXT, "slug": SLUG})
PRACTICE_SUMMARY = Resource(
    "PracticeSummary",
    "A practice as lists give it.",
    (
        attribute("id", "Never given to another practice, and the same when the address changes.", NUMBER, "pk"),
        attribute("slug", "What its address ends in.", SLUG),
        *links("practice"),
        _text("title", "What the team does."),
        _text("summary", "Who, what, and what got better."),
        choice("kind", "A practice example, or a team's process.", choices.Kind, f"{SHOWN}kind"),
        choice("sector", "Whom it serves.", choices.Sector, f"{SHOWN}sector"),
        several("who_for", "Whom it is for.", choices.WhoFor, f"{SHOWN}who_for"),
        several("setting", "Where it is done.", choices.Setting, f"{SHOWN}setting"),
        several("frameworks", "Approaches that it draws on.", choices.Framework, f"{SHOWN}frameworks"),
        choice("stage", "How far the team has got.", choices.Stage, f"{SHOWN}stage"),
        Field("started", "The year, or the year and month, in which it began.", or_null(TEXT), _started),
        choice("evidence", "What it rests on: a description, no grade.", choices.Evidence, f"{SHOWN}evidence"),
        Field(
            "topics",
            "What it is about. Without a slug: in the words of its authors.",
            list_of(record({"name": TEXT, "slug": or_null(SLUG)})),
            _topics,
        ),
        Field(
            "places",
            "Where it runs; empty where the team is shown as its region alone.",
            list_of(record({"name": TEXT, "slug": SLUG, "gss_code": TEXT})),
            _places,
        ),
        Field("regions", "The regions, or nations, where it runs.", list_of(TEXT), _regions),
        Field("organisation", "Null where the team is shown as its region alone.", or_null(NAMED), _organisation),
        _text("team", "Its team, where that is shown."),
        Field(
            "written_by",
            "The authors as they chose to be shown: by name, as the team, or as the region.",
            TEXT,
            lambda practice: shown_authors(practice, practice.shown),
        ),
        attribute("from_public_sources", "Written by the hub from published sources.", YES_OR_NO),
        choice("visibility", "Who may read it.", choices.Visibility, f"{SHOWN}visibility"),
        attribute("revision", "The number of the revision that readers see.", NUMBER, f"{SHOWN}number"),
        attribute("published_at", "When it was first published.", MOMENT),
        attribute("changed_at", "When what it says last changed.", MOMENT),
        attribute("confirmed_at", "When its authors last said that it is still true.", or_null(MOMENT)),
        attribute("review_by", "When they are to look at it again.", or_null(DAY), f"{SHOWN}review_by"),
        Field(
            "retired",
            "Null, or why it is no longer current, and the slug of what replaces it.",
            or_null(
                record(
                    {
                        "at": MOMENT,
                        "because": one_of(choices.RetiredBecause),
                        "why": TEXT,
                        "successor": or_null(SLUG),
                    }
                )
            ),
            _retired,
        ),
    ),
)
PRACTICE = Resource(
    "Practice",
    "A practice with all that its page says of it. Texts are Markdown: paragraphs, lists, emphasis and links.",
    (
        *PRACTICE_SUMMARY.fields,
        _text("problem", "What was happening before."),
        _text("what_we_do", "What the team does."),
        rows("steps", "The steps, and whether each must stay."),
        Field(
            "process",
            "Of a team's process: who owns it, who approved it, and who does what by when.",
            or_null(
                record(
                    {
                        "owner": TEXT,
                        "version": TEXT,
                        "approved_by": TEXT,
                        "approved_on": or_null(DAY),
                        "steps": PROCESS_STEPS.schema,
                        "exceptions": TEXT,
                    }
                )
            ),
            _process,
        ),
        rows("partners", "Who else had to agree, with their part."),
        choice("stopped_because", "Why it stopped.", choices.StoppedBecause, f"{SHOWN}stopped_because"),
        _text("stopped_why", "The same, in words."),
        _text("resources_core", "What it cannot do without."),
        _text("resources_optional", "What helps."),
        _text("resources_offer", "What the team can offer others."),
        choice("cost_band", "What it costs.", choices.CostBand, f"{SHOWN}cost_band"),
        _text("cost_basis", "What the cost covers."),
        rows("timeline", "Realistic weeks for another team."),
        attribute("outcomes_not_measured", "Not measured yet.", YES_OR_NO, f"{SHOWN}outcomes_not_measured"),
        rows("outcomes", "What changed. A number of people under 10 is given as “fewer than 10”."),
        _text("people_said", "What people said."),
        _text("equity", "Whom it did not reach or suit."),
        _text("did_not_work", "What did not work."),
        rows("risks", "What could go wrong, and what guards against it."),
        _text("good_fit", "Where it works best."),
        _text("poor_fit", "Where to think twice."),
        rows("first_three_steps", "How to start."),
        rows("used_correctly", "What a colleague would see if it were done well."),
        rows("law", "Law and guidance that it rests on."),
        rows("links", "Links."),
        _text("based_on", "Whose work it adapts."),
        rows("sources", "The published sources of a write-up by the hub."),
        Field(
            "files",
            "What can be downloaded with it.",
            list_of(record({"title": TEXT, "kind": one_of(choices.FileKind), "size": NUMBER, "url": ADDRESS})),
            _files,
        ),
        Field(
            "contact",
            "Whom to ask. Messages go through the hub, at `write_at`; null where nobody can be written to.",
            record({"name": TEXT, "role": TEXT, "write_at": or_null(ADDRESS)}),
            _contact,
        ),
    ),
)
