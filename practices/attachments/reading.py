"""A file as it was sent, read: what it is, what it says, and a copy that may be stored."""

from __future__ import annotations

from practices.attachments import kinds, office, opendocument, sandbox
from practices.attachments.documents import ReadFile
from practices.attachments.refusals import NotTaken, Why, not_taken
from practices.choices import FileKind, FileRemoved
from practices.imports.archive import MOST_BYTES
from practices.imports.refusals import NotReadable

OPENED_ELSEWHERE = {"pdf": FileKind.PDF, "PNG": FileKind.PNG, "JPEG": FileKind.JPEG}
PACKAGES = {kinds.OFFICE_PACKAGE: office.read, kinds.OPEN_PACKAGE: opendocument.read}


def read(data: bytes) -> ReadFile:
    """Raises NotTaken with the reason, and then nothing is to be stored."""
    form = kinds.format_of(data)
    if form in OPENED_ELSEWHERE:
        said, made = sandbox.opened(form, data)
        removed = frozenset(map(FileRemoved, said["removed"]))
        # What no database holds: NUL, and halves of characters, which a PDF may have.
        text = said["text"].replace("\0", " ").encode(errors="replace").decode()
        return ReadFile(OPENED_ELSEWHERE[form], made, text, removed, said["has_filled_fields"])
    try:
        file = PACKAGES[form](data)
    except NotReadable as refusal:
        raise not_taken(refusal) from refusal
    if len(file.data) > MOST_BYTES:
        raise NotTaken(Why.TOO_LARGE)
    return file
