from .audit_event import AuditEvent
from .membership import Invitation, Membership
from .organisation import Organisation, OrganisationDomain
from .place import Place
from .place_indicator import Indicator, PlaceIndicator, PlaceIndicatorSet
from .user import User
from .write_count import WriteCount

__all__ = [
    "AuditEvent",
    "Indicator",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationDomain",
    "Place",
    "PlaceIndicator",
    "PlaceIndicatorSet",
    "User",
    "WriteCount",
]
