"""Practices side by side: which headings, which rows under each, and what every practice says there.

Pure: it is given what the reader may see of each practice, and knows neither request nor database. A cell that is empty
says so on every page and paper that shows it; docs/reports.md has the rules in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import markdown
from practices.choices import Essential, Stage
from practices.models import Practice, Revision
from practices.small_counts import without_small_counts

FEWEST, MOST = 2, 6  # practices that stand side by side
LINE_BREAKS, ITEM = frozenset({"p", "ul", "ol", "blockquote"}), "li"


@dataclass(frozen=True)
class Line:
    """One thing that a cell says: a sentence with what it is about before it, or a text with its small Markdown."""

    words: str
    lead: str = ""
    is_text: bool = False

    @property
    def plain(self) -> list[str]:
        """Its paragraphs and list items as plain text, for what has no Markdown."""
        words = paragraphs(self.words) if self.is_text else [self.words]
        return [f"{self.lead}: {words[0]}", *words[1:]] if self.lead and words else words


@dataclass(frozen=True)
class Cell:
    """What one practice says in a row; nothing, where it does not."""

    lines: list[Line]
    whose: str  # the title of the practice

    @property
    def plain(self) -> list[str]:
        return [words for line in self.lines for words in line.plain]


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Heading:
    key: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Column:
    """A practice as the reader may see it: this revision of it, who uses it in words, and its evidence trail."""

    practice: Practice
    revision: Revision
    where: str
    used: str = ""
    trail: Sequence[Any] = field(default_factory=tuple)  # evidence_trail.Step

    @property
    def title(self) -> str:
        return self.revision.title


Says = Callable[[Column], list[Line]]


def compare(columns: Sequence[Column]) -> list[Heading]:
    """Every heading with its rows, each row with a cell for each practice in the order given."""
    return [
        Heading(
            key, str(title), [Row(str(label), [Cell(says(one), one.title) for one in columns]) for label, says in rows]
        )
        for key, title, rows in _headings(columns)
    ]


def _headings(columns: Sequence[Column]) -> Iterator[tuple[str, Any, list[tuple[Any, Says]]]]:
    has_stopped = any(column.revision.stage == Stage.STOPPED for column in columns)
    for key, title, rows in [*BEFORE, ("model", TITLES["model"], _steps(columns)), *AFTER]:
        # Why it stopped is no question where nothing has.
        asked = [row for row in rows if row[1] is not _stopped or has_stopped]
        yield key, title, asked if len(asked) > 1 else [(SAME, says) for _label, says in asked]


def paragraphs(text: str) -> list[str]:
    """The paragraphs and list items of a text with small Markdown, without its marks."""
    reader = _Paragraphs()
    reader.feed(markdown.render(text or ""))
    reader.close()
    return [words for words in (" ".join(said.split()) for said in reader.said) if words]


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in LINE_BREAKS:
            self.said.append("")
        if tag == ITEM:
            self.said.append("– ")
        if tag == "br":
            self.said[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in LINE_BREAKS and not self.said[-1].startswith("– "):
            self.said.append("")

    def handle_data(self, data: str) -> None:
        self.said[-1] += data


def _text(name: str) -> Says:
    return lambda column: _texts(getattr(column.revision, name))


def _texts(words: str, lead: str = "") -> list[Line]:
    return [Line(words, lead, is_text=True)] if words else []


def _labels(name: str) -> Says:
    """The words for a list of choices, or for one."""

    def says(column: Column) -> list[Line]:
        model_field = Revision._meta.get_field(name)
        known = dict(getattr(model_field, "base_field", model_field).choices)
        chosen = getattr(column.revision, name) or []
        words = [str(known.get(each, each)) for each in ([chosen] if isinstance(chosen, str) else chosen)]
        return [Line(", ".join(words))] if words else []

    return says


def _steps(columns: Sequence[Column]) -> list[tuple[Any, Says]]:
    """What they do in words; the steps that must stay, the first of each beside the first; and then the others."""
    most = max((len(_essential(column)) for column in columns), default=0)
    rows: list[tuple[Any, Says]] = [(_("In a few words"), _text("what_we_do"))]
    for at in range(most):
        rows.append(
            (_("Must stay: %(number)d") % {"number": at + 1}, lambda column, at=at: _essential(column)[at : at + 1])
        )
    return [*rows, (_("Can change, or not sure"), _other_steps)]


def _essential(column: Column) -> list[Line]:
    return [Line(step["text"]) for step in column.revision.steps if step.get("essential") == Essential.YES]


def _other_steps(column: Column) -> list[Line]:
    return [Line(step["text"]) for step in column.revision.steps if step.get("essential") != Essential.YES]


def _cost(column: Column) -> list[Line]:
    said = [column.revision.get_cost_band_display(), column.revision.cost_basis]
    return [Line(words) for words in said if words]


def _weeks(column: Column) -> list[Line]:
    return [
        Line(row.get("what", ""), _("Weeks %(weeks)s") % {"weeks": row["weeks"]} if row.get("weeks") else "")
        for row in column.revision.timeline
    ]


def _outcomes(column: Column) -> list[Line]:
    said = [Line(_outcome(row)) for row in column.revision.outcomes]
    if not said and column.revision.outcomes_not_measured:
        return [Line(_("Not measured yet"))]
    return said


def _outcome(row: Any) -> str:
    """Claim, figures, how many and when; counts of people as readers are shown them."""
    before, after = (str(row.get(name) or "") for name in ("before", "after"))
    figures = _("from %(before)s to %(after)s") % {"before": before, "after": after} if before and after else after
    number = without_small_counts(str(row.get("number") or ""))
    parts = [row.get("claim"), row.get("measure"), figures, number, row.get("period")]
    return "; ".join(str(part) for part in parts if part)


def _stopped(column: Column) -> list[Line]:
    revision = column.revision
    if revision.stage != Stage.STOPPED:
        return []
    return [Line(" ".join(filter(None, [revision.get_stopped_because_display(), revision.stopped_why])))]


def _risks(column: Column) -> list[Line]:
    return [
        Line(
            _("%(risk)s What guards against it: %(guard)s") % {"risk": row["risk"], "guard": row["guard"]}
            if row.get("guard")
            else row["risk"],
            _("Safeguarding") if row.get("safeguarding") else "",
        )
        for row in column.revision.risks
    ]


def _used(column: Column) -> list[Line]:
    return [Line(column.used)] if column.used else []


def _trail(column: Column) -> list[Line]:
    return [
        Line(step.words if step.is_there else _("Not yet. %(words)s") % {"words": step.words}, str(step.title))
        for step in column.trail
    ]


TITLES = {
    "problem": gettext_lazy("What was happening before"),
    "who": gettext_lazy("Who it is for"),
    "model": gettext_lazy("What they do"),
    "resources": gettext_lazy("What it takes"),
    "outcomes": gettext_lazy("What changed"),
    "learning": gettext_lazy("What did not work"),
    "risks": gettext_lazy("Risks"),
    "fit": gettext_lazy("Would it fit us?"),
    "adoption": gettext_lazy("Who uses it"),
    "trail": gettext_lazy("Evidence trail"),
}
SAME = ""  # the label of a row that has its heading to itself
BEFORE: list[tuple[str, Any, list[tuple[Any, Says]]]] = [
    ("problem", TITLES["problem"], [(SAME, _text("problem"))]),
    (
        "who",
        TITLES["who"],
        [
            (gettext_lazy("Need or group"), _labels("who_for")),
            (gettext_lazy("Setting"), _labels("setting")),
            (gettext_lazy("Adults or children"), _labels("sector")),
        ],
    ),
]
AFTER: list[tuple[str, Any, list[tuple[Any, Says]]]] = [
    (
        "resources",
        TITLES["resources"],
        [
            (gettext_lazy("It cannot do without"), _text("resources_core")),
            (gettext_lazy("What helps"), _text("resources_optional")),
            (gettext_lazy("Cost"), _cost),
            (gettext_lazy("Realistic weeks"), _weeks),
        ],
    ),
    (
        "outcomes",
        TITLES["outcomes"],
        [
            (gettext_lazy("What they saw"), _outcomes),
            (gettext_lazy("What it rests on"), _labels("evidence")),
            (gettext_lazy("What people said"), _text("people_said")),
            (gettext_lazy("Whom it did not reach or suit"), _text("equity")),
        ],
    ),
    (
        "learning",
        TITLES["learning"],
        [
            (gettext_lazy("They would not do again"), _text("did_not_work")),
            (gettext_lazy("Why it stopped"), _stopped),
        ],
    ),
    ("risks", TITLES["risks"], [(SAME, _risks)]),
    (
        "fit",
        TITLES["fit"],
        [
            (gettext_lazy("Works best where"), _text("good_fit")),
            (gettext_lazy("Think twice if"), _text("poor_fit")),
        ],
    ),
    ("adoption", TITLES["adoption"], [(SAME, _used)]),
    ("trail", TITLES["trail"], [(SAME, _trail)]),
]


def keys() -> list[str]:
    """The keys of the headings, in order."""
    return list(TITLES)
