"""The fields that forms about people share: labels, limits and messages in one place."""

from allauth.account.fields import SetPasswordField
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# Longer than anybody types, shorter than what would keep the hashing busy.
LONGEST_PASSWORD = 128


class EmailField(forms.EmailField):
    default_error_messages = {
        "required": _("Enter an e-mail address"),
        "invalid": _("Enter an e-mail address in the right form, like name@council.gov.uk"),
    }

    def __init__(self, *, autocomplete="email", **kwargs):
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
        super().__init__(**{"label": _("Work e-mail address"), "max_length": 254, "widget": widget} | kwargs)

    def clean(self, value):
        return super().clean(value).lower()


class PasswordField(forms.CharField):
    """The password somebody has, to let them in."""

    default_error_messages = {"required": _("Enter your password")}

    def __init__(self, **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        ours = {"label": _("Password"), "max_length": LONGEST_PASSWORD, "strip": False, "widget": widget}
        super().__init__(**ours | kwargs)


class NewPasswordField(SetPasswordField):
    """A password somebody chooses. Asked once: the browser can show what was typed."""

    default_error_messages = {"required": _("Enter a new password")}

    def __init__(self, **kwargs):
        hint = _("At least 10 characters. Three or four words that have nothing to do with each other are good.")
        ours = {"label": _("New password"), "help_text": hint, "max_length": LONGEST_PASSWORD}
        super().__init__(**ours | kwargs)
        del self.widget.attrs["placeholder"]


class PersonFields(forms.Form):
    """How somebody is shown to others."""

    display_name = forms.CharField(
        label=_("Your name"),
        help_text=_("As colleagues know you. It is shown beside what you write, unless you choose otherwise."),
        max_length=User._meta.get_field("display_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Enter your name")},
    )
    job_title = forms.CharField(
        label=_("Job title"),
        help_text=_("For example, social worker or reablement team manager."),
        max_length=User._meta.get_field("job_title").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def clean_display_name(self):
        return _only_a_name(self.cleaned_data["display_name"], _("Enter your name without addresses or links"))

    def clean_job_title(self):
        return _only_a_name(self.cleaned_data["job_title"], _("Enter your job title without addresses or links"))


def _only_a_name(text, message):
    # Both are put into mails to people who did not ask for them, beside the hub's own words.
    text = " ".join(text.split())
    if any(sign in text.lower() for sign in ("@", "://", "www.")):
        raise ValidationError(message)
    return text
