"""The form of each section of a write-up: what is asked, and how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from practices import choices
from practices.forms.base import SectionForm
from practices.forms.choosing import OwnTopicsField, PlacesField, curated_topics
from practices.forms.dates import DayField, MonthField, RoughDate
from practices.forms.fields import address, line, one_of, prose, several, yes
from practices.models import Topic
from practices.review_dates import latest_review_date


class BasicsForm(SectionForm):
    section = "basics"

    title = line(
        "title",
        _("Title"),
        _("Say what you do, beginning with a verb. For example: Hold a discharge huddle every morning."),
    )
    summary = prose(
        "summary",
        _("Who does what, and what got better?"),
        _("Two or three sentences. A search shows this, so it should make sense by itself."),
        rows=3,
    )
    kind = one_of(
        choices.Kind,
        _("What are you writing up?"),
        _("A team’s process has an owner and an approval, and is submitted by a manager."),
    )
    sector = one_of(choices.Sector, _("Whom is it about?"))
    who_for = several(choices.WhoFor, _("Who is it for?"))
    setting = several(choices.Setting, _("Where does it happen?"))
    frameworks = several(choices.Framework, _("Which approaches does it draw on?"), _("If any. Tick all that apply."))

    def clean_title(self) -> str:
        if not self.cleaned_data["title"]:
            raise forms.ValidationError(_("Enter a title, so that you can find this again"))
        return self.cleaned_data["title"]


class ContextForm(SectionForm):
    section = "context"

    problem = prose(
        "problem",
        _("What was happening before?"),
        _("What was the problem, for whom, and what had you tried? Describe nobody so that they could be recognised."),
        rows=10,
    )


class WhatWeDoForm(SectionForm):
    section = "model"

    what_we_do = prose(
        "what_we_do",
        _("What do you do?"),
        _("Write for a colleague who starts on Monday. Begin a line with a hyphen to make a list."),
        rows=12,
    )


class ProcessForm(SectionForm):
    section = "process"

    process_owner = line("process_owner", _("Who owns the process?"), _("A role, for example: service manager."))
    process_version = line("process_version", _("Version"), _("For example, 2.1."))
    approved_by = line("approved_by", _("Who approved it?"), _("A role or a board."))
    approved_on = DayField(label=_("When was it approved?"), help_text=_("For example, 27 3 2025."))
    exceptions = prose("exceptions", _("When does it not apply?"))

    def clean_approved_on(self) -> Any:
        approved_on = self.cleaned_data["approved_on"]
        if approved_on and approved_on > timezone.localdate():
            raise forms.ValidationError(_("Enter today or an earlier day"))
        return approved_on


class WhereForm(SectionForm):
    section = "where"

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Which organisation is it from?"),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    team = line("team", _("Which team?"), _("The team’s name, not a person’s."))
    places = PlacesField(
        queryset=None,
        label=_("In which places does it run?"),
        help_text=_("Open a region and tick its boroughs or council areas."),
        required=False,
    )

    @property
    def order(self) -> tuple[str, ...]:
        # The organisation stands on the page that readers have already; a draft must not change that.
        return tuple(name for name in super().order if name != "organisation" or not self.practice.is_published)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "organisation" in self.fields:
            self._offer_organisations(self.fields["organisation"])
        if "places" in self.fields:
            self.fields["places"].offer(self.revision, self.practice.organisation)

    def _offer_organisations(self, field: forms.ModelChoiceField) -> None:
        ours = {*self.user.memberships_by_organisation, self.practice.organisation_id}
        field.queryset = Organisation.objects.filter(pk__in=ours - {None}).alphabetical()
        if not field.queryset:
            field.help_text = _("You have not joined one yet. You can go on writing, and join from your account page.")

    def stored(self) -> dict[str, Any]:
        stored = super().stored() | {"organisation": self.practice.organisation_id}
        if "places" in self.fields:
            stored["places"] = [place.pk for place in self.revision.places.all()]
        return stored


class StageForm(SectionForm):
    section = "stage"

    stage = one_of(choices.Stage, _("How far have you got?"))
    started = MonthField(label=_("When did it start?"), help_text=_("For example, 5 2023. The year alone will do."))
    started_not_known = yes(_("Nobody remembers when"))
    stopped_because = one_of(choices.StoppedBecause, _("If it stopped: what was the main reason?"))
    stopped_why = prose("stopped_why", _("If it stopped: what happened?"), _("A sentence or two is enough."))

    def stored(self) -> dict[str, Any]:
        started = self.revision.started
        return super().stored() | {"started": started and RoughDate(started, self.revision.started_precision)}

    def values(self) -> dict[str, Any]:
        said = super().values()
        if rough := said.get("started"):
            said |= rough.values("started")
        return said

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("started") and self.cleaned_data.get("started_not_known"):
            self.add_error("started", _("Leave this empty, or untick “Nobody remembers when”"))
        return super().clean()


class ResourcesForm(SectionForm):
    section = "resources"

    resources_core = prose("resources_core", _("What can it not do without?"), _("Staff time, training, kit, rooms."))
    resources_optional = prose("resources_optional", _("What helps, but is not needed?"))
    resources_offer = prose(
        "resources_offer", _("What can you offer others?"), _("A visit, a call, a template, training slides.")
    )
    cost_band = one_of(choices.CostBand, _("What does it cost, beyond what was there before?"))
    cost_basis = prose("cost_basis", _("What does that cost cover?"), rows=3)


class OutcomesForm(SectionForm):
    section = "outcomes"

    outcomes_not_measured = yes(_("We have not measured this yet"))
    evidence = one_of(
        choices.Evidence, _("What does this rest on?"), _("It describes what you know. It is not a grade.")
    )
    people_said = prose(
        "people_said",
        _("What did people who draw on care and support say?"),
        _("Reworded, or with their consent. Nobody should be recognisable."),
    )
    equity = prose("equity", _("Whom did it not reach, or not suit?"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcomes_not_measured") and self._rows_said("outcomes"):
            self.add_error("outcomes_not_measured", _("Untick this, or remove the changes you entered"))
        return cleaned


class LearningForm(SectionForm):
    section = "learning"

    did_not_work = prose(
        "did_not_work",
        _("What would you not do again?"),
        _("What you tried and dropped saves the next team months. Nobody is graded on this."),
        rows=8,
    )


class FitForm(SectionForm):
    section = "fit"

    good_fit = prose("good_fit", _("It works best where …"))
    poor_fit = prose("poor_fit", _("Think twice if …"))


class LawForm(SectionForm):
    section = "law"

    based_on = prose("based_on", _("Whose work did you adapt?"), _("Credit the team, model or book you started from."))


class ContactForm(SectionForm):
    section = "contact"

    contact_name = line("contact_name", _("Who can be asked?"), _("A team, or a person who has agreed."))
    contact_role = line("contact_role", _("Their role"))
    contact_email = address(
        "contact_email",
        _("Where should messages go?"),
        _("A shared team mailbox is best. Readers never see it: the hub passes messages on."),
    )
    contact_deputy = address(
        "contact_deputy",
        _("Deputy’s e-mail address"),
        _("Is asked when nobody has answered within ten working days. Never shown."),
    )
    contact_calls = forms.IntegerField(
        label=_("How many messages a month can you take?"),
        help_text=_("The hub stops passing messages on for the month once there are this many. Empty means no limit."),
        min_value=0,
        max_value=200,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Enter a whole number, for example 4"),
            "min_value": _("Enter 0 or more"),
            "max_value": _("Enter 200 or fewer"),
        },
    )


class SharingForm(SectionForm):
    section = "sharing"

    shown_as = one_of(
        choices.ShownAs,
        _("How should you be shown?"),
        _("As the region only, readers see neither the place, the organisation nor the team. Moderators see names."),
    )
    visibility = one_of(choices.Visibility, _("Who may read it once it is published?"))
    topics = forms.ModelMultipleChoiceField(
        queryset=Topic.objects.none(),
        label=_("What is it about?"),
        help_text=_("Tick the topics under which a colleague would look for it."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small hub-options"}),
    )
    own_topics = OwnTopicsField()
    review_by = DayField(
        label=_("When should we ask you whether this is still true?"),
        help_text=_("A year from now is usual, two years the most."),
    )

    @property
    def order(self) -> tuple[str, ...]:
        names = super().order
        return tuple(name for asked in names for name in ((asked, "own_topics") if asked == "topics" else (asked,)))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            self.fields["topics"].queryset = curated_topics()

    def stored(self) -> dict[str, Any]:
        if "topics" not in self.fields:
            return super().stored()
        topics = list(self.revision.topics.all())
        return super().stored() | {
            "topics": [topic.pk for topic in topics if topic.is_curated],
            "own_topics": [topic.name for topic in topics if not topic.is_curated],
        }

    def values(self) -> dict[str, Any]:
        said = super().values()
        own = said.pop("own_topics", None)
        if own is None or "topics" not in said:
            said.pop("topics", None)
            return said
        return said | {"topics": [topic.name for topic in said["topics"]] + own}

    def clean_review_by(self) -> Any:
        review_by = self.cleaned_data["review_by"]
        if review_by and not timezone.localdate() < review_by <= latest_review_date():
            raise forms.ValidationError(_("Enter a day from tomorrow to two years from now"))
        return review_by


class NotesForm(SectionForm):
    section = "notes"

    notes = prose(
        "notes",
        _("Notes"),
        _("Move what you can use to its section. Leave out anything by which a person could be recognised."),
        rows=20,
    )


FORMS: dict[str, type[SectionForm]] = {form.section: form for form in SectionForm.__subclasses__()}
