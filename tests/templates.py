"""Makes a name that a template of ours prints, and that its context lacks, fail the test."""

import logging
import sys
from pathlib import Path

from django.conf import settings
from django.template.base import FilterExpression, Node

OURS = Path(settings.BASE_DIR) / "templates"


class MissingNameError(Exception):
    """A template prints what nobody gave it."""


class MissingNames(logging.Filter):
    """Listens to what Django says, at its lowest level, about names it cannot find.

    Tags that only ask (`{% if name %}`, `{% firstof %}`) may name what is not there; what is printed, filtered or
    handed on must be. Templates of other packages are theirs to judge.
    """

    def filter(self, record):
        if record.msg.startswith("Exception while resolving variable"):
            name, _ = record.args
            if (template := printed_in()) is not None:
                raise MissingNameError(f"{template} prints {name!r}, which its context lacks")
        return False


def printed_in():
    """The template of ours that is printing a missing name at this moment; None when it only asks, or is not ours."""
    frame = sys._getframe(1)
    resolving = None
    while frame is not None:
        of = frame.f_locals.get("self")
        if resolving is None and isinstance(of, FilterExpression) and frame.f_code.co_name == "resolve":
            if frame.f_locals.get("ignore_failures"):
                return None
            resolving = of
        elif resolving is not None and isinstance(of, Node) and getattr(of, "origin", None) is not None:
            path = Path(of.origin.name)
            return path.relative_to(OURS) if path.is_relative_to(OURS) else None
        frame = frame.f_back
    return None


def watch():
    logger = logging.getLogger("django.template")
    logger.setLevel(logging.DEBUG)
    logger.addFilter(MissingNames())
