from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from practices.choices import RetiredBecause
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, words
from practices.forms.telling import telling_nobody
from practices.models import Practice, ReturnReason, Review
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
        offered = ReturnReason.objects.by_section()
        self._offer("", offered.get("", []), _("What you suggest about the whole"))
        for section in self.sections:
            suggest = _("What you suggest about “%(section)s”") % {"section": section.title}
            self._offer(section.key, offered.get(section.key, []), suggest)
            self.fields[f"reason_{section.key}"] = forms.CharField(
                label=_("In your own words"),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def _offer(self, key, reasons, label):
        if reasons:
            self.fields[f"reasons_{key}"] = forms.MultipleChoiceField(
                label=label,
                choices=[(reason.words, reason.words) for reason in reasons],
                widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
                required=False,
            )

    @property
    def about_the_whole(self):
        """The reasons about the whole write-up as a bound field; None where there are none."""
        return self["reasons_"] if "reasons_" in self.fields else None

    @property
    def by_section(self):
        """(section, its fields, whether something is said there) for the template."""
        for section in self.sections:
            names = [name for name in (f"reasons_{section.key}", f"reason_{section.key}") if name in self.fields]
            yield section, [self[name] for name in names], any(self[name].value() for name in names)

    @cached_property
    def asked(self):
        """[{"section": key, "reason": text}] of the sections about which something is said."""
        said = [(section.key, self._said(section.key)) for section in self.sections]
        return [{"section": key, "reason": reason} for key, reason in said if reason]

    @property
    def about_all(self):
        """What is said about the whole: in the moderator's words, then what was ticked."""
        return "\n\n".join([*filter(None, [self.cleaned_data["message"]]), *self.cleaned_data.get("reasons_", [])])

    def _said(self, key):
        own = self.cleaned_data.get(f"reason_{key}", "")
        return "\n\n".join([*self.cleaned_data.get(f"reasons_{key}", []), *filter(None, [own])])

    def clean(self):
        cleaned = super().clean()
        if "message" in self.errors:
            return cleaned
        decision = cleaned.get("decision")
        if decision == Decision.DECLINED and not self.about_all:
            self.add_error("message", _("Say why it is declined, so that the authors know what they could do"))
        if decision == Decision.RETURNED and not (self.about_all or self.asked):
            self.add_error("message", _("Say what should change: write a message, or tick a reason"))
        return cleaned


class _ReviewerField(forms.ModelChoiceField):
    def label_from_instance(self, moderator):
        if not moderator.knows:
            return str(moderator)
        return _("%(name)s, who knows %(topics)s") % {"name": moderator, "topics": ", ".join(moderator.knows)}


class HandOverForm(forms.Form):
    """`moderators` are those of `Specialism.objects.reviewers_for`."""

    to = _ReviewerField(
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

    def clean_why(self):
        return telling_nobody(self.cleaned_data["why"])

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
        if cleaned.get("because") == RetiredBecause.OTHER and not (cleaned.get("why") or "why" in self.errors):
            self.add_error("why", _("Say why it is retired"))
        return cleaned


class WithholdForm(TypedForm):
    why = words(
        _("Why must readers not see it now?"),
        Practice._meta.get_field("withheld_why").max_length,
        hint=_("Its authors read this. Say where the trouble is without repeating it."),
        missing=_("Say why it is withheld, so that its authors can mend it"),
        rows=4,
    )


class PurgeForm(TypedForm):
    text = PlainTextField(
        label=_("Which words?"),
        help_text=_(
            "As they stand there; capital letters and line ends make no difference. No more than it takes to find them."
        ),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the words to remove")},
    )


def _slug_in(address):
    try:
        return resolve(urlsplit(address).path).kwargs.get("slug")
    except (Resolver404, ValueError):
        return None
