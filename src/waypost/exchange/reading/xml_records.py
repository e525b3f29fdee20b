"""XML read as a stream of records, with every trick of XML refused.

No document type, no entities, no outside files, bounded depth and text. Only one
record is held at a time, so that a file's size does not matter.
"""

import xml.parsers.expat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Said, say

MAX_DEPTH = 24
MAX_TEXT = 4_000_000
MAX_NODES = 200_000
PIECE = 1 << 18


class XmlRefused(Exception):
    """The XML uses what a plan has no use for, or is larger than any plan."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Node:
    """One element of a record: its name without namespace, text and children."""

    name: str
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """Give the text of the first child of that name."""
        for child in self.children:
            if child.name == name:
                return child.text
        return default

    def all(self, name: str) -> Iterator["Node"]:
        """Give the children of that name."""
        return (child for child in self.children if child.name == name)

    def flag(self, name: str) -> bool:
        """Say whether a child holds a yes."""
        return self.get(name).lower() in {"1", "true", "yes", "-1"}


def harden(parser: Any) -> None:
    """Make a parser refuse document types, entities and outside files."""
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.UnparsedEntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype


def _refuse_doctype(*_arguments: object) -> int:
    reason = _(
        "This XML brings definitions of its own (a document type or entities). A plan"
        " has none, and they can be used to do harm: nothing was read."
    )
    raise XmlRefused(say(reason))


class Records:
    """Walks through a file and hands over each record and each single field.

    `records` names the elements handed over whole, by their path below the root;
    `skip` the elements that are only counted. All else directly below the root is
    a field of the root.
    """

    def __init__(
        self,
        records: dict[tuple[str, ...], Callable[[Node], None]],
        *,
        skip: frozenset[str] = frozenset(),
    ) -> None:
        self.records = records
        self.skip = skip
        self.skipped: dict[str, int] = {}
        self.fields: dict[str, str] = {}
        self.sections: dict[str, int] = {}
        self._path: list[str] = []
        self._stack: list[Node] = []
        self._texts: list[str] = []
        self._size = 0
        self._nodes = 0
        self._passing = 0

    def read(self, path: Path) -> None:
        """Read the whole file, in pieces."""
        parser = xml.parsers.expat.ParserCreate()
        harden(parser)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self._passing:
            self._passing += 1
            self._bound_depth(self._passing)
            return
        name = name.rpartition(":")[2]
        self._path.append(name)
        self._bound_depth(len(self._path))
        self._texts.clear()
        self._size = 0
        if self._stack:
            self._start_inside(name)
        elif tuple(self._path[1:]) in self.records:
            self._nodes = 1
            self._stack.append(Node(name))
        elif len(self._path) == 3:
            section = self._path[1]
            self.sections[section] = self.sections.get(section, 0) + 1

    def _start_inside(self, name: str) -> None:
        if name in self.skip:
            self.skipped[name] = self.skipped.get(name, 0) + 1
            self._path.pop()
            self._passing = 1
            return
        self._nodes += 1
        if self._nodes > MAX_NODES:
            reason = _("One element of this XML has more parts than a plan can have.")
            raise XmlRefused(say(reason))
        self._stack.append(Node(name))

    def _bound_depth(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            reason = _(
                "This XML is nested deeper than a plan can be (%(limit)s levels)."
            )
            raise XmlRefused(say(reason, limit=MAX_DEPTH))

    def _text(self, text: str) -> None:
        if self._passing:
            return
        self._size += len(text)
        if self._size > MAX_TEXT:
            reason = _("One text in this XML is longer than %(limit)s characters.")
            raise XmlRefused(say(reason, limit=f"{MAX_TEXT:,}"))
        self._texts.append(text)

    def _end(self, _name: str) -> None:
        if self._passing:
            self._passing -= 1
            return
        text = "".join(self._texts).strip()
        self._texts.clear()
        if self._stack:
            node = self._stack.pop()
            node.text = text if not node.children else ""
            if self._stack:
                self._stack[-1].children.append(node)
            else:
                self.records[tuple(self._path[1:])](node)
        elif len(self._path) == 2 and text:
            self.fields.setdefault(self._path[1], text)
        self._path.pop()
