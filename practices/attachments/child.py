"""What opens PDFs and pictures: a program of its own, which may use little time and memory and no files.

Their libraries are large, one is in C, and a file can be made to keep either busy. Here the system stops them. The
file comes in by standard input; out goes a line of JSON, and then the file as it may be stored. It imports nothing
of Django, and gets no settings and no environment. See `sandbox.py`.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from practices.attachments.limits import MOST_TEXT, SAFE_SCHEMES

# The processor's seconds; a sheet of twenty pages takes a quarter of them.
MOST_SECONDS = 0.8
# Beyond what Python and the libraries take. Linux counts what a program has asked for and may write to.
MOST_MEMORY = 64_000_000
MOST_BYTES = 10_000_000
MOST_PAGES = 60
MOST_OBJECTS = 100_000
# An A4 page at 300 dots an inch.
LONGEST_SIDE = 3600
MOST_PIXELS = 20_000_000
# Each takes four bytes. A JPEG of more is read at half its size; other pictures are not made smaller.
MOST_PIXELS_AT_ONCE = {"JPEG": 6_000_000, "PNG": 10_000_000}

NO_MEMORY, BROKEN = 3, 4


class Refused(Exception):
    """With the value of `refusals.Why`."""


# PDF

# Wherever they stand: who wrote it, what other programs keep in it, and what happens by itself.
DROPPED = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/AF", "/Perms", "/DSS", "/JS"})
DROPPED_NAMES = {"/JavaScript": "scripts", "/EmbeddedFiles": "embedded", "/Renditions": "embedded"}
SAYS = {"/JS": "scripts", "/OpenAction": "", "/AA": "scripts", "/Metadata": "properties", "/AF": "embedded"}
LEADS_SOMEWHERE = frozenset({"/GoTo", "/Named"})
ACTIONS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/RichMediaExecute",
        "/Movie",
        "/Sound",
        "/ResetForm",
        "/Hide",
        "/SetOCGState",
        "/Thread",
        "/GoTo3DView",
        "/Trans",
    ]
)
KEPT_ANNOTATIONS = frozenset({"/Link", "/Widget"})
WITH_FILES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})


class Pdf:
    def __init__(self, data: bytes):
        from pypdf import PdfReader, PdfWriter

        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise Refused("protected")
        if len(reader.pages) > MOST_PAGES:
            raise Refused("too_much")
        self.removed: set[str] = set()
        self.said: list[str] = []
        self.has_filled_fields = False
        if any(reader.metadata.values()) if reader.metadata else False:
            self.removed.add("properties")
        # Only what the pages and the catalogue lead to comes along: no earlier version of the file does.
        self._clean(reader.trailer["/Root"].get_object())
        self.writer = PdfWriter(clone_from=reader)
        self.writer.metadata = None
        self.writer.pdf_header = reader.pdf_header

    def text(self) -> str:
        words, length = [], 0
        for page in self.writer.pages:
            words.append(page.extract_text())
            length += len(words[-1])
            if length > MOST_TEXT:
                raise Refused("too_much")
        return "\n".join([*words, *self.said])

    def written(self) -> memoryview:
        out = BytesIO()
        self.writer.write(out)
        return out.getbuffer()

    def _clean(self, root: Any) -> None:
        for found in _dictionaries(root):
            self._look_at_form(found)
            self._drop(found)
            self._look_at_action(found)
            self._look_at_annotations(found)
            self._look_at_picture(found)
            for key in ("/Title", "/TU", "/Alt", "/ActualText"):
                self._say(found.get(key))

    def _say(self, value: Any) -> None:
        if isinstance(value, str) and value.strip() and not value.startswith("/"):
            self.said.append(value)

    def _drop(self, found: Any) -> None:
        for key in DROPPED & found.keys():
            if said := SAYS.get(key):
                self.removed.add(said)
            del found[key]
        for key in DROPPED_NAMES.keys() & found.keys():
            self.removed.add(DROPPED_NAMES[key])
            del found[key]
        if "/EF" in found:
            self.removed.add("embedded")
            del found["/EF"]
        if "/XFA" in found:
            raise Refused("live_form")

    def _look_at_action(self, found: Any) -> None:
        kind = found.get("/S")
        if kind == "/URI":
            address = str(found.get("/URI", ""))
            if urlsplit(address).scheme.lower() not in SAFE_SCHEMES:
                raise Refused("reaches_out")
            if not address.startswith("http"):
                self._say(address.partition(":")[2])
        elif kind in ACTIONS or "/Launch" in found:
            self.removed.add("scripts")
            found.clear()
        if "/S" in found and kind in LEADS_SOMEWHERE | {"/URI"}:
            found.pop("/Next", None)

    def _look_at_annotations(self, found: Any) -> None:
        from pypdf.generic import ArrayObject

        annotations = found.get("/Annots")
        if annotations is None:
            return
        kept = ArrayObject()
        for each in annotations.get_object():
            kind = each.get_object().get("/Subtype")
            if kind in KEPT_ANNOTATIONS:
                kept.append(each)
            else:
                self.removed.add("embedded" if kind in WITH_FILES else "comments")
        found[_name("/Annots")] = kept

    def _look_at_form(self, found: Any) -> None:
        kind = found.get("/FT")
        if kind == "/Sig" and "/V" in found:
            self.removed.add("signature")
            del found["/V"]
            found.pop("/AP", None)
        value = found.get("/V") if kind in ("/Tx", "/Ch") else None
        value = value.get_object() if value is not None else None
        if isinstance(value, bytes):  # in no alphabet that the library knows
            value = value.decode("latin-1")
        if isinstance(value, str) and value.strip():
            self.has_filled_fields = self.has_filled_fields or value != found.get("/DV")
            self.said.append(f"{found.get('/TU') or found.get('/T') or ''}: {value}")

    def _look_at_picture(self, found: Any) -> None:
        """Pictures stand in a PDF as the camera made them, Exif and all."""
        if found.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]) and hasattr(found, "_data"):
            from practices.attachments.pictures import UnknownPicture, without_segments

            try:
                cleaned = without_segments(found._data)
            except (UnknownPicture, IndexError) as error:
                raise Refused("strange_picture") from error
            if len(cleaned) < len(found._data):
                self.removed.add("picture_details")
            found._data = cleaned


def _dictionaries(root: Any) -> Iterator[Any]:
    """Every dictionary that this one leads to, each once, before what it holds is looked at."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        found = waiting.pop().get_object()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if len(seen) > MOST_OBJECTS:
            raise Refused("too_much")
        if isinstance(found, dict):
            yield found
            waiting += [value for value in found.values() if _holds(value)]
        elif isinstance(found, list):
            waiting += [value for value in found if _holds(value)]


