"""A piece of a text and the field where it goes."""

from __future__ import annotations

from dataclasses import dataclass

# Where everything goes that has no other place.
NOTES = "notes"


@dataclass(frozen=True)
class Piece:
    """Text in Markdown, with the heading that it stood under."""

    heading: str
    text: str
    goes_to: str

    @property
    def with_heading(self) -> str:
        return f"**{self.heading}**\n\n{self.text}" if self.heading else self.text
