"""Whether a file can be opened at all: looked at as bytes and as an archive, before anything parses it.

What comes out is a copy, so whatever reads it never meets the names, sizes and compression that the sender chose. Of a
Word file that becomes a write-up the copy holds the XML alone, and no picture is ever unpacked; files that go with a
write-up are unpacked with their pictures. The limits below are those of everything that is read. Sizes are counted
while unpacking: what an archive says of itself is not believed.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from practices.imports.refusals import NotReadable, Why

MOST_BYTES = 10_000_000
# A long document with a hundred photographs has some three hundred.
MOST_ENTRIES = 1_000
MOST_XML = 8_000_000
# Elements and attributes together; each costs some two hundred bytes once parsed. Twenty pages have some 60,000.
MOST_MARKUP = 150_000

XML = (".xml", ".rels", ".vml")
CONTENT_TYPES = "[Content_Types].xml"
MAIN_DOCUMENT = b"wordprocessingml.document.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc files, and of encrypted .docx files
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
ENTRY_OF_DIRECTORY = b"PK\x01\x02"
IS_ENCRYPTED = 0x1

_CHUNK = 64 * 1024
_DECLARED_ENCODING = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
# What the standard library raises at nonsense.
BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError, LookupError)


def readable_copy(data: bytes) -> BytesIO:
    """The Word document with its XML alone. Raises NotReadable."""
    copy = BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as clean:
        for name, content in parts(data, needs=CONTENT_TYPES):
            if name == CONTENT_TYPES and MAIN_DOCUMENT not in content.lower():
                raise NotReadable(Why.NOT_WORD)
            clean.writestr(ZipInfo(name), content)
    copy.seek(0)
    return copy


def parts(data: bytes, *, needs: str, most_of_others: int = 0) -> Iterator[tuple[str, bytes]]:
    """Every entry of an archive, the XML of each looked at; `needs` is the one without which it is no document.

    What is not XML comes empty, unless so many bytes of it may be unpacked. Raises NotReadable.
    """
    _look_at(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _look_at_entries(entries, needs)
            yield from _unpacked_within_limits(archive, entries, most_of_others)
    except BROKEN as error:
        raise NotReadable(Why.DAMAGED) from error


def _look_at(data: bytes) -> None:
    if not data:
        raise NotReadable(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise NotReadable(Why.TOO_LARGE)
    if data.startswith(OLE):
        raise NotReadable(Why.PROTECTED if ENCRYPTED_PACKAGE in data else Why.OLD_WORD)
    if not data.startswith(b"PK"):
        raise NotReadable(Why.NOT_WORD)
    # The library makes an object of each before anybody can ask how many there are.
    if data.count(ENTRY_OF_DIRECTORY) > MOST_ENTRIES:
        raise NotReadable(Why.TOO_MUCH)


def _look_at_entries(entries: list[ZipInfo], needs: str) -> None:
    names = [entry.filename for entry in entries]
    if needs not in names:
        raise NotReadable(Why.NOT_WORD)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise NotReadable(Why.MACROS)
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise NotReadable(Why.PROTECTED)
    if len({name.lower() for name in names}) < len(names) or any(_leads_elsewhere(name) for name in names):
        raise NotReadable(Why.UNSAFE)
    # Of the other methods the library unpacks a whole chunk at once, however large it becomes.
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise NotReadable(Why.UNSAFE)


def _leads_elsewhere(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _unpacked_within_limits(
    archive: ZipFile, entries: list[ZipInfo], most_of_others: int
) -> Iterator[tuple[str, bytes]]:
    left, markup, wants_others = MOST_XML, MOST_MARKUP, most_of_others > 0
    for entry in entries:
        if not entry.filename.endswith(XML):
            other = _unpacked(archive, entry, most_of_others) if wants_others else b""
            most_of_others -= len(other)
            yield entry.filename, other
            continue
        xml = _unpacked(archive, entry, left)
        _look_at_xml(xml)
        if entry.filename == CONTENT_TYPES:
            _look_at_content_types(xml)
        left -= len(xml)
        markup -= xml.count(b"<") + xml.count(b"=")
        if markup < 0:
            raise NotReadable(Why.TOO_MUCH)
        yield entry.filename, xml


def _unpacked(archive: ZipFile, entry: ZipInfo, most: int) -> bytes:
    chunks = []
    with archive.open(entry) as packed:
        while chunk := packed.read(_CHUNK):
            chunks.append(chunk)
            most -= len(chunk)
            if most < 0:
                raise NotReadable(Why.TOO_MUCH)
    return b"".join(chunks)


def _look_at_xml(xml: bytes) -> None:
    """Refuse what could declare entities, or hide that it does.

    Word writes UTF-8 without a document type. In UTF-8 the declaration of one is always these bytes.
    """
    declared = _DECLARED_ENCODING.match(xml)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise NotReadable(Why.UNSAFE)
    if b"\0" in xml or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise NotReadable(Why.UNSAFE)
    try:
        xml.decode()
    except UnicodeDecodeError as error:
        raise NotReadable(Why.UNSAFE) from error


def _look_at_content_types(xml: bytes) -> None:
    named = xml.lower()
    if b"macroenabled" in named or b"vbaproject" in named:
        raise NotReadable(Why.MACROS)
