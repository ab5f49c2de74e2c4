"""Word, Excel and PowerPoint files: built anew of the parts that their main part leads to.

Relations are walked from the main part on. Those of a kind that is known are followed, those that bring programs, other
files or something from elsewhere refuse the file, and whatever else there is (properties, comments, people, printers,
what other programs keep) is left behind together with what refers to it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from practices.attachments import office_texts
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
    unwrap,
)
from practices.attachments.kinds import OFFICE
from practices.attachments.refusals import NotTaken, Why
from practices.choices import FileKind, FileRemoved
from practices.imports.archive import CONTENT_TYPES, parts

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONSHIPS = f"{PACKAGE}/relationships"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
# What the main part is called, and what its root is.
MAIN = {
    f"{OFFICE}.wordprocessingml.document.main+xml": (FileKind.WORD, "document"),
    f"{OFFICE}.spreadsheetml.sheet.main+xml": (FileKind.EXCEL, "workbook"),
    f"{OFFICE}.presentationml.presentation.main+xml": (FileKind.POWERPOINT, "presentation"),
}
PICTURE_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "svg": "image/svg+xml",
}

# The last part of a relation's type, which is the same in all editions of the format.
FOLLOWED = frozenset(
    [
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "themeOverride",
        "numbering",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "worksheet",
        "chartsheet",
        "sharedStrings",
        "drawing",
        "vmlDrawing",
        "table",
        "chart",
        "chartUserShapes",
        "chartStyle",
        "chartColorStyle",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "slide",
        "slideLayout",
        "slideMaster",
        "notesSlide",
        "notesMaster",
        "handoutMaster",
        "presProps",
        "viewProps",
        "tableStyles",
        "ctrlProp",
        "sheetMetadata",
    ]
)
PICTURES = frozenset({"image"})
LINKS = frozenset({"hyperlink"})
REFUSED = {
    "oleObject": Why.OBJECTS,
    "package": Why.OBJECTS,
    "control": Why.OBJECTS,
    "activeXControlBinary": Why.OBJECTS,
    "aFChunk": Why.OBJECTS,
    "video": Why.OBJECTS,
    "audio": Why.OBJECTS,
    "media": Why.OBJECTS,
    "webextension": Why.OBJECTS,
    "externalLink": Why.REACHES_OUT,
    "connections": Why.REACHES_OUT,
    "queryTable": Why.REACHES_OUT,
    "subDocument": Why.REACHES_OUT,
    "frame": Why.REACHES_OUT,
    "vbaProject": Why.MACROS,
    "wordVbaData": Why.MACROS,
    "xlMacrosheet": Why.MACROS,
    "xlIntlMacrosheet": Why.MACROS,
    "dialogsheet": Why.MACROS,
    "ui/extensibility": Why.MACROS,
}
WITH_COMMENTS = frozenset({"comments", "commentAuthors", "authors", "threadedComment", "people", "person"})
FETCHING_FIELD = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD)\b")

# Tracked changes: what was deleted goes, what was inserted stays, and nobody is named.
DELETED = frozenset({"del", "moveFrom"})
INSERTED = frozenset({"ins", "moveTo"})
MARKS_OF_CHANGES = re.compile(
    r"\w+PrChange|\w+Grid[Cc]hange|numberingChange|(?:move(?:From|To)Range|cell(?:Ins|Del|Merge))\w*"
)
MARKS_OF_COMMENTS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"})
# Names of people and of folders on their computers.
TELLING = frozenset({"absPath", "fileSharing", "docVars", "attachedTemplate", "mailMerge", "revisionPtr", "rsids"})


@dataclass(frozen=True)
class Relation:
    key: str
    type: str
    target: str
    is_external: bool

    @property
    def is_within(self) -> bool:
        """To a place in the same part."""
        return self.target.startswith("#")

    @property
    def kind(self) -> str:
        tail = self.type.rpartition("/")[2]
        return "ui/extensibility" if tail == "extensibility" else tail


def read(data: bytes) -> ReadFile:
    """The file without what it should not tell, and what it says. Raises NotTaken, and NotReadable for the archive."""
    package = _Package(dict(parts(data, needs=CONTENT_TYPES, most_of_others=MOST_OF_PICTURES)))
    try:
        return package.read()
    except NO_DOCUMENT as error:
        raise NotTaken(Why.DAMAGED) from error


class _Package:
    def __init__(self, parts: dict[str, bytes]):
        self.parts = parts
        self.kept: dict[str, bytes] = {}
        self.roots: dict[str, Any] = {}  # of what is XML, by the part's name, in the order of the walk
        self.pictures = Pictures(parts)
        self.addresses: list[str] = []  # that links write to or ring
        self.removed: set[FileRemoved] = set()

    def read(self) -> ReadFile:
        self.types = _content_types(parsed(self.parts[CONTENT_TYPES]))
        main = next((each for each in self._relations("") if each.kind == "officeDocument"), None)
        if main is None:
            raise NotTaken(Why.DAMAGED)
        name = main.target
        if self.types(name) not in MAIN:
            raise NotTaken(Why.WRONG_KIND)
        kind, root = MAIN[self.types(name)]
        self._walk(name)
        if local(self.roots[name]) != root:
            raise NotTaken(Why.DAMAGED)
        self._look_at_properties()
        said = office_texts.Texts(kind, self.roots)
        text = joined(chain(said.lines(), self.addresses))
        self._write(name, main.type)
        removed = frozenset(self.removed | self.pictures.removed)
        return ReadFile(kind, as_archive(self.kept), text, removed, said.has_filled_fields)

    def _walk(self, main: str) -> None:
        waiting = [main]
        while waiting:
            name = waiting.pop()
            if name in self.roots or name in self.kept:
                continue
            if name.endswith(".vml"):
                self.kept[name] = self.parts[name]
                continue
            root = parsed(self.parts[name])
            self.roots[name] = root
            kept: list[Relation] = []
            dropped: set[str] = set()
            relations = self._relations(name)
            has_comments = any(each.kind in WITH_COMMENTS for each in relations)
            for each in relations:
                followed = self._decide(each, has_comments)
                if followed is None:
                    dropped.add(each.key)
                    continue
                kept.append(followed)
                if each.kind in FOLLOWED:
                    waiting.append(each.target)
            self._clean(root, dropped)
            if kept:
                self.kept[_relations_of(name)] = _as_relations(name, kept)

    def _decide(self, relation: Relation, has_comments: bool) -> Relation | None:
        """The relation as the copy has it; None where it is left behind."""
        if relation.kind in REFUSED:
            raise NotTaken(REFUSED[relation.kind])
        if relation.kind in LINKS:
            return self._link(relation)
        if relation.kind in WITH_COMMENTS:
            self.removed.add(FileRemoved.COMMENTS)
            return None
        if relation.kind in PICTURES:
            if relation.is_external:
                raise NotTaken(Why.REACHES_OUT)
            return self._picture(relation)
        if relation.kind not in FOLLOWED or relation.target not in self.parts:
            return None
        if relation.is_external:
            raise NotTaken(Why.REACHES_OUT)
        # Drawn for comments; its shapes would stand there without them.
        return None if relation.kind == "vmlDrawing" and has_comments else relation

    def _link(self, relation: Relation) -> Relation | None:
        if relation.is_external:
            check_link(relation.target)
            self.addresses += addresses_in(relation.target)
        return relation if relation.is_external or relation.is_within or relation.target in self.parts else None

    def _picture(self, relation: Relation) -> Relation | None:
        if relation.target not in self.parts:
            return None
        folder = relation.target.partition("/")[0]
        return Relation(relation.key, relation.type, self.pictures.kept_as(relation.target, f"{folder}/media"), False)

    def _relations(self, source: str) -> list[Relation]:
        xml = self.parts.get(_relations_of(source))
        if xml is None:
            return []
        return [
            Relation(
                each.get("Id"),
                each.get("Type"),
                each.get("Target") if _is_external(each) else _resolved(source, each.get("Target")),
                _is_external(each),
            )
            for each in parsed(xml)
        ]

    def _clean(self, root: Any, dropped: set[str]) -> None:
        if any(FETCHING_FIELD.search(instruction) for instruction in _instructions(root)):
            raise NotTaken(Why.REACHES_OUT)
        for element in list(root.iter()):
            name = local(element)
            if (
                name in TELLING
                or any(value in dropped for key, value in element.attrib.items() if "/relationships}" in key)
                or name in MARKS_OF_COMMENTS
            ):
                remove(element)
            elif name in DELETED or name in INSERTED:
                self._settle(element, name)
            elif MARKS_OF_CHANGES.fullmatch(name):
                self.removed.add(FileRemoved.CHANGES)
                remove(element)

    def _settle(self, change: Any, name: str) -> None:
        """Accept a tracked change. Formulas have elements of these names, too, which have no author."""
        if not any(local(key) in ("author", "date") for key in change.attrib):
            return
        self.removed.add(FileRemoved.CHANGES)
        parent = change.getparent()
        if name in DELETED and local(parent) == "trPr":
            remove(parent.getparent())
        elif name in DELETED or len(change) == 0:
            remove(change)
        else:
            unwrap(change)

    def _look_at_properties(self) -> None:
        """They are left behind; their author is told if they said anything."""
        told = [each.target for each in self._relations("") if each.kind in ("core-properties", "custom-properties")]
        properties = [parsed(self.parts[name]) for name in told if name in self.parts]
        if any((element.text or "").strip() for root in properties for element in root.iter()):
            self.removed.add(FileRemoved.PROPERTIES)

    def _write(self, main: str, type_of_main: str) -> None:
        self.kept |= self.pictures.kept | {name: as_xml(root) for name, root in self.roots.items()}
        self.kept["_rels/.rels"] = _as_relations("", [Relation("rId1", type_of_main, main, False)])
        types = parsed(f'<Types xmlns="{PACKAGE}/content-types"/>'.encode())
        for ending, of_ending in {"rels": RELATIONS_TYPE, "xml": "application/xml", **PICTURE_TYPES}.items():
            _child(types, "Default", Extension=ending, ContentType=of_ending)
        _child(types, "Default", Extension="vml", ContentType=f"{OFFICE}.vmlDrawing")
        for name in self.roots:
            if self.types(name):
                _child(types, "Override", PartName=f"/{name}", ContentType=self.types(name))
        self.kept[CONTENT_TYPES] = as_xml(types)


def _content_types(root: Any) -> Any:
    """A function that gives the type of a part by its name."""
    endings = {each.get("Extension").lower(): each.get("ContentType") for each in root if local(each) == "Default"}
    names = {each.get("PartName").lower(): each.get("ContentType") for each in root if local(each) == "Override"}
    return lambda name: names.get(f"/{name.lower()}") or endings.get(name.rpartition(".")[2].lower(), "")


def _relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _resolved(source: str, target: str) -> str:
    if target.startswith("#"):
        return target
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")


def _is_external(relation: Any) -> bool:
    return relation.get("TargetMode", "").lower() == "external"


def _as_relations(source: str, relations: list[Relation]) -> bytes:
    root = parsed(f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode())
    for each in relations:
        made = _child(root, "Relationship", Id=each.key, Type=each.type, Target=each.target)
        if each.is_external:
            made.set("TargetMode", "External")
        elif not each.is_within:
            made.set("Target", f"/{each.target}")
    return as_xml(root)


def _child(parent: Any, name: str, **attributes: str) -> Any:
    namespace = parent.tag.partition("}")[0] + "}"
    child = parent.makeelement(namespace + name, attributes)
    parent.append(child)
    return child


def _instructions(root: Any) -> Iterator[str]:
    """What the fields of a part do. One may be divided among runs, so they are read together."""
    yield "".join(element.text or "" for element in root.iter("{*}instrText"))
    for element in root.iter("{*}fldSimple"):
        yield from (value for key, value in element.attrib.items() if local(key) == "instr")
