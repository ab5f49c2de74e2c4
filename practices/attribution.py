"""How the people who wrote a practice are shown: by name, as the team, or as the region alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from practices.choices import ShownAs
from practices.models import Practice, Revision

# What a reader is not told of a write-up that is shown as its region.
HIDDEN_BEHIND_THE_REGION = frozenset(
    {"organisation", "team", "places", "contact_name", "contact_role", "process_owner", "approved_by", "partners"}
)


def shown_authors(practice: Practice, revision: Revision) -> str:
    """The line that stands for the authors, such as “Amina Yusuf and Tom Reed”. Moderators see names elsewhere."""
    if practice.from_public_sources:
        return _("The hub, from public sources")
    if revision.shown_as == ShownAs.REGION:
        return _("A team in %(region)s") % {"region": shown_region(revision)}
    if revision.shown_as == ShownAs.TEAM:
        return revision.team or str(practice.organisation or "")
    return author_names(practice) or revision.team or str(practice.organisation or "")


def author_names(practice: Practice) -> str:
    names = [str(authorship.user) for authorship in practice.authorships.all()]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def shown_region(revision: Revision) -> str:
    """The regions where it runs, as words; “the United Kingdom” where no place is given yet."""
    regions = sorted({place.region for place in revision.places.all()})
    return ", ".join(regions) or _("the United Kingdom")
