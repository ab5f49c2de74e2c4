"""What the two families of office files have in common: XML, parsed, emptied of what it should not tell, and read.

An archive is never passed on as it came. The copy is built of the parts that are known, so that what nobody has
thought of stays behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from practices.attachments.limits import MOST_TEXT, SAFE_SCHEMES
from practices.attachments.pictures import UnknownPicture, cleaned
from practices.attachments.refusals import NotTaken, Why
from practices.choices import FileKind, FileRemoved

# Unpacked, together.
MOST_OF_PICTURES = 20_000_000

# What a parser or a walk through a tree raises at XML that is no document.
NO_DOCUMENT = (etree.LxmlError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class ReadFile:
    """A file as it may be stored, what it says, and what was taken out of it."""

    kind: FileKind
    data: bytes
    text: str
    removed: frozenset[FileRemoved] = field(default_factory=frozenset)
    has_filled_fields: bool = False


class Pictures:
    """The pictures of a file that its copy has, each once, without its details.

    They get names of ours: people call their pictures by what is on them.
    """

    def __init__(self, parts: Mapping[str, bytes]):
        self._parts = parts
        self._names: dict[str, str] = {}
        self.kept: dict[str, bytes] = {}
        self.removed: set[FileRemoved] = set()

    def kept_as(self, name: str, folder: str) -> str:
        """What the picture is called in the copy. Raises NotTaken."""
        if name not in self._names:
            before = self._parts[name]
            try:
                picture, ending = cleaned(before)
            except UnknownPicture as error:
                raise NotTaken(Why.STRANGE_PICTURE) from error
            if len(picture) < len(before):
                self.removed.add(FileRemoved.PICTURE_DETAILS)
            self._names[name] = f"{folder}/image{len(self._names) + 1}.{ending}"
            self.kept[self._names[name]] = picture
        return self._names[name]


def parsed(xml: bytes) -> Any:
    """The root of a part. The archive has seen to it that there are no entities and no document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(xml, parser)


def as_xml(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: Any) -> str:
    """The name of an element or attribute without its namespace, of which there is one for each edition."""
    name = element if isinstance(element, str) else element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def remove(element: Any) -> None:
    """Take it out with all that is in it; what stands behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def unwrap(element: Any) -> None:
    """Put what is in it in its place."""
    parent = element.getparent()
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)


def check_link(address: str) -> None:
    """Raises NotTaken for one that leads to a file, a program or a place on somebody's computer."""
    if address.startswith("#") or not address:
        return
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError as error:
        raise NotTaken(Why.REACHES_OUT) from error
    if scheme not in SAFE_SCHEMES:
        raise NotTaken(Why.REACHES_OUT)


def addresses_in(link: str) -> list[str]:
    """Whom a link writes to or rings; the check is to see that as it sees the text."""
    scheme, _colon, address = link.partition(":")
    return [address] if scheme.lower() in ("mailto", "tel") else []


def as_archive(parts: Mapping[str, bytes], *, first: str = "") -> bytes:
    """The parts as an archive without a date; `first` is one that has to stand at its beginning, as it is."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(parts, key=lambda name: name != first):
            is_packed = name == first or not name.endswith((".xml", ".rels", ".vml", ".svg", ".emf", ".wmf", ".bmp"))
            entry = ZipInfo(name)
            entry.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return out.getvalue()


def joined(lines: Iterable[str]) -> str:
    """The text of all lines; raises NotTaken where it is more than a sheet says."""
    kept, length = [], 0
    for line in lines:
        line = "\t".join(" ".join(cell.split(" ")).strip() for cell in line.split("\t")).rstrip()
        if not line:
            continue
        length += len(line) + 1
        if length > MOST_TEXT:
            raise NotTaken(Why.TOO_MUCH)
        kept.append(line)
    return "\n".join(kept)
