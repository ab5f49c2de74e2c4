"""Writing an options report: beginning one, its options, its sections, and who writes it."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from practice_hub import kept_text
from practices import comparing, progress, report_policies
from practices.actions import reports as actions
from practices.actions.authoring import SavedBySomeoneElse
from practices.actions.once import once
from practices.forms.reports import AddOptionsForm, EditorForm, LeaveOutForm, NewReportForm, ReportSectionForm
from practices.models import OptionsReport, Practice, SavedPractice
from practices.reporting import paper
from practices.reporting.searching import looked_for
from practices.reporting.sections import BY_KEY, section_of
from practices.views.reports import find_report

MOST_OFFERED = 40
OWN_REPORTS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request):
    """With what was ticked, and the search that found it; nothing is written before the question is asked."""
    report_policies.require(request.user, "begin")
    answers = kept_text.answers(request)
    ticked, looked = _brought(request, answers or request.GET)
    form = NewReportForm(answers, user=request.user)
    if request.method == "POST" and form.is_valid() and len(ticked) <= comparing.MOST:
        begin = partial(_begin, request, form, ticked, looked)
        address = once(key=form.cleaned_data["key"], by=request.user, handle=begin)
        kept_text.forget(request)
        return redirect(address)
    context = {
        "ticked": ticked,
        "looked": looked,
        "search": (answers or request.GET).get("search", ""),
        "too_many": len(ticked) > comparing.MOST,
        "own": _written_by(request.user)[:OWN_REPORTS] if ticked else [],
        "brought": request.GET.urlencode(),
    }
    return _form_page(request, "new", form, reverse("reports"), **context)


def _begin(request, form, ticked, looked):
    said = form.cleaned_data
    begun = actions.begin(
        organisation=form.organisation_chosen,
        question=said["question"],
        place=said["place"],
        practices=ticked,
        looked=looked,
        by=request.user,
    )
    messages.success(request, _("The report is begun. Fill in a section whenever you like."))
    return begun.get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
def report_add(request, slug):
    """More options: of what was ticked, of what the person has saved, or by its address."""
    report = _to_write(request, slug)
    answers = kept_text.answers(request)
    ticked, looked = _brought(request, answers or request.GET)
    form = AddOptionsForm(
        answers,
        offered=_offered(request, report, ticked),
        find=lambda slug: _readable(request).filter(slug=slug).first(),
        initial={"p": [practice.slug for practice in ticked]},
    )
    if request.method == "POST" and form.is_valid():
        number = actions.add(report=report, practices=form.found, looked=looked, by=request.user)
        kept_text.forget(request)
        messages.success(request, _("Taken into the report.") if number else _("The report has that already."))
        return redirect(report)
    search = (answers or request.GET).get("search", "")
    return _form_page(request, "add", form, report.get_absolute_url(), report=report, looked=looked, search=search)


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request, slug, section):
    report = _to_write(request, slug)
    asked, option = _section(request, report, section)
    base = actions.base_of(report, asked)
    row = option and option.row
    form = ReportSectionForm(kept_text.answers(request), report=report, section=asked, option=row, base=base)
    context = {"report": report, "section": asked, "option": option}
    if request.method != "POST" or not form.is_valid():
        context["headings"] = _beside(request, option)
        return _form_page(request, "edit", form, report.get_absolute_url(), **context)
    try:
        actions.save_section(
            report=report,
            section=asked,
            option=row,
            values=form.values(),
            base=form.cleaned_data["base"],
            by=request.user,
        )
    except SavedBySomeoneElse as clash:
        return _clash_page(request, context, clash)
    kept_text.forget(request)
    messages.success(request, _("“%(section)s” is saved.") % {"section": asked.title})
    return redirect(f"{report.get_absolute_url()}#{asked.key}")


def _clash_page(request, context, clash):
    """Both versions side by side, to choose from or to merge; nothing has been stored."""
    report, section, option = context["report"], context["section"], context["option"]
    mine = request.POST.copy()
    mine["base"] = actions.base_of(report, section)
    form = ReportSectionForm(mine, report=report, section=section, option=option and option.row)
    shown = form.differences(clash.fields, clash.theirs)
    context |= {
        "form": form,
        "saved": progress.saved_in_words(clash.saved),
        "is_own": clash.saved.saved_by_id == request.user.pk,
        "differences": shown,
        "carried": form.carried(shown),
    }
    return render(request, "practices/reports/clash.html", context, status=409)


def _beside(request, option):
    """What the practice itself says under each heading, beside the notes on it."""
    if option is None:
        return []
    _columns, headings = paper.compared([option], request.user)
    return headings


@require_http_methods(["GET", "HEAD", "POST"])
def report_leave_out(request, slug, pk):
    report = _to_write(request, slug)
    option = _option(request, report, pk)
    form = LeaveOutForm(kept_text.answers(request), initial={"why": option.row.left_out_why})
    if request.method == "POST" and form.is_valid():
        actions.leave_out(option=option.row, why=form.cleaned_data["why"], by=request.user)
        kept_text.forget(request)
        messages.success(request, _("It stands among what was left out, with your reason."))
        return redirect(report)
    return _form_page(request, "leave_out", form, report.get_absolute_url(), report=report, option=option)


@require_POST
def report_bring_back(request, slug, pk):
    report = _to_write(request, slug)
    actions.bring_back(option=_option(request, report, pk).row, by=request.user)
    messages.success(request, _("It is an option again."))
    return redirect(report)


@require_POST
def report_take_newest(request, slug, pk):
    report = _to_write(request, slug)
    actions.take_newest(option=_option(request, report, pk).row, by=request.user)
    messages.success(request, _("The report has the newest revision now. Your notes are as they were."))
    return redirect(report)


@require_http_methods(["GET", "HEAD", "POST"])
def report_editors(request, slug):
    report = _to_write(request, slug)
    colleagues = actions.colleagues_who_could_edit(report)
    form = EditorForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        actions.let_edit(report=report, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, _("%(name)s can write it now.") % {"name": form.cleaned_data["user"]})
        return redirect("report_editors", slug=slug)
    context = {
        "report": report,
        "form": form,
        "editors": report.editors.order_by("display_name", "pk"),
        "has_colleagues": colleagues.exists(),
    }
    return render(request, "practices/reports/editors.html", context, status=400 if form.errors else 200)


@require_POST
def report_editor_remove(request, slug, pk):
    report = _to_write(request, slug)
    editor = get_object_or_404(User, pk=pk, reports_to_write=report)
    actions.let_go(report=report, user=editor, by=request.user)
    messages.success(request, _("%(name)s no longer writes it.") % {"name": editor})
    return redirect("report" if editor == request.user else "report_editors", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def report_delete(request, slug):
    report = find_report(request, slug)
    report_policies.require(request.user, "delete", report)
    if request.method != "POST":
        return render(request, "practices/reports/delete.html", {"report": report})
    actions.throw_away(report=report, by=request.user)
    messages.success(request, _("The report is deleted."))
    return redirect("reports")


def _to_write(request, slug):
    """The report, if this person may change it now; what was typed is kept if not."""
    report = find_report(request, slug)
    if not report_policies.can(request.user, "edit", report):
        kept_text.keep(request)
    report_policies.require(request.user, "edit", report)
    return report


def _section(request, report, key):
    """The section of that key, and the option that it is about, if the person may read that."""
    if key in BY_KEY:
        return BY_KEY[key], None
    number = key.removeprefix("option-")
    if number == key or not number.isdecimal():
        raise Http404
    option = _option(request, report, int(number))
    return section_of(option.row), option


def _option(request, report, pk):
    for option in paper.paper_of(report, request.user).sources:
        if option.row.pk == pk:
            return option
    raise Http404


def _readable(request):
    return Practice.objects.visible_to(request.user).published().for_page()


def _brought(request, data):
    """What a page of ticks sends along: practices in the order ticked, and the search they were ticked in."""
    slugs = list(dict.fromkeys(data.getlist("p")))[:MOST_OFFERED]
    by_slug = {practice.slug: practice for practice in _readable(request).filter(slug__in=slugs)} if slugs else {}
    looked = looked_for(data["search"], request.user) if data.get("search") else None
    return [by_slug[slug] for slug in slugs if slug in by_slug], looked


def _offered(request, report, ticked):
    """{address: title} of what is ticked, and of what the person saved last, without what the report has."""
    saved = SavedPractice.objects.filter(collection__owner=request.user).shown_to(request.user)
    keys = list(dict.fromkeys(saved.values_list("practice", flat=True)[:MOST_OFFERED]))
    kept = _readable(request).in_bulk(keys)
    has = set(report.options.values_list("practice", flat=True))
    every = [*ticked, *(kept[key] for key in keys if key in kept)]
    return {practice.slug: practice.title for practice in every if practice.pk not in has}


def _written_by(user):
    """Reports that the person writes, the one last worked on first."""
    return OptionsReport.objects.visible_to(user).for_listing().filter(editors=user)


def _form_page(request, name, form, back, **context):
    is_kept = form.is_bound and request.method != "POST"
    context |= {"form": form, "is_kept": is_kept, "back": back}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, f"practices/reports/{name}.html", context, status=status)
