"""OpenDocument texts: built anew of their contents, their styles and their pictures alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from practices.attachments.documents import (
    MOST_OF_PICTURES,
    NO_DOCUMENT,
    Pictures,
    ReadFile,
    addresses_in,
    as_archive,
    as_xml,
    check_link,
    joined,
    local,
    parsed,
    remove,
)
from practices.attachments.kinds import MEDIA_TYPES
from practices.attachments.office import PICTURE_TYPES
from practices.attachments.refusals import NotTaken, Why
from practices.choices import FileKind, FileRemoved
from practices.imports.archive import parts

MIMETYPE, MANIFEST, META = "mimetype", "META-INF/manifest.xml", "meta.xml"
READ = ("content.xml", "styles.xml")
PROGRAMS = re.compile(r"(?:Basic|Scripts)/.")
OBJECTS = re.compile(r"(?:Object|ObjectReplacements)\b.*/.", re.IGNORECASE)
TELLING = {
    "tracked-changes": FileRemoved.CHANGES,
    "change": FileRemoved.CHANGES,
    "change-start": FileRemoved.CHANGES,
    "change-end": FileRemoved.CHANGES,
    "annotation": FileRemoved.COMMENTS,
    "annotation-end": FileRemoved.COMMENTS,
    "event-listeners": FileRemoved.SCRIPTS,
    "script": FileRemoved.SCRIPTS,
}
FETCHING = frozenset({"dde-connection-decl", "dde-source", "section-source", "database-display", "connection-resource"})
FIELDS = ("text", "textarea", "combobox", "date")
VALUES_OF_FIELDS = ("current-value", "current-selected")
MANIFEST_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
OFFICE_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def read(data: bytes) -> ReadFile:
    """The file without what it should not tell, and what it says. Raises NotTaken, and NotReadable for the archive."""
    found = dict(parts(data, needs=MIMETYPE, most_of_others=MOST_OF_PICTURES))
    try:
        return _Document(found).read()
    except NO_DOCUMENT as error:
        raise NotTaken(Why.DAMAGED) from error


class _Document:
    def __init__(self, found: dict[str, bytes]):
        self.parts = found
        self.kept: dict[str, bytes] = {}
        self.pictures = Pictures(found)
        self.removed: set[FileRemoved] = set()
        self.filled: list[str] = []
        self.addresses: list[str] = []  # that links write to or ring

    def read(self) -> ReadFile:
        kind = FileKind.OPENDOCUMENT
        if self.parts[MIMETYPE] != MEDIA_TYPES[kind].encode():
            raise NotTaken(Why.WRONG_KIND)
        self._look_at_names()
        roots = {name: parsed(self.parts[name]) for name in READ if name in self.parts}
        if local(roots["content.xml"]) != "document-content":
            raise NotTaken(Why.DAMAGED)
        for root in roots.values():
            self._clean(root)
        said = (line for root in roots.values() for line in [*_lines(root), *self._filled_in(root)])
        text = joined(chain(said, self.addresses))
        self.kept |= self.pictures.kept | {name: as_xml(root) for name, root in roots.items()}
        self._write(kind)
        data = as_archive(self.kept, first=MIMETYPE)
        return ReadFile(kind, data, text, frozenset(self.removed | self.pictures.removed), bool(self.filled))

    def _look_at_names(self) -> None:
        if b"encryption-data" in self.parts.get(MANIFEST, b""):
            raise NotTaken(Why.PROTECTED)
        if any(PROGRAMS.match(name) for name in self.parts):
            raise NotTaken(Why.MACROS)
        if any(OBJECTS.match(name) for name in self.parts):
            raise NotTaken(Why.OBJECTS)
        if META in self.parts and any((each.text or "").strip() for each in parsed(self.parts[META]).iter()):
            self.removed.add(FileRemoved.PROPERTIES)

    def _clean(self, root: Any) -> None:
        for element in list(root.iter()):
            name = local(element)
            if name in TELLING:
                self.removed.add(TELLING[name])
                remove(element)
            elif name in FETCHING:
                raise NotTaken(Why.REACHES_OUT)
            else:
                self._look_at_link(element)

    def _look_at_link(self, element: Any) -> None:
        for key, address in list(element.attrib.items()):
            if local(key) != "href":
                continue
            inside = address.removeprefix("./")
            if inside in self.parts:
                element.set(key, self.pictures.kept_as(inside, "Pictures"))
            elif local(element) in ("image", "fill-image", "background-image", "object", "object-ole", "plugin"):
                raise NotTaken(Why.REACHES_OUT)
            else:
                check_link(address)
                self.addresses += addresses_in(address)

    def _filled_in(self, root: Any) -> Iterator[str]:
        for element in root.iter(*(f"{{*}}{name}" for name in FIELDS)):
            values = [value for key, value in element.attrib.items() if local(key) in VALUES_OF_FIELDS]
            for value in filter(str.strip, values):
                self.filled.append(value)
                yield value

    def _write(self, kind: FileKind) -> None:
        self.kept[MIMETYPE] = MEDIA_TYPES[kind].encode()
        self.kept[META] = as_xml(parsed(f'<o:document-meta xmlns:o="{OFFICE_NAMESPACE}" o:version="1.3"/>'.encode()))
        manifest = parsed(f'<m:manifest xmlns:m="{MANIFEST_NAMESPACE}" m:version="1.3"/>'.encode())
        types = {"/": MEDIA_TYPES[kind]}
        types |= {
            name: PICTURE_TYPES.get(name.rpartition(".")[2], "text/xml") for name in self.kept if name != MIMETYPE
        }
        for name, of_name in types.items():
            namespace = f"{{{MANIFEST_NAMESPACE}}}"
            attributes = {f"{namespace}full-path": name, f"{namespace}media-type": of_name}
            manifest.append(manifest.makeelement(f"{namespace}file-entry", attributes))
        self.kept[MANIFEST] = as_xml(manifest)


def _lines(container: Any) -> Iterator[str]:
    for child in container:
        name = local(child)
        if name in ("p", "h"):
            yield from _said(child).split("\n")
        elif name == "table-row":
            yield "\t".join(" ".join(_lines(cell)) for cell in child)
        elif name in ("title", "desc"):
            yield child.text or ""
        else:
            yield from _lines(child)


def _said(element: Any) -> str:
    """The text of a paragraph. A placeholder says what to type there, so nobody has."""
    said = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "tab":
            said.append("\t")
        elif name == "s":
            said.append(" ")
        elif name == "line-break":
            said.append("\n")
        elif name in ("p", "h"):
            said.append("\n" + _said(child) + "\n")
        elif name != "placeholder":
            said.append(_said(child))
        said.append(child.tail or "")
    return "".join(said)
