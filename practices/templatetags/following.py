"""What a page of the account says about following things."""

from django import template
from django.utils.translation import gettext as _

from practices.models import Alerts

register = template.Library()


@register.simple_tag
def mail_rhythm(user):
    """How often the person is mailed of what they follow; that they follow nothing, where they never have."""
    alerts = Alerts.objects.filter(person=user).first()
    return alerts.get_rhythm_display() if alerts else _("You follow nothing yet")
