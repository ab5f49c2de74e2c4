"""What can be found: what it is called, why it may tell who somebody is, and whether it stops a submission."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    NHS_NUMBER = auto()
    NATIONAL_INSURANCE_NUMBER = auto()
    DATE_OF_BIRTH = auto()
    PHONE_NUMBER = auto()
    EMAIL = auto()
    EXACT_DATE = auto()
    DATE = auto()
    POSTCODE = auto()
    EXACT_AGE = auto()
    CASE_REFERENCE = auto()
    LONG_NUMBER = auto()
    NAME = auto()
    INITIALS = auto()
    SCHOOL = auto()
    CARE_HOME = auto()
    STREET = auto()
    RARE_COMBINATION = auto()
    INCIDENT = auto()

    @property
    def blocks(self) -> bool:
        """Whether nothing is submitted before somebody has dealt with it."""
        return self in BLOCKING

    @property
    def label(self) -> Any:
        return LABELS[self]

    @property
    def why(self) -> Any:
        """A sentence or two for the author, beside what was found."""
        return REASONS[self]


BLOCKING = frozenset(
    {
        Kind.NHS_NUMBER,
        Kind.NATIONAL_INSURANCE_NUMBER,
        Kind.DATE_OF_BIRTH,
        Kind.PHONE_NUMBER,
        Kind.EMAIL,
    }
)

LABELS = {
    Kind.NHS_NUMBER: _("NHS number"),
    Kind.NATIONAL_INSURANCE_NUMBER: _("National Insurance number"),
    Kind.DATE_OF_BIRTH: _("Date of birth"),
    Kind.PHONE_NUMBER: _("Phone number"),
    Kind.EMAIL: _("E-mail address"),
    Kind.EXACT_DATE: _("Exact date"),
    Kind.DATE: _("Full date"),
    Kind.POSTCODE: _("Full postcode"),
    Kind.EXACT_AGE: _("Exact age"),
    Kind.CASE_REFERENCE: _("Case or reference number"),
    Kind.LONG_NUMBER: _("Long number"),
    Kind.NAME: _("A person’s name"),
    Kind.INITIALS: _("A person’s initials"),
    Kind.SCHOOL: _("Named school or college"),
    Kind.CARE_HOME: _("Named care home"),
    Kind.STREET: _("Street"),
    Kind.RARE_COMBINATION: _("Age, condition and place together"),
    Kind.INCIDENT: _("Reads like a report of an incident"),
}

REASONS = {
    Kind.NHS_NUMBER: _("An NHS number belongs to one person, and opens their record."),
    Kind.NATIONAL_INSURANCE_NUMBER: _("A National Insurance number belongs to one person for life."),
    Kind.DATE_OF_BIRTH: _("A date of birth with a place or a story is often enough to tell who somebody is."),
    Kind.PHONE_NUMBER: _("A phone number leads to one person or household. Colleagues can be reached through the hub."),
    Kind.EMAIL: _("An e-mail address leads to one person. Colleagues can be reached through the hub."),
    Kind.EXACT_DATE: _(
        "Whoever knows what happened on that day knows who it happened to. A season or a year is enough."
    ),
    Kind.DATE: _("A full date is often somebody’s."),
    Kind.POSTCODE: _("A full postcode is shared by some fifteen homes. The first half is enough."),
    Kind.EXACT_AGE: _("An exact age with a story can tell who somebody is. About how old they are is enough."),
    Kind.CASE_REFERENCE: _("Colleagues can look up in a record who this number belongs to."),
    Kind.LONG_NUMBER: _("A long number is often an account, a card or a record, which belongs to one person."),
    Kind.NAME: _("A name tells who somebody is, and a first name with a story often does."),
    Kind.INITIALS: _("People who know the person will know their initials."),
    Kind.SCHOOL: _("The school that somebody goes to, with their story, can tell who they are."),
    Kind.CARE_HOME: _("Few people live in one care home, and their story can tell which of them it is."),
    Kind.STREET: _("The street that somebody lives in, with their story, can tell who they are."),
    Kind.RARE_COMBINATION: _("Few people of this age have this condition in one place. Leave out one of the three."),
    Kind.INCIDENT: _(
        "This is not the place to report that somebody is being harmed: nobody reads it in time. Tell the local "
        "authority’s safeguarding team. In an emergency, ring 999."
    ),
}
