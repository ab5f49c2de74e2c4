from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PlaceIndicatorSet
from accounts.models.place_indicator import BY_LOGARITHM, DECIMALS, DIGITS, SHARES


class SourceForm(forms.ModelForm):
    """What the first rows of the file say of one column."""

    class Meta:
        model = PlaceIndicatorSet
        fields = ["source", "published_on", "weight"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weight"].required = False

    def clean_published_on(self):
        published_on = self.cleaned_data["published_on"]
        if published_on > timezone.localdate():
            raise forms.ValidationError(_("must not lie ahead"))
        return published_on

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        return PlaceIndicatorSet._meta.get_field("weight").default if weight is None else weight


class FigureField(forms.DecimalField):
    """A figure as it was published; nothing where there is none."""

    def __init__(self, indicator):
        most = Decimal(100) if indicator in SHARES else None
        super().__init__(required=False, min_value=0, max_value=most, max_digits=DIGITS, decimal_places=DECIMALS)
        self.indicator = indicator

    def clean(self, value):
        figure = super().clean(value)
        if figure == 0 and self.indicator in BY_LOGARITHM:
            raise forms.ValidationError(_("must be more than 0"))
        return figure


class FiguresForm(forms.Form):
    """The figures of one place: a field for each indicator that the file has a column for."""

    def __init__(self, values, *, indicators):
        super().__init__(values)
        for indicator in indicators:
            self.fields[indicator.value] = FigureField(indicator)
