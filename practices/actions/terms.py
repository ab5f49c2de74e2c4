"""The sector's terms: loaded with the hub, and then moderators' to change. Search reads them at every query."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import audit
from practices import term_policies
from practices.models import Term

FILE = Path(settings.BASE_DIR) / "practices" / "data" / "terms.csv"


def shipped() -> list[dict[str, str]]:
    """The rows that come with the hub: `term`, `preferred`, `kind` and `note`."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_terms(*, rows: Iterable[Mapping[str, str]]) -> int:
    """Add the terms that this hub was never given before; how many. What moderators changed stays as they left it."""
    _wait_for_others()
    known = set(Term.objects.exclude(shipped_as="").values_list("shipped_as", flat=True))
    present = {(term.term.lower(), term.preferred.lower()): term for term in Term.objects.all()}
    new = []
    for row in rows:
        if _key(row) in known:
            continue
        same = present.get((row["term"].lower(), row["preferred"].lower()))
        if same is None:
            new.append(Term(**row, shipped_as=_key(row)))
        elif not same.shipped_as:
            # Moderators had it before the hub did; when they take it out, the next start must not bring it back.
            same.shipped_as = _key(row)
            same.save(update_fields=["shipped_as"])
    Term.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def add(*, by: Any, term: str, preferred: str, kind: str, note: str = "") -> Term:
    """Have the next search look for it. A pair that was taken out is taken into use again."""
    term_policies.require(by, "look_after")
    _wait_for_others()
    row = Term.objects.of_pair(term, preferred).first() or Term()
    return _save(row, by, term=term, preferred=preferred, kind=kind, note=note, is_in_use=True)


@transaction.atomic
def change(*, row: Term, by: Any, term: str, preferred: str, kind: str, note: str) -> Term:
    """Have the next search go by what is said now. Where another row has the pair, taken out or not, it is used."""
    term_policies.require(by, "look_after")
    _wait_for_others()
    row = _as_it_is(row)
    if Term.objects.of_pair(term, preferred).exclude(pk=row.pk).exists():
        _take_out(row, by)
        return add(by=by, term=term, preferred=preferred, kind=kind, note=note)
    return _save(row, by, term=term, preferred=preferred, kind=kind, note=note)


@transaction.atomic
def remove(*, row: Term, by: Any) -> None:
    """Have the next search look for it no more."""
    term_policies.require(by, "look_after")
    _wait_for_others()
    _take_out(_as_it_is(row), by)


def _wait_for_others() -> None:
    """Two moderators, or two servers that start, write one after the other; searches read on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Term._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")


def _as_it_is(row: Term) -> Term:
    found = Term.objects.in_use().filter(pk=row.pk).first()
    if found is None:
        raise PermissionDenied(_("This term is gone: a colleague has removed it."))
    return found


def _save(row: Term, by: Any, **says: Any) -> Term:
    is_new = row.pk is None or not row.is_in_use
    fields = [field for field, said in says.items() if getattr(row, field) != said]
    for field in fields:
        setattr(row, field, says[field])
    if fields:
        row.save()
        details = {} if is_new else {"fields": fields}
        audit.record("term_added" if is_new else "term_changed", on=row, by=by, **details)
    return row


def _take_out(row: Term, by: Any) -> None:
    """Delete it; one that the hub shipped stays as a row, or the next start would bring it back."""
    audit.record("term_removed", on=row, by=by)
    if row.shipped_as:
        row.is_in_use = False
        row.save(update_fields=["is_in_use"])
    else:
        row.delete()


def _key(row: Mapping[str, str]) -> str:
    return f"{row['term']}|{row['preferred']}"
