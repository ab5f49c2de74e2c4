"""Word files, good and bad, made of bytes on the spot: what people send by mistake, and what nobody sends by mistake.

A name says what is wrong; `BAD_FILES` says besides which of our messages it must get.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable
from functools import cache
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import docx
import docx.document

from practices.imports.refusals import Why

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/></Types>'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def document(body: str = "<w:p><w:r><w:t>Words.</w:t></w:r></w:p>", before: str = DECLARATION) -> str:
    return f'{before}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'


def package(parts: dict[str, str | bytes] | None = None, *, method: int = ZIP_DEFLATED) -> bytes:
    """The smallest Word file there is, with these parts in place of its own or beside them."""
    usual = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document()}
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in (usual | (parts or {})).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def saying(body: str, **parts: str | bytes) -> bytes:
    """A file whose document holds this XML."""
    return package({"word/document.xml": document(body), **parts})


@cache
def good() -> bytes:
    """As python-docx writes it: with styles, numbering, a heading, a list and a table."""
    made = docx.Document()
    made.add_heading("Background", 1)
    made.add_paragraph("People waited.")
    made.add_paragraph("Ring first", style="List Number")
    table = made.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), "ABCD", strict=True):
        cell.text = text
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCAL_HEADER, DIRECTORY_ENTRY = b"PK\x03\x04", b"PK\x01\x02"


def old_word() -> bytes:
    return OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 2000


def encrypted() -> bytes:
    return OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000


def patched(data: bytes, local: int, directory: int, value: bytes) -> bytes:
    """The archive with a field of each entry overwritten, which stands at these places of its two headers."""
    changed = bytearray(data)
    for signature, offset in ((LOCAL_HEADER, local), (DIRECTORY_ENTRY, directory)):
        at = data.find(signature)
        while at >= 0:
            changed[at + offset : at + offset + len(value)] = value
            at = data.find(signature, at + 4)
    return bytes(changed)


def encrypted_entries() -> bytes:
    return patched(package(), local=6, directory=8, value=struct.pack("<H", 1))


def with_macro_content_type() -> bytes:
    macros = CONTENT_TYPES.replace(f"{OFFICE}.document", "application/vnd.ms-word.document.macroEnabled")
    return package({"[Content_Types].xml": macros})


def spreadsheet() -> bytes:
    return package({"[Content_Types].xml": CONTENT_TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")})


@cache
def bomb() -> bytes:
    """100 MB of blanks in 100 kB."""
    return package({"word/document.xml": document("<w:p/>" + " " * 100_000_000)})


def lying_bomb() -> bytes:
    """The same, whose every entry says that it unpacks to ten bytes."""
    return patched(bomb(), local=22, directory=24, value=struct.pack("<I", 10))


def wrong_checksum() -> bytes:
    return patched(package(), local=14, directory=16, value=struct.pack("<I", 1))


def named(*names: str) -> bytes:
    """A file with entries of these names, too."""
    buffer = BytesIO(package())
    with warnings.catch_warnings(), ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")  # the library warns of two entries with one name
        for name in names:
            archive.writestr(name, "<a/>")
    return buffer.getvalue()


def with_doctype(internal: str, text: str, declaration: str = DECLARATION) -> str:
    before = f"{declaration}<!DOCTYPE w:document [{internal}]>"
    return document(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>", before)


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_doctype(f'<!ENTITY l0 "ha">{entities}', "&l9;")


def chain(length: int) -> dict[str, str]:
    """Parts each of which leads to the next."""
    parts = {f"word/part{n}.xml": "<a/>" for n in range(length)}
    return parts | {
        f"word/_rels/{name}.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="r" Type="{R}/any" Target="part{n}.xml"/></Relationships>'
        for n, name in enumerate(["document.xml", *(f"part{n}.xml" for n in range(length - 1))])
    }


def only_a_picture() -> bytes:
    return saying("<w:p><w:r><w:drawing/></w:r></w:p>")


def runs_in_a_header() -> bytes:
    header = f'<w:hdr xmlns:w="{W}"><w:p>{"<w:r><w:t>aa</w:t></w:r>" * 37_000}</w:p></w:hdr>'
    relation = f'<Relationship Id="h" Type="{R}/header" Target="h.xml"/>'
    relations = f'<Relationships xmlns="{RELATIONSHIPS}">{relation}</Relationships>'
    return package({"word/h.xml": header, "word/_rels/document.xml.rels": relations})


PARAGRAPH = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
EXTERNAL = '<!ENTITY secret SYSTEM "file:///etc/passwd">'

BAD_FILES: dict[str, tuple[Callable[[], bytes], Why]] = {
    "empty": (lambda: b"", Why.EMPTY),
    "50 MB": (lambda: b"PK" + b"\0" * 50_000_000, Why.TOO_LARGE),
    "a .doc of Word 97": (old_word, Why.OLD_WORD),
    "encrypted by Word": (encrypted, Why.PROTECTED),
    "encrypted by an archive program": (encrypted_entries, Why.PROTECTED),
    "a macro project": (lambda: package({"word/vbaProject.bin": b"x"}), Why.MACROS),
    "a macro’s content type": (with_macro_content_type, Why.MACROS),
    "a PDF": (lambda: b"%PDF-1.7\n", Why.NOT_WORD),
    "RTF named .docx": (lambda: rb"{\rtf1\ansi Words.}", Why.NOT_WORD),
    "plain text": (lambda: b"Words.", Why.NOT_WORD),
    "a spreadsheet": (spreadsheet, Why.NOT_WORD),
    "OpenDocument": (lambda: other_archive("mimetype", "content.xml"), Why.NOT_WORD),
    "cut off": (lambda: good()[:-300], Why.DAMAGED),
    "its first half": (lambda: good()[: len(good()) // 2], Why.DAMAGED),
    "a wrong checksum": (wrong_checksum, Why.DAMAGED),
    "no document in it": (lambda: package({"_rels/.rels": RELATIONS.replace("document.xml", "none.xml")}), Why.DAMAGED),
    "XML that ends in the middle": (lambda: package({"word/document.xml": document()[:-20]}), Why.DAMAGED),
    "another document’s root": (lambda: package({"word/document.xml": "<html/>"}), Why.DAMAGED),
    "100 MB of blanks": (bomb, Why.TOO_MUCH),
    "100 MB of blanks, said to be ten": (lying_bomb, Why.DAMAGED),
    "10,000 entries": (lambda: named(*(f"word/{n}.xml" for n in range(10_000))), Why.TOO_MUCH),
    "200,000 empty entries": (lambda: DIRECTORY_OF_NOTHING, Why.TOO_MUCH),
    "an external entity": (
        lambda: package({"word/document.xml": with_doctype(EXTERNAL, "&secret;")}),
        Why.UNSAFE,
    ),
    "entities of entities": (lambda: package({"word/document.xml": laughs()}), Why.UNSAFE),
    "a document type elsewhere": (
        lambda: package({"_rels/.rels": RELATIONS.replace("<Relationships", "<!DOCTYPE a><Relationships", 1)}),
        Why.UNSAFE,
    ),
    "a document type in UTF-16": (
        lambda: package({"word/document.xml": with_doctype(EXTERNAL, "&secret;", "").encode("utf-16")}),
        Why.UNSAFE,
    ),
    "a document type in UTF-7": (
        lambda: package({"word/document.xml": '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>'}),
        Why.UNSAFE,
    ),
    "a path out of the folder": (lambda: named("../../outside.xml"), Why.UNSAFE),
    "a path from the root": (lambda: named("/etc/outside.xml"), Why.UNSAFE),
    "a path of Windows": (lambda: named("C:/outside.xml"), Why.UNSAFE),
    "one name twice": (lambda: named("word/document.xml"), Why.UNSAFE),
    "bzip2": (lambda: package(method=ZIP_BZIP2), Why.UNSAFE),
    "LZMA": (lambda: package(method=ZIP_LZMA), Why.UNSAFE),
    "50,000 elements deep": (lambda: saying("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000), Why.DAMAGED),
    "1,500 elements deep": (lambda: saying("<w:sdt>" * 1_500 + PARAGRAPH + "</w:sdt>" * 1_500), Why.DAMAGED),
    "as many runs in a header": (runs_in_a_header, Why.TOO_MUCH),
    "21,000 paragraphs": (lambda: saying("<w:p/>" * 21_000), Why.TOO_MUCH),
    "a million paragraphs": (lambda: saying("<w:p/>" * 1_000_000), Why.TOO_MUCH),
    "as many elements as are parsed": (lambda: saying("<w:lock/>" * 149_000), Why.NO_WORDS),
    "as many attributes as are parsed": (
        lambda: saying("<w:p>" + '<w:lock a="" b="" c=""/>' * 37_000 + "</w:p>"),
        Why.NO_WORDS,
    ),
    "as many runs as are parsed": (
        lambda: saying("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 37_000 + "</w:p>"),
        Why.TOO_MUCH,
    ),
    "300,000 attributes": (
        lambda: saying("<w:p " + " ".join(f'a{n}=""' for n in range(300_000)) + "/>"),
        Why.TOO_MUCH,
    ),
    "a novel": (lambda: saying(f"<w:p><w:r><w:t>{'Words. ' * 100_000}</w:t></w:r></w:p>"), Why.TOO_MUCH),
    "a picture alone": (only_a_picture, Why.NO_WORDS),
    "empty paragraphs": (lambda: saying("<w:p/>" * 100), Why.NO_WORDS),
}


def other_archive(*names: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


# As small as entries of a directory can be.
DIRECTORY_OF_NOTHING = b"PK\x05\x06" + (DIRECTORY_ENTRY + b"\0" * 42) * 200_000


LONG = 59_000
# What a pattern that looks back and forth would take minutes over.
HOSTILE_TEXTS = {
    "blanks": "a" + " " * LONG + "a",
    "empty lines": "a" + "\n" * LONG + "a",
    "stars": "*" * LONG,
    "brackets": "[" * LONG,
    "beginnings of links": "[a](" * (LONG // 4),
    "quotations": "> " * (LONG // 2),
    "lists in lists": "- " * (LONG // 2),
    "labels": "Area: a\n" * (LONG // 8),
    "headings": "Results\n\na\n\n" * (LONG // 12),
    "sentences": "a. " * (LONG // 3),
    "cells": "a\t" * (LONG // 2),
    "rows": "Measure | After\n" + "a | b\n" * (LONG // 6),
    "halves of addresses": "a@" * (LONG // 2),
}
