from .audit_event import AuditEvent
from .membership import Invitation, Membership
from .organisation import Organisation, OrganisationDomain
from .place import Place
from .user import User
from .write_count import WriteCount

__all__ = [
    "AuditEvent",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationDomain",
    "Place",
    "User",
    "WriteCount",
]
