from __future__ import annotations


class OaiError(Exception):
    """One of the protocol's own errors: its code, and words for whoever looks after the harvester."""

    def __init__(self, code: str, words: str):
        super().__init__(words)
        self.code, self.words = code, words

    @property
    def tells_arguments(self) -> bool:
        """The protocol wants no arguments repeated that were wrong themselves."""
        return self.code not in ("badVerb", "badArgument")


def bad_argument(words: str) -> OaiError:
    return OaiError("badArgument", words)
