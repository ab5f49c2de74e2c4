from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import EmailField
from accounts.models import Membership, Organisation, Place


class FindOrganisationForm(forms.Form):
    q = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("Part of the name is enough."),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "organization"}),
        error_messages={"required": _("Enter part of the organisation’s name")},
    )


class ProposeOrganisationForm(forms.ModelForm):
    NAME_IS_TAKEN = _("The hub knows an organisation of this name. Ask to join it instead.")

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Main place where it works"),
        help_text=_("We can add more places later."),
        required=False,
        empty_label=_("Choose a place, or leave it open"),
    )

    class Meta:
        model = Organisation
        fields = ["name", "kind", "website"]
        labels = {"name": _("Name of the organisation"), "kind": _("What kind of organisation is it?")}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "name": {"required": _("Enter the name of the organisation")},
            "kind": {"required": _("Choose what kind of organisation it is")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.live().alphabetical()
        self.fields["kind"].choices = Organisation.Kind.choices  # without an empty answer
        self.order_fields(["name", "kind", "place", "website"])

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(self.NAME_IS_TAKEN)
        return name


class InviteForm(forms.Form):
    email = EmailField(help_text=_("The invitation can be accepted only by the owner of this address."))
    role = forms.ChoiceField(
        label=_("Invite them as"),
        choices=Membership.Role.choices,
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
        help_text=_("Managers invite and remove members, accept requests and submit the team’s processes."),
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_email(self):
        email = self.cleaned_data["email"]
        if self.organisation.memberships.active().filter(user__email__iexact=email).exists():
            raise forms.ValidationError(_("This person belongs to the organisation already"))
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)
