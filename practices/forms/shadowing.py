"""Offers and asks of shadowing, the answers to them, and what is said before and after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Place
from practices import identifiers
from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import PlainTextField, optional_words, words
from practices.forms.starting import SentOnce
from practices.forms.telling import telling_nobody
from practices.models import Shadowing, Topic

LONGEST_LISTED = timedelta(days=366)
# What every guest keeps to, whoever the host is.
CHECKLIST = (
    ("records", _("I open nobody’s records, and ask to see none")),
    ("nothing_taken", _("I photograph, record and take away nothing that tells who a person is")),
    ("people_asked", _("People who draw on care and support are asked before I come, and anybody can say no")),
    ("stays_there", _("What I hear about people stays there: I tell nobody, and write nothing of it")),
    ("local_rules", _("I follow the induction, the identity checks and the safety rules of the place")),
)


def _limit(name: str) -> int:
    limit: int = Shadowing._meta.get_field(name).max_length
    return limit


def _organisation() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For which organisation?"),
        help_text=_("One of its managers stands by what you agree on; without a manager, a moderator does."),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your organisation")},
    )


def _rules() -> PlainTextField:
    return optional_words(
        _("What does your organisation ask of guests?"),
        _limit("rules"),
        hint=_(
            "If you are the host. For example: “Bring your staff card, and sign in at the desk.” Leave it empty if "
            "nothing is particular."
        ),
    )


class _OfAnOrganisation(TypedForm):
    marks_optional = False
    organisation = _organisation()

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        verified = [organisation.pk for organisation in user.organisations if organisation.is_verified]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=verified).order_by("name", "pk")
        if len(verified) == 1:
            self.initial.setdefault("organisation", verified[0])

    def clean_rules(self) -> str:
        return telling_nobody(self.cleaned_data["rules"])


class PostForm(_OfAnOrganisation, SentOnce):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Shadowing.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you offer or ask for something")},
    )
    skill = PlainTextField(
        label=_("What would somebody see or learn?"),
        help_text=_("For example: how a discharge huddle is run, or supervision that builds on strengths."),
        max_length=_limit("skill"),
        error_messages={"required": _("Say what somebody would see or learn")},
    )
    details = optional_words(_("More about it"), _limit("details"), hint=_("You can leave this empty."), rows=4)
    form = forms.ChoiceField(
        label=_("How?"),
        help_text=_("For half a day or a visit, the guest goes through a list about confidentiality first."),
        choices=Shadowing.Form,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a call, half a day or a visit")},
    )
    when = PlainTextField(
        label=_("When would it suit?"),
        help_text=_("For example: Tuesday mornings in February."),
        max_length=_limit("when"),
        required=False,
    )
    until = DayField(
        label=_("Until when is this listed?"),
        help_text=_("A year from now at most. Leave it empty for three months."),
    )
    region = forms.ChoiceField(label=_("In which region or nation?"), required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Which topic is it about?"), required=False, empty_label=_("No topic")
    )
    rules = _rules()
    field_order = ("kind", "skill", "details", "form", "when", "until", "region", "topic", "organisation", "rules")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.curated().alphabetical()
        self.fields["region"].choices = [("", _("Anywhere")), *((name, name) for name in regions())]

    def clean_skill(self) -> str:
        return telling_nobody(self.cleaned_data["skill"], identifiers.TELLING)

    def clean_details(self) -> str:
        return telling_nobody(self.cleaned_data["details"], identifiers.TELLING)

    def clean_when(self) -> str:
        return telling_nobody(self.cleaned_data["when"])

    def clean_until(self) -> date:
        today = timezone.localdate()
        until: date = self.cleaned_data["until"] or today + timedelta(days=91)
        if not today <= until <= today + LONGEST_LISTED:
            raise forms.ValidationError(_("Enter a day from today to a year from now"))
        return until


class AnswerForm(_OfAnOrganisation, SentOnce):
    """Asks about an offer, or offers what is asked for; then one is the host, and says what it asks of guests."""

    words = words(
        _("What do you write to them?"),
        _limit("words"),
        hint=_("What you hope for or can show, and when it suits you. Only they read this."),
        missing=_("Write a line or two first"),
        rows=4,
    )
    rules = _rules()
    field_order = ("words", "organisation", "rules")

    def __init__(self, *args: Any, is_host: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_host:
            del self.fields["rules"]

    def clean_words(self) -> str:
        return telling_nobody(self.cleaned_data["words"])


class AgreeForm(forms.Form):
    marks_optional = False

    day = DayField(label=_("On which day?"), help_text=_("Agree on it between you first. A year from now at most."))

    def clean_day(self) -> date:
        day: date | None = self.cleaned_data["day"]
        today = timezone.localdate()
        if day is None:
            raise forms.ValidationError(_("Enter the day that you agreed on"))
        if not today <= day <= today + LONGEST_LISTED:
            raise forms.ValidationError(_("Enter a day from today to a year from now"))
        return day


class ChecklistForm(forms.Form):
    """Each has a box of its own, and each has to be ticked."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label in CHECKLIST:
            missing = _("Tick every line, or call it off: this one is missing")
            self.fields[name] = forms.BooleanField(label=label, error_messages={"required": missing})


class FinishForm(TypedForm):
    marks_optional = False

    learning = PlainTextField(
        label=_("What did you learn, in a line?"),
        help_text=_("About a way of working. Leave out anything that tells who a person is."),
        max_length=_limit("learning"),
        error_messages={"required": _("Say in a line what you learned")},
    )
    may_show = forms.BooleanField(
        label=_("Others on the hub may read this line"), help_text=_("Without your name."), required=False
    )

    def clean_learning(self) -> str:
        return telling_nobody(self.cleaned_data["learning"], identifiers.TELLING)


class CallOffForm(TypedForm):
    why = PlainTextField(
        label=_("Why is it called off?"),
        help_text=_("The others read this. A short word is enough, for example: “We are short of staff that week.”"),
        max_length=_limit("over_why"),
        error_messages={"required": _("Say in a line why")},
    )

    def clean_why(self) -> str:
        return telling_nobody(self.cleaned_data["why"])


class FilterForm(forms.Form):
    """What of it is listed; it stands in the address."""

    marks_optional = False
    kind = forms.ChoiceField(label=_("Offered or asked for"), required=False)
    form = forms.ChoiceField(label=_("How"), required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), to_field_name="slug", required=False, empty_label=_("Any")
    )
    region = forms.ChoiceField(label=_("Region or nation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        kinds = {Shadowing.Kind.OFFER: _("Offered"), Shadowing.Kind.ASK: _("Asked for")}
        self.fields["kind"].choices = [("", _("Both")), *kinds.items()]
        self.fields["form"].choices = [("", _("Any")), *Shadowing.Form.choices]
        self.fields["topic"].queryset = Topic.objects.curated().alphabetical()
        self.fields["region"].choices = [("", _("Any")), *((name, name) for name in regions())]

    def chosen(self) -> dict[str, Any]:
        """What a list is narrowed by; what nobody offers is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def regions() -> list[str]:
    return sorted(set(Place.objects.live().values_list("region", flat=True)))
