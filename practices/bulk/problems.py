"""What is wrong with a file: each problem in words for whoever looks after the file, with its line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """`line` is 0 for what is about the file as a whole; `field` is the name that the form gives it, if any."""

    line: int
    message: str
    field: str = ""
    ref: str = ""
    title: str = ""

    def __str__(self) -> str:
        parts = [_("Line %(number)d") % {"number": self.line}] if self.line else []
        parts += [text for text in (self.ref, self.title and f"“{self.title}”", self.field) if text]
        return ": ".join([", ".join(parts), self.message]) if parts else self.message


class BadFile(Exception):
    """The file, or the file that says how to read it, cannot be used at all; `problems` say why."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refuse(message: str, line: int = 0) -> BadFile:
    return BadFile([Problem(line, message)])
