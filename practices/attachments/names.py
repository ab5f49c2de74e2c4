"""The name that a download gets: what its author called it, without what could lead elsewhere or deceive."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PureWindowsPath
from urllib.parse import quote

from practices.choices import FileKind

LONGEST = 80  # characters before the ending; every system takes that many
# Letters of any language, digits, and what is harmless between them on every system.
_NOT_KEPT = re.compile(r"[^\w .,()&+’'-]")
_SPACES = re.compile(r"\s+")
# Names of devices, which Windows opens in the place of a file.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
NAMELESS = "file"


def safe_name(given: str, kind: FileKind) -> str:
    """A name without folders, control or direction marks; it ends as its content says, never as it was sent."""
    composed = unicodedata.normalize("NFC", given)
    stem = PureWindowsPath(composed.replace("\0", "")).stem  # which knows both slashes
    stem = _SPACES.sub(" ", _NOT_KEPT.sub(" ", _SPACES.sub(" ", stem))).strip(" .,-")[:LONGEST].strip(" .,-")
    if not stem or _DEVICES.match(stem.split(".")[0]):
        stem = NAMELESS
    return f"{stem}.{kind.value}"


def disposition(name: str) -> str:
    """The header that has the browser save it: in plain letters for old ones, then as it is (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
