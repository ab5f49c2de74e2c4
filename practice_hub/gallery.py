"""What the gallery at /components/ shows: every component of ours, with examples that no database holds."""

from datetime import datetime
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.safestring import mark_safe

PAGE_SIZE = 10


class ExampleForm(forms.Form):
    """One field of each kind, to be seen empty and with errors."""

    title = forms.CharField(
        label="What do you do?",
        help_text="Say what happens, not the project’s name.",
        max_length=120,
        error_messages={"required": "Enter what you do, such as “Meet people at home on the day they leave hospital”"},
    )
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="Never shown to readers.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your work e-mail address",
            "invalid": "Enter an e-mail address in the right form, such as name@council.example",
        },
    )
    password = forms.CharField(
        label="Password",
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )
    summary = forms.CharField(
        label="In a few words",
        help_text="Who, what, and what got better.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-character-count": True}),
        error_messages={"required": "Enter a summary"},
    )
    stage = forms.ChoiceField(
        label="How far has your team got?",
        choices=[("idea", "Idea"), ("trying", "Trying it"), ("running", "Running"), ("stopped", "Stopped")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far your team has got"},
    )
    partners = forms.MultipleChoiceField(
        label="Who had to agree?",
        choices=[("health", "Health"), ("housing", "Housing"), ("police", "Police")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        required=False,
    )
    cost = forms.ChoiceField(
        label="Cost",
        choices=[("", "Choose one"), ("none", "No extra cost"), ("under_10k", "Under £10,000 a year")],
        error_messages={"required": "Choose a cost, or “Not known yet”"},
    )
    approved_on = forms.DateField(
        label="Approved on",
        help_text="For example, 27 3 2025",
        input_formats=["%d/%m/%Y", "%d %m %Y"],
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={
            "required": "Enter the date it was approved",
            "invalid": "Enter a date with day, month and year, such as 27 3 2025",
        },
    )
    nobody_recognisable = forms.BooleanField(
        label="Nobody can be recognised from this write-up",
        error_messages={"required": "Confirm that nobody can be recognised"},
    )


def examples(request):
    wrong = {"email": "name at council", "approved_on": "last spring", "title": ""}
    return {
        "empty_form": ExampleForm(auto_id="empty_%s"),
        "form_with_errors": ExampleForm(wrong, auto_id="wrong_%s"),
        "practices": example_practices(),
        "why": mark_safe("In “What we do”: … nobody is <mark>assessed</mark> while in a <mark>hospital</mark> bed …"),
        "page": Paginator(range(95), PAGE_SIZE).page(_page_number(request)),
        "breadcrumbs": [("Find practice", "/practices/"), ("Hospital discharge", "/topics/hospital-discharge/")],
        "tasks": [
            {"title": "In a few words", "href": "#", "status": "Completed", "kind": "done"},
            {"title": "What changed", "href": "#", "status": "Not started", "kind": "todo", "hint": "It can wait."},
            {"title": "Who to ask", "href": "#", "status": "Two answers missing", "kind": "attention"},
        ],
        "statuses": [
            ("draft", "Draft"),
            ("submitted", "In review"),
            ("returned", "Returned to its author"),
            ("declined", "Declined"),
            ("published", "Published"),
            ("retired", "Retired"),
        ],
        "stages": [("idea", "Idea"), ("trying", "Trying it"), ("running", "Running"), ("stopped", "Stopped")],
        "colours": ["ink", "green", "green-dark", "leaf", "mint", "paper", "line", "accent", "mark"],
        "moment": _moment(2024, 5),
    }


def example_practices():
    """A usual card, one with everything too long, one retired, one that hides its place."""
    usual = _practice(
        "Assess at home on the day of leaving hospital",
        "A therapist and a social worker meet the person at their own front door within two hours of arrival.",
        stage="running",
        confirmed_at=_moment(2026, 3),
    )
    long = _practice(
        "A title that is as long as a title may be, so that we see how it breaks over the lines of a telephone",
        "A summary of three hundred characters. " * 7,
        stage="trying",
        is_past_its_date=True,
        places=[f"Borough number {number}" for number in range(1, 8)],
        topics=["Hospital discharge", "Reablement", "Integrated working", "Prevention"],
    )
    retired = _practice(
        "Weekend discharge rota",
        "We ran a seven-day social work rota for nine months and ended it.",
        stage="stopped",
        retired_at=_moment(2025, 9),
        successor=SimpleNamespace(is_published=True, title=usual.published_revision.title),
    )
    hidden = _practice(
        "A quiet room for difficult conversations",
        "Families asked for it, and it cost a coat of paint.",
        stage="idea",
        hides_organisation=True,
    )
    return [usual, long, retired, hidden]


def _practice(title, summary, *, stage, places=("Northbridge",), topics=("Hospital discharge",), **fields):
    labels = {"idea": "Idea", "trying": "Trying it", "running": "Running", "stopped": "Stopped"}
    revision = SimpleNamespace(
        title=title,
        summary=summary,
        stage=stage,
        started=_moment(2021, 5),
        stopped_because="staffing" if stage == "stopped" else "",
        get_stopped_because_display=lambda: "Not enough staff",
        get_stage_display=lambda: labels[stage],
        hides_organisation=fields.pop("hides_organisation", False),
        places=SimpleNamespace(all=lambda: [_place(name) for name in places]),
        topics=SimpleNamespace(all=lambda: [SimpleNamespace(name=name) for name in topics]),
    )
    standing = {"retired_at": None, "confirmed_at": None, "successor": None, "is_past_its_date": False} | fields
    return SimpleNamespace(
        published_revision=revision,
        published_at=_moment(2024, 5),
        changed_at=_moment(2024, 5),
        from_public_sources=False,
        get_absolute_url="#",
        get_retired_because_display="Another write-up replaces it",
        retired_why="By Thursday half of the list had changed.",
        **standing,
    )


def _place(name):
    return SimpleNamespace(
        official_name=name,
        short_name=name,
        region="North West",
        get_kind_display=lambda: "metropolitan district",
    )


def _moment(year, month):
    return datetime(year, month, 1, 12, tzinfo=timezone.get_default_timezone())


def _page_number(request):
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdecimal() and 1 <= int(asked) <= PAGE_SIZE else 1
