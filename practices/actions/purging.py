"""Taking words out of everything the hub keeps: what was written, its history, search, mail, and what is kept of forms.

For words that should never have been written, such as somebody's name. A file that says them goes as a whole. Nothing
is left to restore them from but a backup. Accounts, organisations and places are left alone: what a person's account
says goes when they are erased. So are curated topics, terms and reasons: they are the hub's own words, and each can be
changed on its page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Cast
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit, roles
from practice_hub import kept_text
from practices.actions.notifications import authors_of, notify
from practices.models import (
    Attachment,
    HandledForm,
    Notification,
    OldSlug,
    OptionsReport,
    Practice,
    ReportOption,
    ReportSave,
    Revision,
    SearchLog,
    SectionSave,
    Topic,
)
from practices.search import statistics
from practices.search.entries import index
from practices.slugs import draft_slug, published_slug

REMOVED = "[…]"
SHORTEST = 4  # letters and digits: less stands in too many other words
MOST_WRITE_UPS = 20  # what stands in more tells of nobody, and a slip would do great harm
APPS = ("practices", "post_office")
# Made anew from the write-ups, or emptied row by row below.
OF_THE_HUB = frozenset({"term", "returnreason", "lawchange", "emailtemplate", "pathway", "pathwaystage"})
NOT_TEXTS = OF_THE_HUB | {
    "harvestrecord",
    "searchentry",
    "searchbitmap",
    "searchword",
    "vocabularyword",
    "searchlog",
    "handledform",
}
# Revisions are locked by their practice; a lock for all purges keeps two from waiting for each other's.
PURGE_LOCK = 7_204_105


class TooShort(ValueError):
    """The words have too few letters to be looked for everywhere."""


class TooMany(ValueError):
    """The words stand in more than MOST_WRITE_UPS write-ups. Nothing was removed."""


@transaction.atomic
def look_for(*, text: str, by: Any) -> Counter[str]:
    """In how many rows of each kind the words stand, by the kind's name. Raises TooShort, PermissionDenied.

    Only numbers: they may stand in drafts that moderators do not read. Each look is audited.
    """
    _require_moderator(by)
    wanted = _pattern(text)
    found = Counter(str(row._meta.verbose_name) for row, _fields in _rows_with(wanted, text))
    kept = kept_text.count_everywhere(lambda answer: _has(answer, wanted))
    found += Counter({str(_("form kept for somebody who was signed out")): kept})
    audit.record("purge_looked_for", on=by, by=by, rows=found.total())
    return found


@transaction.atomic
def purge(*, text: str, by: Any) -> int:
    """Put `REMOVED` in the place of the words, wherever they stand, in any case; how many rows had them.

    Authors of what is changed are told. Raises TooShort, TooMany, PermissionDenied.
    """
    _require_moderator(by)
    wanted = _pattern(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PURGE_LOCK])
    having = list(_rows_with(wanted, text))
    changed = {pk for row, _fields in having for pk in _practice_of(row)}
    if len(changed) > MOST_WRITE_UPS:
        raise TooMany
    for row, fields in having:
        _write(row, {field.attname: _without(getattr(row, field.attname), wanted, field) for field in fields})
    rows = len(having)
    rows += kept_text.forget_everywhere(lambda answer: _has(answer, wanted))
    rows += _clean_addresses(text, changed)
    SearchLog.objects.filter(query__iregex=wanted.pattern).delete()
    for practice in Practice.objects.filter(pk__in=changed).order_by("pk"):
        index(practice)
        notify(recipients=authors_of(practice), kind=Notification.Kind.PURGED, practice=practice, by=by)
        audit.record("practice_purged", on=practice, by=by)
    statistics.forget(text)
    audit.record("purged", on=by, by=by, rows=rows)
    return rows


def _require_moderator(by: Any) -> None:
    if not roles.is_moderator(by):
        raise PermissionDenied(_("Only moderators can remove words everywhere."))


def _pattern(text: str) -> re.Pattern[str]:
    """The words in this order, in any case, whatever space is between them."""
    if sum(letter.isalnum() for letter in text) < SHORTEST:
        raise TooShort
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()), re.IGNORECASE)


def _rows_with(wanted: re.Pattern[str], text: str) -> Iterator[tuple[models.Model, list[models.Field]]]:
    """Every row that has the words, with the fields in which they stand."""
    rarest = max(re.findall(r"\w+", text), key=len)
    for model, fields in _texts():
        anywhere = models.Q()
        as_text = {f"{field.attname}_as_text": Cast(F(field.attname), models.TextField()) for field in fields}
        for name in as_text:
            anywhere |= models.Q(**{f"{name}__icontains": rarest})
        rows = Topic.objects.suggested() if model is Topic else model._default_manager.all()
        for row in rows.annotate(**as_text).filter(anywhere).order_by("pk").iterator(chunk_size=200):
            if having := [field for field in fields if _has(getattr(row, field.attname), wanted)]:
                yield row, having


def _texts() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    """Every model with the columns that hold what somebody typed."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.model_name in NOT_TEXTS:
                continue
            if fields := [field for field in model._meta.concrete_fields if _is_text(field)]:
                yield model, fields


