"""What follows from a finished audit: what it found, what is done about it, and what others are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from practices.auditing.again import MOST_MONTHS, months_between
from practices.auditing.findings import Found
from practices.choices import AuditRelease
from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import PlainTextField, optional_words, whole_number
from practices.forms.starting import SentOnce, colleague
from practices.forms.suggestions import ChangeFields, part_of_it
from practices.forms.telling import telling_of_no_case
from practices.models import Audit, AuditFinding
from practices.suggestions import Change

LONGEST_PLAN = 2  # years ahead that something may be planned for
EACH_TEXT = 500


class _CriterionField(forms.ModelChoiceField):
    def label_from_instance(self, criterion: Any) -> str:
        return str(criterion.text)


def _sentence(name: str, label: Any, hint: Any, missing: Any) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=hint,
        max_length=AuditFinding._meta.get_field(name).max_length,
        widget=forms.Textarea(attrs={"rows": 2, "data-character-count": "true"}),
        error_messages={"required": missing},
    )


class FindingForm(ChangeFields, SentOnce):
    """What a check found, what is done about it, and what the write-up should say instead."""

    marks_optional = False

    criterion = _CriterionField(
        queryset=None,
        label=gettext_lazy("Which criterion is it about?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a criterion")},
    )
    found = _sentence(
        "found",
        gettext_lazy("What did you find, in a sentence?"),
        gettext_lazy(
            "About how your team works, never about a case. For example: “Families hear of the plan, but nobody "
            "writes down who told them.” No names, initials or numbers: the result has the numbers."
        ),
        gettext_lazy("Say in a sentence what you found"),
    )
    action = _sentence(
        "action",
        gettext_lazy("What will you do about it?"),
        gettext_lazy("For example: “Put a line for it on the huddle sheet.”"),
        gettext_lazy("Say what you will do. If nothing needs doing, say what should stay as it is."),
    )
    who = colleague(gettext_lazy("Who does it?"), gettext_lazy("A member of your organisation. They are reminded."))
    by_when = DayField(label=gettext_lazy("By when?"))
    section = part_of_it(
        gettext_lazy("Should the write-up itself change? Which part?"),
        gettext_lazy("You can leave this and the next two. If you choose a part, its owners get your suggestion."),
    )
    what = optional_words(gettext_lazy("What should change in it?"), EACH_TEXT, rows=3)
    why = optional_words(gettext_lazy("Why?"), EACH_TEXT, hint=gettext_lazy("Your finding goes along with it."))

    def __init__(self, *args: Any, audit: Audit, members: Any, may_suggest: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = audit.criteria.all()
        self.fields["who"].queryset = members
        if may_suggest:
            self.ask_for_change(audit.practice, _("No, the write-up is right"))
            self.fields["section"].required = False
        else:
            for name in ("section", "what", "why"):
                del self.fields[name]

    def clean_by_when(self) -> date:
        day: date | None = self.cleaned_data["by_when"]
        today = timezone.localdate()
        if day is None or day < today or day.year > today.year + LONGEST_PLAN:
            raise forms.ValidationError(_("Enter a day from today to two years from now"))
        return day

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        for name in ("found", "action", "what", "why"):
            if said.get(name):
                try:
                    said[name] = telling_of_no_case(said[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if said.get("section"):
            for name, missing in (("what", _("Say what should change")), ("why", _("Say why it should change"))):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, missing)
        elif (said.get("what") or said.get("why")) and "section" not in self.errors:
            self.add_error("section", _("Choose the part of the write-up that should change"))
        return said

    @property
    def said(self) -> Found:
        given = self.cleaned_data
        change = None
        if given.get("section"):
            change = Change(given["section"], given["what"], given["why"])
        kept = {name: given[name] for name in ("criterion", "found", "action", "who", "by_when")}
        return Found(**kept, change=change)


class ReleaseForm(TypedForm):
    """What others are told of an audit, and when it is done again."""

    marks_optional = False

    what = forms.ChoiceField(
        label=gettext_lazy("What may others be told?"),
        help_text=gettext_lazy(
            "“The result” goes into a figure of several teams together, which is shown once there are at least five "
            "audits of three organisations. Yours alone is shown to nobody but those whom you name below."
        ),
        choices=AuditRelease,
        widget=forms.RadioSelect,
    )
    shown_to = PlainTextField(
        label=gettext_lazy("Which organisations may see your result?"),
        help_text=gettext_lazy(
            "You can leave this. Their names as on this hub, each on a line of its own; their managers can see it."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    months = whole_number(
        gettext_lazy("In how many months do you check again?"),
        gettext_lazy("Counted from the day on which this one was finished. 0 if not."),
        gettext_lazy("Say in how many months you check again; 0 if not"),
        example=12,
        min_value=0,
        max_value=MOST_MONTHS,
    )

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.audit = audit
        finished = timezone.localdate(audit.finished_at)
        self.initial = {
            "what": audit.release,
            "shown_to": "\n".join(share.organisation.name for share in audit.shares.all()),
            "months": months_between(finished, audit.due_again) if audit.due_again else 0,
        }

    def clean_shown_to(self) -> list[Organisation]:
        names = [line.strip() for line in self.cleaned_data["shown_to"].splitlines() if line.strip()]
        found = []
        for name in dict.fromkeys(names):
            others = Organisation.objects.exclude(pk=self.audit.organisation_id).exclude(verified_at=None)
            organisation = others.filter(name__iexact=name).first()
            if organisation is None:
                raise forms.ValidationError(
                    _("There is no other organisation called “%(name)s” on this hub. Write its name as its page has it")
                    % {"name": name}
                )
            found.append(organisation)
        return found

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if said.get("shown_to") and said.get("what") != AuditRelease.RESULT:
            self.add_error("what", _("Choose “The result”, or take the organisations out below"))
        return said
