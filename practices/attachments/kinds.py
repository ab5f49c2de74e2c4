"""What a file is, by its content: the name and the type that a browser sends with it count for nothing."""

from __future__ import annotations

import puremagic

from practices.attachments.refusals import NotTaken, Why
from practices.choices import FileKind
from practices.imports.archive import CONTENT_TYPES, ENCRYPTED_PACKAGE, MOST_BYTES, OLE

MOST_FILES = 5  # of a write-up
HEAD = 4096

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: f"{OFFICE}.wordprocessingml.document",
    FileKind.EXCEL: f"{OFFICE}.spreadsheetml.sheet",
    FileKind.POWERPOINT: f"{OFFICE}.presentationml.presentation",
    FileKind.OPENDOCUMENT: "application/vnd.oasis.opendocument.text",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
ENDINGS = ",".join(f".{ending}" for ending in [*FileKind.values, "jpeg"])
# What an archive has that holds a document, and what it then is.
OFFICE_PACKAGE, OPEN_PACKAGE = "office", "opendocument"
_BY_ENTRY = {CONTENT_TYPES.encode(): OFFICE_PACKAGE, b"mimetypeapplication/vnd.oasis.opendocument": OPEN_PACKAGE}
_BY_ENDING = {".pdf": "pdf", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".jfif": "JPEG", ".jpe": "JPEG"}


def format_of(data: bytes) -> str:
    """What has to read it: "pdf", "PNG", "JPEG", or one of the two packages. Raises NotTaken.

    That an archive is what it seems is for whoever unpacks it to see.
    """
    if not data:
        raise NotTaken(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise NotTaken(Why.TOO_LARGE)
    if data.startswith(OLE):
        raise NotTaken(Why.PROTECTED if ENCRYPTED_PACKAGE in data else Why.OLD_OFFICE)
    if data.startswith(b"PK"):
        for entry, package in _BY_ENTRY.items():
            if entry in data:
                return package
        raise NotTaken(Why.WRONG_KIND)
    try:
        ending = puremagic.from_string(data[:HEAD])
    except (puremagic.PureError, ValueError) as error:
        raise NotTaken(Why.WRONG_KIND) from error
    if ending not in _BY_ENDING:
        raise NotTaken(Why.WRONG_KIND)
    return _BY_ENDING[ending]
