from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, words
from practices.forms.starting import SentOnce
from practices.models import FactCheck


def _limit(name):
    return FactCheck._meta.get_field(name).max_length


class AskPartnerForm(TypedForm, SentOnce):
    agency = PlainTextField(
        label=_("Which agency?"),
        help_text=_("For example: Northbridge Hospitals, discharge team. The authors see this name."),
        max_length=_limit("agency"),
        error_messages={"required": _("Enter the name of the agency")},
    )
    email = forms.EmailField(
        label=_("Its e-mail address"),
        help_text=_("Whoever reads mail there can read what was submitted, until the review is decided."),
        max_length=_limit("email"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the agency’s e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
        },
    )
    question = words(
        _("What should they check?"),
        _limit("question"),
        hint=_("Name the facts. For example: “Is it right that the ward books the transport?”"),
        missing=_("Say which facts to check"),
    )


class PartnerNoteForm(TypedForm):
    note = words(
        _("Your note"),
        _limit("note"),
        hint=_(
            "What is right, what is not, and how you know. The moderators read it at once, "
            "and the authors read it with the decision, under your agency’s name."
        ),
        missing=_("Write your note first. If everything is right, say so."),
        rows=8,
    )
