"""Rules: who may do what, and the reason when they may not, answered in one place for each kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied

# Takes the person and the thing; gives None, or the reason as a sentence for the page.
Rule = Callable[[Any, Any], "str | None"]


class Rules:
    """Rules by the name of the action. `can` and `require` derive from `why_not`, so all three give one reason."""

    def __init__(self, *rules: Rule, **named: Rule):
        self._rules = {rule.__name__: rule for rule in rules} | named

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def why_not(self, user: Any, action: str, thing: Any = None) -> str | None:
        """The reason why the person may not, or None when they may. KeyError for an action with no rule."""
        return self._rules[action](user, thing)

    def can(self, user: Any, action: str, thing: Any = None) -> bool:
        return self.why_not(user, action, thing) is None

    def require(self, user: Any, action: str, thing: Any = None) -> None:
        """Raise PermissionDenied with the reason, or do nothing."""
        if reason := self.why_not(user, action, thing):
            raise PermissionDenied(reason)
