"""Writing an options report: several people of an organisation, none of whom overwrites another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts import audit, roles
from accounts.models import Organisation, Place, User
from practices import comparing, policies, report_policies
from practices.actions.authoring import SavedBySomeoneElse
from practices.models import OptionsReport, Practice, ReportOption, ReportSave, ReportSearch
from practices.reporting.searching import Looked
from practices.reporting.sections import NOTE, Section, said
from practices.slugs import ENDING_LETTERS

MOST_OPTIONS = comparing.MOST
MOST_LEFT_OUT = 60
SLUG_LENGTH = 10


def colleagues_who_could_edit(report: OptionsReport) -> Any:
    """People of the organisation who do not write it yet."""
    members = User.objects.filter(
        is_active=True, memberships__status="active", memberships__organisation=report.organisation_id
    )
    return members.exclude(pk__in=report.editors.values("pk")).distinct().order_by("display_name", "pk")


@transaction.atomic
def begin(
    *,
    organisation: Organisation,
    question: str,
    place: Place | None = None,
    practices: Sequence[Practice] = (),
    looked: Looked | None = None,
    by: Any,
) -> OptionsReport:
    """A report of the organisation, with these practices as its options and the search that found them."""
    report_policies.require(by, "begin")
    if not (organisation.is_verified and roles.is_member(by, organisation.pk)):
        raise PermissionDenied(_("Choose an organisation that you belong to."))
    slug = get_random_string(SLUG_LENGTH, ENDING_LETTERS)
    report = OptionsReport.objects.create(
        slug=slug, organisation=organisation, question=question, place=place, begun_by=by
    )
    report.editors.add(by)
    audit.record("report_begun", on=report, by=by, organisation=organisation.pk)
    _add(report, practices, looked, by)
    return report


@transaction.atomic
def add(*, report: OptionsReport, practices: Sequence[Practice], looked: Looked | None = None, by: Any) -> int:
    """Take practices in as options, and note the search that found them; how many are new to the report."""
    report = _locked(report, by)
    number = _add(report, practices, looked, by)
    _touch(report)
    return number


@transaction.atomic
def leave_out(*, option: ReportOption, why: str, by: Any) -> ReportOption:
    """It stays in the report among what was left out, with the reason; what is noted on it stays, too."""
    report = _locked(option.report, by)
    option.refresh_from_db()
    if not option.is_left_out and report.options.left_out().count() >= MOST_LEFT_OUT:
        raise PermissionDenied(_("Sixty practices are left out already."))
    option.is_left_out, option.left_out_why = True, why
    option.save(update_fields=["is_left_out", "left_out_why"])
    audit.record("report_option_left_out", on=report, by=by, practice=option.practice_id)
    _touch(report)
    return option


@transaction.atomic
def bring_back(*, option: ReportOption, by: Any) -> ReportOption:
    """Make what was left out an option again."""
    report = _locked(option.report, by)
    option.refresh_from_db()
    if option.is_left_out and report.options.options().count() >= MOST_OPTIONS:
        raise PermissionDenied(_("Six options stand side by side at most. Leave another one out first."))
    option.is_left_out, option.left_out_why = False, ""
    option.save(update_fields=["is_left_out", "left_out_why"])
    audit.record("report_option_brought_back", on=report, by=by, practice=option.practice_id)
    _touch(report)
    return option


@transaction.atomic
def take_newest(*, option: ReportOption, by: Any) -> ReportOption:
    """Copy the revision that readers are shown now in place of the older one. The notes stay."""
    report = _locked(option.report, by)
    option.refresh_from_db()
    practice = Practice.objects.select_related("published_revision").get(pk=option.practice_id)
    policies.require(by, "read", practice)
    option.revision, option.copied_at = practice.shown, timezone.now()
    option.save(update_fields=["revision", "copied_at"])
    audit.record("report_option_renewed", on=report, by=by, practice=practice.pk, revision=practice.shown.number)
    _touch(report)
    return option


def base_of(report: OptionsReport, section: Section) -> str:
    """Names the save that a form of this section starts from."""
    saved = ReportSave.objects.filter(report=report, section=section.key).first()
    return str(saved.version if saved else 0)


@transaction.atomic
def save_section(
    *,
    report: OptionsReport,
    section: Section,
    option: ReportOption | None = None,
    values: Mapping[str, str],
    base: str,
    by: Any,
) -> ReportSave:
    """Store what a form of the section says, by field; of a conflict, what the person did not leave to the other.

    `base` is what `base_of` gave when the form was drawn. Raises SavedBySomeoneElse where another save came between
    and says something else; nothing is stored then.
    """
    report = _locked(report, by)
    if option:
        option.refresh_from_db()
    saved, _is_new = ReportSave.objects.get_or_create(
        report=report, section=section.key, defaults={"saved_at": timezone.now(), "saved_by": by}
    )
    theirs = said(report, section, option)
    changed = [name for name, words in values.items() if theirs[name] != words]
    if changed and base != str(saved.version):
        raise SavedBySomeoneElse(saved, theirs, changed)
    if changed:
        _write(report, option, {name: values[name] for name in changed})
        saved.version += 1
        audit.record("report_saved", on=report, by=by, section=section.key, version=saved.version)
    saved.saved_at, saved.saved_by = timezone.now(), by
    saved.save()
    _touch(report)
    return saved


@transaction.atomic
def let_edit(*, report: OptionsReport, user: User, by: Any) -> None:
    report = _locked(report, by)
    if not colleagues_who_could_edit(report).filter(pk=user.pk).exists():
        raise PermissionDenied(_("Choose a colleague who does not write this yet."))
    report.editors.add(user)
    audit.record("report_editor_added", on=report, by=by, user=user.pk)


@transaction.atomic
def let_go(*, report: OptionsReport, user: User, by: Any) -> None:
    """Somebody no longer writes it; they still read it."""
    report = _locked(report, by)
    report.editors.remove(user)
    audit.record("report_editor_removed", on=report, by=by, user=user.pk)


@transaction.atomic
def throw_away(*, report: OptionsReport, by: Any) -> None:
    OptionsReport.objects.select_for_update().get(pk=report.pk)
    report_policies.require(by, "delete", report)
    audit.record("report_deleted", on=report, by=by)
    report.delete()


def _locked(report: OptionsReport, by: Any) -> OptionsReport:
    """The report as it is now, locked until the transaction ends, if the person may write it."""
    report = OptionsReport.objects.select_for_update().get(pk=report.pk)
    report_policies.require(by, "edit", report)
    return report


def _add(report: OptionsReport, practices: Sequence[Practice], looked: Looked | None, by: Any) -> int:
    has = set(report.options.values_list("practice", flat=True))
    new = [practice for practice in practices if practice.pk not in has]
    for practice in new:
        policies.require(by, "read", practice)
    if report.options.options().count() + len(new) > MOST_OPTIONS:
        raise PermissionDenied(_("Six options stand side by side at most. Leave another one out first."))
    for practice in new:
        ReportOption.objects.create(report=report, practice=practice, revision=practice.shown)
        audit.record("report_option_added", on=report, by=by, practice=practice.pk)
    if looked:
        ReportSearch.objects.create(
            report=report, words=looked.words, filters=looked.filters, asked=looked.asked, hits=looked.hits
        )
    return len(new)


def _write(report: OptionsReport, option: ReportOption | None, values: Mapping[str, str]) -> None:
    if option:
        option.notes |= {name.removeprefix(NOTE): words for name, words in values.items()}
        option.notes = {key: words for key, words in option.notes.items() if words}
        option.save(update_fields=["notes"])
        return
    for name, words in values.items():
        if name == "place":
            report.place_id = int(words) if words else None
        else:
            setattr(report, name, words)
    report.save(update_fields=list(values))


def _touch(report: OptionsReport) -> None:
    report.changed_at = timezone.now()
    report.save(update_fields=["changed_at"])
