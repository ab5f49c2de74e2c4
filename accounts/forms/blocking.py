from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class BlockForm(forms.Form):
    why = forms.CharField(
        label=_("Why are they blocked?"),
        help_text=_("They read this when they try to sign in. Say what they did, and be fair."),
        max_length=User._meta.get_field("blocked_why").max_length,
        widget=forms.Textarea(attrs={"rows": 3, "data-character-count": "true"}),
        error_messages={"required": _("Say why, so that they know")},
    )
