"""Finds what in a text could tell who a person is, and the wording of somebody who reports an incident.

By rules and small lists alone: the same text has the same findings on every machine, and leaves it for none.
docs/identifiers.md says what is looked for and how well it is found.
"""

from practices.identifiers.finding import TELLING, WRITE_UP, find
from practices.identifiers.found import Found, Known
from practices.identifiers.incidents import incident_wording
from practices.identifiers.kinds import Kind
from practices.identifiers.replacing import replaced

__all__ = ["TELLING", "WRITE_UP", "Found", "Kind", "Known", "find", "incident_wording", "replaced"]