def _is_text(field: models.Field) -> bool:
    if field.primary_key or field.choices or isinstance(field, models.SlugField):
        return False
    if isinstance(field, ArrayField):
        return _is_text(field.base_field)
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _has(value: Any, wanted: re.Pattern[str]) -> bool:
    if isinstance(value, str):
        return wanted.search(value) is not None
    if isinstance(value, dict):
        return any(_has(each, wanted) for each in [*value.keys(), *value.values()])
    return isinstance(value, list) and any(_has(each, wanted) for each in value)


def _without(value: Any, wanted: re.Pattern[str], field: models.Field) -> Any:
    if isinstance(value, str):
        cleaned = wanted.sub(REMOVED, value)
        return cleaned[: field.max_length] if field.max_length else cleaned
    if isinstance(value, dict):
        return {_without(key, wanted, field): _without(each, wanted, field) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, wanted, field) for each in value]
    return value


def _write(row: models.Model, values: dict[str, Any]) -> None:
    if isinstance(row, Topic) and "name" in values:
        row.delete()  # an author's own words for a topic; without them it is none
        return
    if isinstance(row, Attachment) and values.keys() & {"text", "name"}:
        row.delete()  # nobody can take words out of a file
        return
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    if isinstance(row, Revision):
        # Whoever has the draft open would bring the words back: their next save shows them both versions first.
        SectionSave.objects.filter(revision=row).update(version=F("version") + 1)
    if isinstance(row, OptionsReport):
        ReportSave.objects.filter(report=row).update(version=F("version") + 1)
    if isinstance(row, ReportOption):
        ReportSave.objects.filter(report=row.report_id, section=row.section).update(version=F("version") + 1)


def _practice_of(row: models.Model) -> set[int]:
    """The practice whose page says it, to be indexed again and its authors told."""
    if isinstance(row, Practice):
        return {row.pk}
    return {row.practice_id} if isinstance(row, Revision | Attachment) else set()


def _clean_addresses(text: str, changed: set[int]) -> int:
    """Give write-ups whose address says the words another one, and forget the old addresses."""
    said = slugify(text)
    if not said:
        return 0
    between_hyphens = rf"(^|-){re.escape(said)}(-|$)"
    rows = OldSlug.objects.filter(slug__regex=between_hyphens).delete()[0]
    HandledForm.objects.filter(url__contains=said).delete()
    for practice in Practice.objects.filter(slug__regex=between_hyphens):
        make = published_slug(practice.title, practice) if practice.is_published else draft_slug(practice.title)
        Practice.objects.filter(pk=practice.pk).update(slug=make)
        changed.add(practice.pk)
        rows += 1
    for topic in Topic.objects.suggested().filter(slug__regex=between_hyphens):
        topic.delete()
        rows += 1
    return rows
