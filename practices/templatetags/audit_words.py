"""Words of audits that templates need: 7th, 19th, 23rd."""

from django import template
from django.contrib.humanize.templatetags.humanize import ordinal

register = template.Library()
register.filter("ordinal", ordinal)
