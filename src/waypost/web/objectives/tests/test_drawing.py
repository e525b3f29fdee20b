"""A row of the tree is drawn as a string …"""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from waypost.web.bars import Bar
from waypost.web.objectives import drawing
from waypost.web.objectives.lines import Line

LINE = Line(
    node="o7",
    parent="",
    depth=0,
    title="Boats leave on time",
    code="O-7",
    url="/objectives/O-7/",
    peek="/objectives/O-7/",
    owner="Mara Oyelaran",
    bar=Bar(health="on_track", measured=0.46, bets=0.2, pace=0.5, gap=0.34),
    is_objective=True,
)
HOSTILE = "\"><script>alert('1')</script> & <b>"


class _Tags(HTMLParser):
    """Collects the tags of a piece, and whether all are closed in turn."""

    VOID = frozenset({"rect", "path", "use", "line", "circle"})

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(piece)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str) -> dict[str, str | None]:
        """Return those of the first such tag."""
        return next(attrs for name, attrs in self.found if name == tag)


def test_whole_with_where_it_leads() -> None:
    read = _Tags(drawing.row(LINE, is_fresh=False))

    row, link = read.attributes("tr"), read.attributes("a")
    assert read.open == []
    assert (row["data-node"], row["data-depth"]) == ("o7", "0")
    assert "data-parent" not in row
    assert "autofocus" not in row
    assert (link["href"], link["class"]) == ("/objectives/O-7/", "strong")
    assert "Boats leave on time" in read.text
    assert "46\N{NO-BREAK SPACE}%" in read.text


@pytest.mark.parametrize(
    "name", ["title", "owner", "note", "values", "state", "url", "peek", "node"]
)
def test_with_nothing_in_it_that_acts(name: str) -> None:
    changes: dict[str, Any] = {name: HOSTILE, "has_below": True}
    hostile = replace(LINE, **changes)

    read = _Tags(drawing.row(hostile, is_fresh=False))

    assert read.open == []
    assert not {"script", "b"} & {tag for tag, _attrs in read.found}


def test_below_another_as_a_key_result() -> None:
    line = replace(LINE, is_objective=False, parent="o1", depth=1, is_closed=True)

    read = _Tags(drawing.row(line, is_fresh=False))

    row = read.attributes("tr")
    assert (row["class"], row["data-parent"], row["data-depth"]) == ("kr", "o1", "1")
    assert "data-closed" in row
    assert "class" not in read.attributes("a")


def test_with_a_button_only_where_something_is_below() -> None:
    leaf = _Tags(drawing.row(LINE, is_fresh=False))
    branch = _Tags(drawing.row(replace(LINE, has_below=True), is_fresh=False))

    assert "button" not in [tag for tag, _attrs in leaf.found]
    assert branch.attributes("button")["aria-expanded"] == "true"


def test_with_the_focus_where_it_was_just_made() -> None:
    assert "autofocus" in _Tags(drawing.row(LINE, is_fresh=True)).attributes("tr")


def test_without_figures_where_there_are_none() -> None:
    read = _Tags(drawing.row(replace(LINE, bar=Bar()), is_fresh=False))

    assert read.open == []
    assert "%" not in read.text


def test_with_the_score_in_place_of_the_gap() -> None:
    read = _Tags(drawing.row(replace(LINE, score=0.7), is_fresh=False))

    assert "score 70\N{NO-BREAK SPACE}%" in read.text
    assert "gap" not in read.text
