import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Place

Kind, Nation = Place.Kind, Place.Nation

# By the register of geographic codes; Northern Ireland's trusts have none, and go by their abbreviation.
CODE_OF_KIND = {
    Kind.LONDON_BOROUGH: r"E09\d{6}",
    Kind.METROPOLITAN_DISTRICT: r"E08\d{6}",
    Kind.UNITARY: r"E06\d{6}",
    Kind.COUNTY: r"E10\d{6}",
    Kind.SCOTTISH_COUNCIL: r"S12\d{6}",
    Kind.WELSH_COUNCIL: r"W06\d{6}",
    Kind.NORTHERN_IRELAND_TRUST: r"N\d{8}|[A-Z]{4,9}",
}
NATION_OF_KIND = {
    Kind.SCOTTISH_COUNCIL: Nation.SCOTLAND,
    Kind.WELSH_COUNCIL: Nation.WALES,
    Kind.NORTHERN_IRELAND_TRUST: Nation.NORTHERN_IRELAND,
}  # every other kind is English
ENGLISH_REGIONS = frozenset(
    {
        "North East",
        "North West",
        "Yorkshire and The Humber",
        "East Midlands",
        "West Midlands",
        "East of England",
        "London",
        "South East",
        "South West",
    }
)


class PlaceRowForm(forms.ModelForm):
    """One row of a list of places."""

    successor = forms.CharField(max_length=9, required=False)  # a code; the whole list says whose

    class Meta:
        model = Place
        fields = [
            "gss_code",
            "official_name",
            "short_name",
            "kind",
            "region",
            "nation",
            "valid_from",
            "valid_to",
        ]

    def validate_unique(self):
        """Most rows name a place that is known already; that no code comes twice is checked over the list."""

    def clean_valid_to(self):
        valid_to = self.cleaned_data["valid_to"]
        if valid_to and valid_to > timezone.localdate():
            raise forms.ValidationError(_("must not lie ahead: load the list when the day has come"))
        return valid_to

    def clean(self):
        row = super().clean()
        kind, region, nation = row.get("kind"), row.get("region"), row.get("nation")
        if kind and not re.fullmatch(CODE_OF_KIND[kind], row.get("gss_code", "")):
            self.add_error("gss_code", _("is not a code of this kind of place"))
        if kind and nation and nation != NATION_OF_KIND.get(kind, Nation.ENGLAND):
            self.add_error("nation", _("has no places of this kind"))
        if nation and region not in (ENGLISH_REGIONS if nation == Nation.ENGLAND else {nation}):
            self.add_error("region", _("is not a region of this nation"))
        if kind and region and (kind == Kind.LONDON_BOROUGH) != (region == "London"):
            self.add_error("region", _("does not go with this kind of place"))
        if row.get("successor") and not row.get("valid_to"):
            self.add_error("successor", _("is given, but valid_to is empty"))
        return row
