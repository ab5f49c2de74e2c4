"""What Word, Excel and PowerPoint files say: all of it, for the check, the hidden and the printed small alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from practices.attachments.documents import local
from practices.choices import FileKind

# Written twice for older programs, and prompts that nobody has answered.
NOT_READ = frozenset({"Fallback", "instrText", "delText"})
PROMPT = "showingPlcHdr"
TYPED_INTO = frozenset({"text", "date", "dropDownList", "comboBox"})
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
DESCRIBED = frozenset({"docPr", "cNvPr"})
CELL = re.compile(r"([A-Z]{1,3})\d+")
MOST_COLUMNS = 100


class Texts:
    """Of all parts of one file. `has_filled_fields` counts once the lines have been read."""

    def __init__(self, kind: FileKind, roots: Mapping[str, Any]):
        self.kind = kind
        self.roots = roots
        self.has_filled_fields = False

    def lines(self) -> Iterator[str]:
        shared = self._shared_strings() if self.kind == FileKind.EXCEL else []
        for root in self.roots.values():
            yield from self._part(root, shared)

    def _part(self, root: Any, shared: list[str]) -> Iterator[str]:
        name = local(root)
        if name in ("styles", "theme", "sst", "fonts", "Relationships", "settings"):
            return
        if name in ("worksheet", "chartsheet"):
            yield from _rows(root, shared)
            yield from _beside_the_cells(root)
        elif name == "workbook":
            yield from (each.get("name", "") for each in root.iter("{*}sheet"))
        elif name == "chartSpace":
            yield from (each.text or "" for each in root.iter("{*}v"))
        yield from self._blocks(root)
        for element in root.iter():
            if local(element) in DESCRIBED:
                yield from (element.get(key, "") for key in ("descr", "title"))

    def _blocks(self, container: Any) -> Iterator[str]:
        for child in container:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child).split("\n")
            elif name == "tr":
                yield "\t".join(" ".join(self._blocks(cell)) for cell in child if not local(cell).endswith("Pr"))
            elif name == "sdt":
                yield from self._control(child)
            elif name not in NOT_READ and not name.endswith("Pr"):
                yield from self._blocks(child)

    def _paragraph(self, container: Any) -> str:
        said = []
        for child in container:
            name = local(child)
            if name == "t":
                said.append(child.text or "")
            elif name in BREAKS:
                said.append(BREAKS[name])
            elif name == "p":
                said.append("\n" + self._paragraph(child) + "\n")
            elif name == "sdt":
                said.append("\n".join(self._control(child)))
            elif name not in NOT_READ and not name.endswith("Pr"):
                said.append(self._paragraph(child))
        return "".join(said)

    def _control(self, control: Any) -> Iterator[str]:
        """A field of a form, or one of the many other things that Word keeps in such a place."""
        properties = {local(each) for part in control if local(part) == "sdtPr" for each in part}
        if PROMPT in properties:
            return
        said = [self._paragraph(part) for part in control if local(part) == "sdtContent"]
        if properties & TYPED_INTO and "dataBinding" not in properties and any(text.strip() for text in said):
            self.has_filled_fields = True
        yield from "\n".join(said).split("\n")

    def _shared_strings(self) -> list[str]:
        for root in self.roots.values():
            if local(root) == "sst":
                return ["".join(each.text or "" for each in item.iter("{*}t")) for item in root]
        return []


def _rows(sheet: Any, shared: list[str]) -> Iterator[str]:
    """Cell by cell, with a tab for each column, so that a head stands over what belongs to it."""
    for row in sheet.iter("{*}row"):
        cells: dict[int, str] = {}
        for number, cell in enumerate(row):
            place = CELL.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else number
            if column < MOST_COLUMNS:
                cells[column] = _cell(cell, shared)
            else:
                yield _cell(cell, shared)
        yield "\t".join(cells.get(column, "") for column in range(max(cells, default=-1) + 1))


def _beside_the_cells(sheet: Any) -> Iterator[str]:
    """What stands in the head and foot of a page, what a cell offers to choose from, and what it asks for."""
    for edge in sheet.iter("{*}headerFooter"):
        yield from (each.text or "" for each in edge)
    for offered in sheet.iter("{*}dataValidation"):
        yield from (each.text or "" for each in offered)
        yield from (offered.get(key, "") for key in ("prompt", "promptTitle", "error", "errorTitle"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: Any, shared: list[str]) -> str:
    value = next((each.text or "" for each in cell.iter("{*}v")), "")
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    inline = "".join(each.text or "" for each in cell.iter("{*}t"))
    formula = " ".join(each.text or "" for each in cell.iter("{*}f"))
    return " ".join(filter(None, [inline or value, formula])).replace("\n", " ")
