"""Forms of the admin site for what has rules of its own."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.models import Organisation, OrganisationDomain, User

# Anybody can have an address there, or several organisations share it: such an address says nothing of an employer.
SHARED_DOMAINS = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "gmail.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "me.com",
        "msn.com",
        "nhs.net",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
    }
)
is_domain = RegexValidator(r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")


class OrganisationAdminForm(forms.ModelForm):
    domains = forms.CharField(
        label=_("E-mail domains"),
        help_text=_(
            "One on each line. Everybody with a confirmed address on one of them joins as a member,"
            " so name only those that this organisation alone gives out."
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Organisation
        fields = ["name", "slug", "kind", "places", "website"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["domains"] = "\n".join(self.instance.domains.values_list("domain", flat=True))

    def clean_domains(self):
        domains = {line.strip().lower() for line in self.cleaned_data["domains"].splitlines() if line.strip()}
        taken = OrganisationDomain.objects.filter(domain__in=domains).exclude(organisation=self.instance.pk)
        for domain in sorted(domains):
            if domain in SHARED_DOMAINS:
                raise forms.ValidationError(_("%s is not one organisation’s own.") % domain)
            try:
                is_domain(domain)
            except forms.ValidationError as error:
                raise forms.ValidationError(_("%s is not an e-mail domain, like council.gov.uk.") % domain) from error
        for domain in taken:
            raise forms.ValidationError(_("%s belongs to another organisation.") % domain)
        return sorted(domains)


class PersonAdminForm(forms.ModelForm):
    """What administrators change about a person. Roles have other names than the model's, since an action sets them."""

    moderator = forms.BooleanField(
        label=_("Moderator"), help_text=_("Reviews write-ups of any organisation."), required=False
    )
    administrator = forms.BooleanField(
        label=_("Administrator"), help_text=_("May use this site, and do all that it can do."), required=False
    )
    open = forms.BooleanField(
        label=_("Account is open"), help_text=_("Closing it signs the person out at once."), required=False
    )
    by: User  # who is using the form; the admin class that makes it says so

    class Meta:
        model = User
        fields = ["display_name", "job_title", "wants_review_mail", "wants_discussion_mail"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance
        self.initial |= {
            "moderator": person.is_moderator,
            "administrator": person.is_superuser,
            "open": person.is_active,
        }

    def clean(self):
        for field in {"moderator", "administrator", "open"} & set(self.changed_data):
            reason = policies.why_not(self.by, "change_standing", self.instance)
            if reason:
                self.add_error(field, reason)
        return super().clean()
