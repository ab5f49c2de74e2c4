from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from practices.choices import RetiredBecause
from practices.models import Practice, Review
from practices.reasons import SUGGESTED
from practices.sections import for_revision

Decision = Review.Decision


class DecisionForm(forms.Form):
    """Publish, return or decline; a return says for each section what is asked."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (Decision.PUBLISHED, _("Publish it")),
            (Decision.RETURNED, _("Return it with suggestions")),
            (Decision.DECLINED, _("Decline it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to publish, return or decline")},
    )
    message = forms.CharField(
        label=_("Message to the authors"),
        help_text=_("They read this in an e-mail and on the page. Say what is good about it first."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, revision, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = for_revision(revision)
        for section in self.sections:
            self.fields[f"ask_{section.key}"] = forms.BooleanField(label=section.title, required=False)
            self.fields[f"reason_{section.key}"] = forms.CharField(
                label=_("What you suggest about “%(section)s”") % {"section": section.title},
                initial=SUGGESTED[section.key],
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def section_fields(self):
        """(tick box, reason) pairs of bound fields, for the template."""
        return [(self[f"ask_{section.key}"], self[f"reason_{section.key}"]) for section in self.sections]

    @cached_property
    def asked(self):
        """[{"section": key, "reason": text}] of the sections that were ticked."""
        return [
            {"section": section.key, "reason": self.cleaned_data.get(f"reason_{section.key}", "")}
            for section in self.sections
            if self.cleaned_data.get(f"ask_{section.key}")
        ]

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        message = cleaned.get("message")
        if decision == Decision.DECLINED and not message:
            self.add_error("message", _("Say why it is declined, so that the authors know what they could do"))
        if decision == Decision.RETURNED:
            for section in self.sections:
                if cleaned.get(f"ask_{section.key}") and not cleaned.get(f"reason_{section.key}"):
                    self.add_error(f"reason_{section.key}", _("Say what you suggest here"))
            if not message and not self.asked:
                self.add_error("message", _("Say what should change: write a message, or tick a section"))
        return cleaned


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Hand over to"),
        queryset=User.objects.none(),
        empty_label=_("Choose a moderator"),
        error_messages={"required": _("Choose who takes over")},
    )

    def __init__(self, *args, moderators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = moderators


class RetireForm(forms.Form):
    because = forms.ChoiceField(
        label=_("Why is it retired?"),
        choices=RetiredBecause,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
    )
    why = forms.CharField(
        label=_("What should readers know?"),
        help_text=_("For example what you do now, or what you learned."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    successor = forms.CharField(
        label=_("Which write-up replaces it?"),
        help_text=_("Paste its address from the top of your browser, if there is one."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, practice, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.user = user

    def clean_successor(self):
        """The practice at that address, or None where nothing was given."""
        address = self.cleaned_data["successor"].strip()
        if not address:
            return None
        found = Practice.objects.published().visible_to(self.user).filter(slug=_slug_in(address)).first()
        if found is None:
            raise forms.ValidationError(_("Give the address of a published write-up on this hub"))
        if found.pk == self.practice.pk:
            raise forms.ValidationError(_("A write-up cannot replace itself"))
        return found

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("because") == RetiredBecause.REPLACED and not (
            cleaned.get("successor") or "successor" in self.errors
        ):
            self.add_error("successor", _("Give the address of the write-up that replaces it"))
        if cleaned.get("because") == RetiredBecause.OTHER and not cleaned.get("why"):
            self.add_error("why", _("Say why it is retired"))
        return cleaned


def _slug_in(address):
    try:
        return resolve(urlsplit(address).path).kwargs.get("slug")
    except (Resolver404, ValueError):
        return None
