"""Files to attach, made of bytes on the spot: what teams send, and what tells more than they meant to."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from tests.hostile_files import CONTENT_TYPES, DECLARATION, RELATIONS, RELATIONSHIPS, R, document, package, saying

OFFICE = "application/vnd.openxmlformats-officedocument"
BLANK = "Referral form\nName: ____________\nDate of birth: dd/mm/yyyy\nNHS number: ……………\nWhat matters to you?"
NHS_NUMBER = "943 476 5919"  # of a range that is given to nobody, with a right check digit
FILLED = f"Referral form\nName: Joan Ashworth\nDate of birth: 3 April 1941\nNHS number: {NHS_NUMBER}"


# Pictures


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), colour: str = "teal", **details: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **details)
    return buffer.getvalue()


@cache
def photograph(kind: str = "JPEG") -> bytes:
    """Taken in landscape by a telephone that was held upright, with its place, its owner and a comment."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Artist] = "Jane Owner"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (53.0, 24.0, 31.0)})
    details = {"exif": exif} | ({"comment": b"Mrs Patel\xe2\x80\x99s kitchen"} if kind == "JPEG" else {})
    return picture(kind, **details)


def png_of(width: int, height: int) -> bytes:
    """A picture that says it is so large; what it holds is black and packs to next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    lines = b"".join(packer.compress(b"\0" * (width + 1)) for _line in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


# Office


def paragraphs(text: str) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in text.split("\n"))


def word(text: str = BLANK, **parts: str | bytes) -> bytes:
    return saying(paragraphs(text), **parts)


def relations(*each: tuple[str, str], external: tuple[str, ...] = ()) -> str:
    """(kind, target) of each; those whose kind is among `external` lead out of the file."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if kind in external else ''}/>"
        for number, (kind, target) in enumerate(each, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{rows}</Relationships>'


def telling_word() -> bytes:
    """With everything in it that tells who wrote it, and a photograph."""
    body = (
        paragraphs("Blank form")
        + '<w:p><w:ins w:id="1" w:author="Jane Owner" w:date="2026-01-01"><w:r><w:t>New words</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="Jane Owner"><w:r><w:delText>Mrs Patel</w:delText></w:r></w:del></w:p>'
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Commented</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="rId2"/></w:drawing></w:r></w:p>'
    )
    core = (
        '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>Jane Owner</dc:creator></cp:coreProperties>"
    )
    comments = '<w:comments xmlns:w="urn:w"><w:comment w:author="Jane Owner">See Mrs Patel</w:comment></w:comments>'
    root = (
        f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/></Relationships>'
    )
    return package(
        {
            "word/document.xml": document(body),
            "_rels/.rels": root,
            "docProps/core.xml": core,
            "word/comments.xml": comments,
            "word/people.xml": "<people>Jane Owner</people>",
            "word/media/mrs-patel.jpeg": photograph(),
            "word/_rels/document.xml.rels": relations(
                ("comments", "comments.xml"), ("image", "media/mrs-patel.jpeg"), ("people", "people.xml")
            ),
            "customXml/item1.xml": "<owner>Jane Owner</owner>",
        }
    )


def _other_office(part: str, kind: str, root: str, parts: dict[str, str | bytes]) -> bytes:
    types = CONTENT_TYPES.replace("/word/document.xml", f"/{part}").replace("wordprocessingml.document", kind)
    relations = RELATIONS.replace("word/document.xml", part)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": types, "_rels/.rels": relations, part: root, **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def excel(*rows: tuple[str, ...], **parts: str | bytes) -> bytes:
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    usual = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="urn:s"><sheetData>{cells}</sheetData></worksheet>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
    }
    root = (
        f'<workbook xmlns="urn:s" xmlns:r="{R}" xmlns:x="urn:x"><x:absPath url="C:\\Users\\jane.owner\\"/>'
        '<sheets><sheet name="Rota" r:id="rId1"/></sheets></workbook>'
    )
    return _other_office("xl/workbook.xml", "spreadsheetml.sheet", root, usual | parts)


def powerpoint(text: str = BLANK, **parts: str | bytes) -> bytes:
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    usual = {
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><p:txBody>{lines}</p:txBody></p:sld>',
        "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml"), ("commentAuthors", "authors.xml")),
        "ppt/authors.xml": "<authors>Jane Owner</authors>",
    }
    root = f'<p:presentation xmlns:p="urn:p" xmlns:r="{R}"><p:sldId r:id="rId1"/></p:presentation>'
    return _other_office("ppt/presentation.xml", "presentationml.presentation", root, usual | parts)


ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def open_text(text: str = BLANK, inner: str = "", mimetype: str = ODT_TYPE, **parts: str | bytes) -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    content = (
        f'{DECLARATION}<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
        f'xmlns:form="{ODF}:form:1.0" xmlns:draw="{ODF}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body><office:text>{inner}{body}</office:text></office:body>'
        "</office:document-content>"
    )
    usual = {
        "content.xml": content,
        "styles.xml": f'<office:document-styles xmlns:office="{ODF}:office:1.0"/>',
        "meta.xml": f'<office:document-meta xmlns:office="{ODF}:office:1.0"><a>Jane Owner</a></office:document-meta>',
        "META-INF/manifest.xml": "<manifest/>",
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mimetype, ZIP_STORED)
        for name, data in (usual | parts).items():
            archive.writestr(name, data, ZIP_DEFLATED)
    return buffer.getvalue()


# PDF


def pdf(text: str = BLANK, *, root: str = "", page: str = "", objects: tuple[bytes, ...] = (), pages: int = 1) -> bytes:
    """Pages that all say the text; further objects have numbers from 6 on."""
    lines = " ".join(f"({line.encode('cp1252', 'replace').decode('cp1252')}) Tj T*" for line in text.split("\n"))
    content = f"BT /F1 12 Tf 72 720 Td 14 TL {lines} ET".encode("cp1252")
    kids = " ".join("3 0 R" for _page in range(pages))
    said = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >> {page} >>"
        ).encode(),
        b"<< /Length %d >> stream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *objects,
    ]
    return assembled(said, info=b"/Info << /Author (Jane Owner) >>")


def assembled(objects: list[bytes], info: bytes = b"") -> bytes:
    out, places = BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, 2)
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj %b endobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, info, start))
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >> stream\n%b\nendstream" % (len(data), entries, data)


GOOD = {
    "pdf": pdf,
    "docx": word,
    "xlsx": lambda: excel(("Name", "Team"), ("", "")),
    "pptx": powerpoint,
    "odt": open_text,
    "png": lambda: picture("PNG"),
    "jpg": picture,
}
