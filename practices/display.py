"""What a field of a write-up looks like as plain text: for comparisons, conflicts and the moderator's view.

It works on the values of `content.snapshot`, so an old snapshot reads like a revision does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices import choices
from practices.models import Revision

# The order in which the keys of a row are read, and the choices behind those that have some.
ROW_KEYS: dict[str, tuple[str, ...]] = {
    "steps": ("text", "essential"),
    "process_steps": ("actor", "action", "record_kept", "time_limit"),
    "partners": ("name", "kind", "part"),
    "timeline": ("weeks", "what"),
    "outcomes": ("claim", "measure", "before", "after", "number", "period"),
    "risks": ("risk", "guard", "safeguarding"),
    "first_three_steps": ("text",),
    "used_correctly": ("text",),
    "law": ("title", "reference", "checked_on"),
    "links": ("title", "url"),
    "attachments": ("title", "name", "size"),
    "sources": ("author", "title", "year", "url"),
}
# Fields that are told together with another one.
SAID_WITH = {"started_precision": "started"}
# Dates are in ISO form in a snapshot; nobody is asked on which day a practice started.
DATES = {"started": "F Y", "approved_on": "j F Y", "review_by": "j F Y"}
ROW_CHOICES = {"essential": choices.Essential, "kind": choices.PartnerKind}


def said_in(snapshot: Mapping[str, Any], field: str) -> str:
    """What a snapshot says in this field, as people read it; nothing where it is older than the field."""
    text = as_text(field, snapshot.get(field))
    if field == "started" and snapshot.get("started_precision") == "year":
        return text.rpartition(" ")[2]
    return text


def as_text(field: str, value: Any) -> str:
    """The value as people read it: labels for stored choices, one line for each row; "" for nothing."""
    if field in ROW_KEYS:
        return "\n".join(_row(field, row) for row in value or [])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_label(field, item) for item in value)
    if value in (None, ""):
        return ""
    if field in DATES:
        return date_format(date.fromisoformat(value), DATES[field])
    return _label(field, value)


def _row(field: str, row: Mapping[str, Any]) -> str:
    shown = [_cell(key, row.get(key)) for key in ROW_KEYS[field]]
    return " · ".join(text for text in shown if text)


def _cell(key: str, value: Any) -> str:
    if key == "safeguarding":
        return _("Safeguarding") if value else ""
    if key == "size":
        return filesizeformat(value)
    if value and key in ROW_CHOICES:
        return str(dict(ROW_CHOICES[key].choices).get(value, value))
    return str(value or "")


def _label(field: str, value: Any) -> str:
    if field in ("places", "topics", "organisation"):
        return str(value)
    model_field = Revision._meta.get_field(field)
    options = getattr(model_field, "base_field", model_field).choices
    return str(dict(options).get(value, value)) if options else str(value)
