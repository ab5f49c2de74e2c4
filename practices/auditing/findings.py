"""What somebody says a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from practices.models import AuditCriterion
from practices.suggestions import Change


@dataclass(frozen=True)
class Found:
    """One sentence about the team's practice, and what is done about it; `change` is for the write-up's owners."""

    criterion: AuditCriterion
    found: str
    action: str
    who: Any
    by_when: date
    change: Change | None = None
