"""Files to attach that nobody should: made of bytes on the spot. Each names the message that it must get."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image

from practices.attachments.refusals import Why
from tests import attachment_files as files
from tests import hostile_files
from tests.attachment_files import excel, open_text, pdf, picture, png_of, powerpoint, relations, stream
from tests.hostile_files import saying

DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"


def word_leading_to(kind: str, target: str = "media/any", data: bytes = b"x") -> bytes:
    """A Word file with a relation of this kind, to a part of it or out of it."""
    is_outside = ":" in target
    parts = {} if is_outside else {f"word/{target}": data}
    relation = relations((kind, target), external=(kind,) if is_outside else ())
    return saying(hostile_files.PARAGRAPH, **{DOCUMENT_RELATIONS: relation}, **parts)


def field(instruction: str) -> bytes:
    """A field of Word, its instruction divided among two runs as an editor may do it."""
    half = len(instruction) // 2
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:half], instruction[half:]))
    return saying(f"<w:p>{runs}</w:p>")


def macro_workbook() -> bytes:
    types = hostile_files.CONTENT_TYPES.replace(
        f"{hostile_files.OFFICE}.document", "application/vnd.ms-excel.sheet.macroEnabled"
    )
    return hostile_files.package({"[Content_Types].xml": types})


# PDF


def encrypted_pdf() -> bytes:
    return pdf().replace(b"/Info", b"/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P 0 >> /Info")


def drawing(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return pdf(objects=(stream(packed, b"/Filter /FlateDecode"),)).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")


def deep_pdf() -> bytes:
    return pdf(root=f"/Deep {'[' * 20_000}{']' * 20_000}")


def page_tree_that_bites_its_tail() -> bytes:
    return pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def many_objects() -> bytes:
    return pdf(root=f"/Many [{'<< /A [1] >> ' * 200_000}]")


# Pictures


def jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(picture())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def png_with_a_packed_text() -> bytes:
    """A comment of 200 MB, packed."""
    data = picture("PNG")
    body = b"Comment\0\0" + zlib.compress(b" " * 200_000_000, 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return data[:33] + chunk + data[33:]


BAD_FILES: dict[str, tuple[Callable[[], bytes], Why]] = {
    "empty": (lambda: b"", Why.EMPTY),
    "50 MB": (lambda: b"%PDF-" + b"\0" * 50_000_000, Why.TOO_LARGE),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Why.WRONG_KIND),
    "a web page": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", Why.WRONG_KIND),
    "plain text": (lambda: b"Name: Joan", Why.WRONG_KIND),
    "a program": (lambda: b"MZ\x90\0" + b"\0" * 500, Why.WRONG_KIND),
    "a GIF": (lambda: b"GIF89a" + b"\0" * 50, Why.WRONG_KIND),
    "an archive": (lambda: hostile_files.other_archive("a.txt"), Why.WRONG_KIND),
    "an EPUB": (lambda: hostile_files.other_archive("mimetype", "content.opf"), Why.WRONG_KIND),
    "a .doc of Word 97": (hostile_files.old_word, Why.OLD_OFFICE),
    "encrypted by Word": (hostile_files.encrypted, Why.PROTECTED),
    "encrypted by an archive program": (hostile_files.encrypted_entries, Why.PROTECTED),
    "a macro project": (lambda: hostile_files.package({"word/vbaProject.bin": b"x"}), Why.MACROS),
    "a macro’s content type": (hostile_files.with_macro_content_type, Why.MACROS),
    "a macro workbook": (macro_workbook, Why.MACROS),
    "cut off": (lambda: hostile_files.good()[:-300], Why.DAMAGED),
    "a wrong checksum": (hostile_files.wrong_checksum, Why.DAMAGED),
    "another document’s root": (lambda: hostile_files.package({"word/document.xml": "<html/>"}), Why.DAMAGED),
    "no main part": (lambda: hostile_files.package({"_rels/.rels": relations(("image", "a.png"))}), Why.DAMAGED),
    "100 MB of blanks": (hostile_files.bomb, Why.TOO_MUCH),
    "100 MB of blanks, said to be ten": (hostile_files.lying_bomb, Why.DAMAGED),
    "100 MB of a picture": (
        lambda: hostile_files.package({"word/media/image1.bmp": b"BM" + b"\0" * 100_000_000}),
        Why.TOO_MUCH,
    ),
    "10,000 entries": (lambda: hostile_files.named(*(f"word/{n}.xml" for n in range(10_000))), Why.TOO_MUCH),
    "an external entity": (
        lambda: hostile_files.package(
            {"word/document.xml": hostile_files.with_doctype(hostile_files.EXTERNAL, "&secret;")}
        ),
        Why.UNSAFE,
    ),
    "entities of entities": (lambda: hostile_files.package({"word/document.xml": hostile_files.laughs()}), Why.UNSAFE),
    "a path out of the folder": (lambda: hostile_files.named("../../outside.xml"), Why.UNSAFE),
    "50,000 elements deep": (lambda: saying("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000), Why.DAMAGED),
    "a novel": (lambda: files.word("Words. " * 20_000), Why.TOO_MUCH),
    "an object of another program": (lambda: word_leading_to("oleObject"), Why.OBJECTS),
    "a workbook inside": (lambda: word_leading_to("package"), Why.OBJECTS),
    "a web page inside": (lambda: word_leading_to("aFChunk"), Why.OBJECTS),
    "an ActiveX control": (lambda: word_leading_to("control"), Why.OBJECTS),
    "a picture that is elsewhere": (
        lambda: word_leading_to("image", "https://tracker.example/a.png"),
        Why.REACHES_OUT,
    ),
    "a link to a file": (
        lambda: word_leading_to("hyperlink", "file:///C:/Users/jane.owner/list.xlsx"),
        Why.REACHES_OUT,
    ),
    "a link that runs": (
        lambda: word_leading_to("hyperlink", "javascript:alert(1)"),
        Why.REACHES_OUT,
    ),
    "a field that starts a program": (lambda: field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'), Why.REACHES_OUT),
    "a field that fetches a text": (lambda: field('INCLUDETEXT "\\\\\\\\server\\\\share\\\\a.docx"'), Why.REACHES_OUT),
    "a TIFF inside": (
        lambda: word_leading_to("image", "media/a.tif", b"II*\0" + b"\0" * 50),
        Why.STRANGE_PICTURE,
    ),
    "an SVG with a script inside": (
        lambda: word_leading_to("image", "media/a.svg", b"<svg onload='alert(1)'/>"),
        Why.STRANGE_PICTURE,
    ),
    "another workbook’s cells": (
        lambda: excel(("A",), **{"xl/_rels/workbook.xml.rels": relations(("externalLink", "e.xml"))}),
        Why.REACHES_OUT,
    ),
    "a database’s cells": (
        lambda: excel(("A",), **{"xl/_rels/workbook.xml.rels": relations(("connections", "c.xml"))}),
        Why.REACHES_OUT,
    ),
    "a sheet of old macros": (
        lambda: excel(("A",), **{"xl/_rels/workbook.xml.rels": relations(("xlMacrosheet", "m.xml"))}),
        Why.MACROS,
    ),
    "slides with a film": (
        lambda: powerpoint("A", **{"ppt/slides/_rels/slide1.xml.rels": relations(("video", "a.mp4"))}),
        Why.OBJECTS,
    ),
    "OpenDocument with Basic": (lambda: open_text("A", **{"Basic/script-lb.xml": "<a/>"}), Why.MACROS),
    "OpenDocument with an object": (lambda: open_text("A", **{"Object 1/content.xml": "<a/>"}), Why.OBJECTS),
    "OpenDocument, encrypted": (
        lambda: open_text("A", **{"META-INF/manifest.xml": "<a><encryption-data/></a>"}),
        Why.PROTECTED,
    ),
    "OpenDocument with a picture from elsewhere": (
        lambda: open_text("A", '<draw:image xlink:href="https://tracker.example/a.png"/>'),
        Why.REACHES_OUT,
    ),
    "OpenDocument with a link to a file": (
        lambda: open_text("A", '<text:a xlink:href="file:///etc/passwd">a</text:a>'),
        Why.REACHES_OUT,
    ),
    "OpenDocument with DDE": (lambda: open_text("A", "<text:dde-connection-decl/>"), Why.REACHES_OUT),
    "an OpenDocument spreadsheet": (
        lambda: open_text("A", mimetype=files.ODT_TYPE.replace("text", "spreadsheet")),
        Why.WRONG_KIND,
    ),
    "PDF: nothing but its first line": (lambda: b"%PDF-1.7\n", Why.DAMAGED),
    "PDF: its first half": (lambda: pdf()[:300], Why.DAMAGED),
    "PDF: encrypted": (encrypted_pdf, Why.PROTECTED),
    "PDF: a form of the XFA kind": (lambda: pdf(root="/AcroForm << /XFA (x) >>"), Why.LIVE_FORM),
    "PDF: a link to a file": (
        lambda: pdf(page="/Annots [<< /Subtype /Link /A << /S /URI /URI (file:///etc/passwd) >> >>]"),
        Why.REACHES_OUT,
    ),
    "PDF: a page tree that bites its tail": (page_tree_that_bites_its_tail, Why.DAMAGED),
    "PDF: 61 pages": (lambda: pdf(pages=61), Why.TOO_MUCH),
    "PDF: 200,000 objects": (many_objects, Why.TOO_MUCH),
    "PDF: 20,000 lists in lists": (deep_pdf, Why.DAMAGED),
    "PDF: 200 MB of blanks": (lambda: drawing(b" " * 200_000_000), Why.TOO_MUCH),
    "PDF: a million letters, one by one": (
        lambda: drawing(b"BT /F1 12 Tf " + b"(a) Tj 1 0 Td " * 1_000_000 + b"ET"),
        Why.TOO_MUCH,
    ),
    "PNG: longer than a page": (lambda: png_of(3601, 1), Why.PIXELS),
    "PNG: as if of 900 million pixels": (
        lambda: picture("PNG").replace(struct.pack(">II", 60, 40), struct.pack(">II", 30_000, 30_000)),
        Why.DAMAGED,
    ),
    "PNG: its first half": (lambda: files.photograph("PNG")[:150], Why.DAMAGED),
    "PNG: 200 MB of a comment": (png_with_a_packed_text, Why.DAMAGED),
    "JPEG: as if of 4 billion pixels": (lambda: jpeg_claiming(65_000, 65_000), Why.PIXELS),
    "JPEG: its first half": (lambda: picture(size=(600, 400))[:800], Why.DAMAGED),
}


# What is large and good: teams may send these.


@cache
def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def photograph_of(width: int, height: int, quality: int = 90) -> bytes:
    small = Image.frombytes("RGB", (200, 150), noise(90_000))
    buffer = BytesIO()
    small.resize((width, height)).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def album() -> bytes:
    """A PDF of 9.5 MB: twenty pages of words, and photographs as they came from the camera."""
    photo = picture(size=(8, 8))[:-2] + noise(470_000).replace(b"\xff", b"\xfe") + b"\xff\xd9"
    of_photo = b"/Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    photos = tuple(stream(photo, of_photo) for _number in range(20))
    named = " ".join(f"/P{number} {number} 0 R" for number in range(6, 26))
    words = "\n".join("A line of words that somebody reads on a sheet" for _line in range(40))
    return pdf(words, objects=photos, pages=20).replace(b"/Font <<", f"/XObject << {named} >> /Font <<".encode())


LARGE_FILES: dict[str, Callable[[], bytes]] = {
    "as much markup as is parsed": lambda: saying("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 37_000 + "</w:p>"),
    "PDF: a million brackets": lambda: drawing(b"(" * 1_000_000),
    "a Word form": hostile_files.good,
    "a PDF of 20 pages, 9.5 MB": album,
    "a photograph of 12 million pixels": lambda: photograph_of(4000, 3000),
    "a photograph of 20 million pixels": lambda: photograph_of(5400, 3600),
    "a photograph of 6 million pixels, on its side": lambda: files.picture(size=(3000, 2000)),
    "a scanned page, as a PNG": lambda: png_of(2480, 3508),
    "a Word file with 9 MB of pictures": lambda: hostile_files.package(
        {f"word/media/{number}.bmp": b"BM" + noise(900_000) for number in range(10)}
        | {DOCUMENT_RELATIONS: relations(*(("image", f"media/{number}.bmp") for number in range(10)))}
    ),
}