def _holds(value: Any) -> bool:
    from pypdf.generic import IndirectObject

    return isinstance(value, (dict, list, IndirectObject))


def _name(text: str) -> Any:
    from pypdf.generic import NameObject

    return NameObject(text)


def read_pdf(data: bytes) -> tuple[dict[str, Any], memoryview]:
    pdf = Pdf(data)
    text = pdf.text()
    said = {"text": text, "removed": sorted(pdf.removed), "has_filled_fields": pdf.has_filled_fields}
    return said, pdf.written()


# Pictures

GPS = 0x8825
HARMLESS_TAGS = frozenset({0x0112, 0x011A, 0x011B, 0x0128, 0x0213})  # orientation, resolution
HARMLESS_INFO = frozenset(
    [
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
        "gamma",
        "srgb",
        "chromaticity",
        "transparency",
        "aspect",
        "progressive",
        "progression",
        "adobe",
        "adobe_transform",
        "interlace",
        "loop",
    ]
)


def read_picture(data: bytes, kind: str) -> tuple[dict[str, Any], bytes]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # asked below, before anything is unpacked
    with Image.open(BytesIO(data), formats=[kind]) as opened:
        width, height = opened.size
        removed = _details_of(opened)
        if width * height > MOST_PIXELS:
            raise Refused("pixels")
        if width * height > MOST_PIXELS_AT_ONCE[kind] or max(opened.size) > LONGEST_SIDE:
            if kind == "PNG":
                raise Refused("pixels")
            removed.add("size")
            opened.draft(None, (width // 2, height // 2))
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = ImageOps.exif_transpose(opened) if kind == "JPEG" else opened
        return {"text": "", "removed": sorted(removed), "has_filled_fields": False}, _drawn(drawn, kind)


def _details_of(opened: Any) -> set[str]:
    tags = opened.getexif()
    found = {"location"} if GPS in tags else set()
    if set(tags) - HARMLESS_TAGS - {GPS} or set(opened.info) - HARMLESS_INFO - {"exif"}:
        found.add("picture_details")
    return found


def _drawn(image: Any, kind: str) -> bytes:
    """The picture and nothing else."""
    if kind == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    transparency = image.info.get("transparency") if kind == "PNG" else None
    image.info.clear()
    out = BytesIO()
    if kind == "JPEG":
        image.save(out, "JPEG", quality=88)
    else:
        image.save(out, "PNG", **({} if transparency is None else {"transparency": transparency}))
    return out.getvalue()


# The program


def limit() -> None:
    """What the system stops: from here on, nobody has to ask."""
    soft = resource.RLIM_INFINITY
    if used := re.search(r"VmData:\s+(\d+) kB", _status()):
        soft = int(used[1]) * 1024 + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (soft, soft))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (3, 3))
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)  # ends the program


def _status() -> str:
    try:
        with open("/proc/self/status") as file:
            return file.read()
    except OSError:
        return ""


def main() -> None:
    warnings.simplefilter("ignore")
    kind = sys.argv[1]
    if kind == "pdf":
        import pypdf  # noqa: F401  before the limits, which are about the file
    else:
        from PIL import ImageOps, JpegImagePlugin, PngImagePlugin  # noqa: F401
    limit()
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        said, made = read_pdf(data) if kind == "pdf" else read_picture(data, kind)
        if len(said["text"]) > MOST_TEXT or len(made) > MOST_BYTES:
            raise Refused("too_much")
    except Refused as refusal:
        said, made = {"refused": str(refusal)}, b""
    except MemoryError:
        sys.exit(NO_MEMORY)
    except Exception as error:  # noqa: BLE001  whatever the libraries raise at nonsense; its text may quote the file
        sys.exit(NO_MEMORY if type(error).__name__ == "LimitReachedError" else BROKEN)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    sys.stdout.buffer.write(made)
