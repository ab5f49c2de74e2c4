"""Components that wrap a piece of a template, and the words that cards use of a practice.

Components without a slot are files in templates/components/, included with `only`. All are shown at /components/.
"""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.attribution import shown_region
from practices.choices import Stage, StoppedBecause

register = template.Library()

PLACES_NAMED = 3


@register.simple_block_tag
def card(content, title, level=2):
    """{% card title=… level=3 %} … {% endcard %}: something that stands by itself, under a heading."""
    return render_to_string("components/card.html", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def caution(content, title, level=2):
    """{% caution title=… %} … {% endcaution %}: what did not work, what to think twice about."""
    return render_to_string("components/caution.html", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def details(content, summary):
    """{% details summary=… %} … {% enddetails %}: what some readers want to open."""
    return render_to_string("components/details.html", {"content": content, "summary": summary})


@register.simple_block_tag
def fold(content, label):
    """{% fold label="Filters (1)" %} … {% endfold %}: open beside the text on a desk, one line on a phone."""
    return render_to_string("components/fold.html", {"content": content, "label": label})


@register.filter
def page_numbers(page):
    """The page numbers to show around this one, with gaps for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def where(practice):
    """Where a published practice runs, as far as its author shows it."""
    revision = practice.published_revision
    places = list(revision.places.all())
    if revision.hides_organisation or not places:
        return shown_region(revision)
    if len(places) == 1:
        return f"{places[0].official_name}, {places[0].get_kind_display()}"
    names = sorted(place.short_name for place in places)
    if len(names) <= PLACES_NAMED:
        return _("%(places)s and %(last)s") % {"places": ", ".join(names[:-1]), "last": names[-1]}
    rest = len(names) - (PLACES_NAMED - 1)
    return ngettext("%(places)s and %(rest)d other place", "%(places)s and %(rest)d other places", rest) % {
        "places": ", ".join(names[: PLACES_NAMED - 1]),
        "rest": rest,
    }


@register.filter
def stage_in_words(revision):
    """How far the team has got, with the year or the reason where there is one."""
    if revision.stage == Stage.RUNNING and revision.started:
        return _("Running since %(year)d") % {"year": revision.started.year}
    if revision.stage == Stage.STOPPED and revision.stopped_because not in ("", StoppedBecause.OTHER):
        return _("Stopped: %(reason)s") % {"reason": _start_small(revision.get_stopped_because_display())}
    return revision.get_stage_display()


@register.filter
def freshness(practice):
    """When its words were last stood by, and in which way; what was written from public sources says so."""
    if practice.from_public_sources:
        return _("Written by the hub from public sources; not yet confirmed by the team.")
    said = _last_said(practice)
    if practice.is_past_its_date:
        return _("%(said)s Past its review date.") % {"said": said}
    return said


def _last_said(practice):
    """The newest of the three dates. Publishing confirms as well, so only a later confirmation counts as one."""
    if practice.confirmed_at and practice.confirmed_at > practice.changed_at:
        return _("Confirmed by its owner in %(month)s.") % {"month": _month(practice.confirmed_at)}
    if practice.changed_at > practice.published_at:
        return _("Changed in %(month)s.") % {"month": _month(practice.changed_at)}
    return _("Shared in %(month)s.") % {"month": _month(practice.published_at)}


def _month(moment):
    return date_format(timezone.localtime(moment), "F Y")


def _start_small(words):
    return words[:1].lower() + words[1:]
