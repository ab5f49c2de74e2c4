"""Whether what is published is still true, and who can be asked about it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from practices import policies
from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.writing import ContactForm
from practices.lost_contacts import has_left
from practices.models import Practice
from practices.review_dates import latest_review_date
from practices.sections import BY_KEY, PRIVATE_FIELDS


class Answer(TextChoices):
    YES = "yes", gettext_lazy("Yes, it is still true")
    CHANGE = "change", gettext_lazy("It needs changing")
    ENDED = "ended", gettext_lazy("It has ended")


class StillTrueForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer")},
    )
    review_by = DayField(
        label=gettext_lazy("If it is still true: when should we ask again?"),
        help_text=gettext_lazy("Leave this empty for a year from now. Two years is the most."),
    )

    def __init__(self, *args: Any, answers: list[Answer], **kwargs: Any):
        """`answers` are those that the person may give."""
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(answer.value, answer.label) for answer in answers]
        if Answer.CHANGE in answers:
            self.fields["answer"].help_text = _(
                "If it needs changing, you go on to a draft, and readers keep this until that has been reviewed. "
                "If it has ended, you say why on the next page, and it stays to be read."
            )

    def clean_review_by(self) -> date | None:
        review_by: date | None = self.cleaned_data["review_by"]
        if review_by and not timezone.localdate() < review_by <= latest_review_date():
            raise forms.ValidationError(_("Enter a day from tomorrow to two years from now"))
        return review_by


MISSING = {
    "contact_name": gettext_lazy("Say who can be asked: a team, or a person who has agreed"),
    "contact_role": gettext_lazy("Say what their role is"),
    "contact_email": gettext_lazy("Give an e-mail address that messages can go to"),
}


class NewContactForm(TypedForm):
    """The fields of the contact section. An address that was given before is shown to its authors alone."""

    def __init__(self, *args: Any, practice: Practice, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.practice = practice
        for name in BY_KEY["contact"].fields:
            field = self.fields[name] = deepcopy(ContactForm.base_fields[name])
            if name in MISSING:
                field.required = True
                field.error_messages["required"] = MISSING[name]
            is_gone = practice.contact_lost_at and name in MISSING
            if not is_gone and (name not in PRIVATE_FIELDS or policies.is_author(user, practice)):
                self.initial[name] = getattr(practice.shown, name)

    def clean_contact_email(self) -> str:
        """Not that of somebody who is gone: the search for a contact would begin again at once."""
        address: str = self.cleaned_data["contact_email"]
        owner = User.objects.filter(email__iexact=address).first()
        if owner and has_left(owner, self.practice):
            raise forms.ValidationError(_("Whoever has this address has left. Give an address that somebody reads"))
        return address
