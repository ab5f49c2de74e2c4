from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonFields
from accounts.models import User


class DetailsForm(PersonFields, forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "job_title"]


class MailChoicesForm(forms.ModelForm):
    """What the hub may e-mail about. Mails about the account itself are always sent."""

    class Meta:
        model = User
        fields = ["wants_review_mail", "wants_discussion_mail", "wants_newsletter"]
        labels = {
            "wants_review_mail": _("Write-ups of mine in review"),
            "wants_discussion_mail": _("Comments, replies and endorsements"),
            "wants_newsletter": _("Weekly newsletter"),
        }
        help_texts = {
            "wants_review_mail": _(
                "When a write-up of yours is published, returned or declined, and when something you look after is "
                "to be checked again."
            ),
            "wants_discussion_mail": _("When somebody responds to what you wrote."),
            "wants_newsletter": _(
                "What is new, what has stopped and why, and open questions. Each has a link to stop it."
            ),
        }
