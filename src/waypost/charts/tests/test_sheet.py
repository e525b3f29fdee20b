from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from waypost.charts.raster import LONGEST_SIDE, MOST_PIXELS, Size
from waypost.charts.sheet import (
    Bar,
    Sheet,
    SheetEdge,
    SheetNode,
    SheetWords,
    sheet,
)

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(1)</script>\" onload='x' &amp; \x00\x0b\ufffe ]]>"


def make_sheet(words: str = "Clinics get value") -> Sheet:
    nodes = [
        SheetNode(
            kind="objective", x=20, y=0, width=208, height=104, over=words, title=words,
            left=words, health="at_risk", bar=Bar(0.4, 0.0, 0.5), hidden=3,
        ),
        SheetNode(
            kind="key_result", x=288, y=0, width=244, height=116, over="KR-1",
            title=words, left=words, right=words, is_bet=True, health="on_track",
            bar=Bar(0.2, 0.5, 0.6, shows_gap=True),
        ),
        SheetNode(
            kind="project", x=592, y=0, width=208, height=88, over=words, title=words,
            is_lone=True,
        ),
    ]  # fmt: skip
    edges = [
        SheetEdge("part", [(228, 52, False), (288, 58, False)]),
        SheetEdge("ghost", [(532, 58, False), (592, 44, False)], 3, words),
        SheetEdge(
            "bet", [(228, 9, False), (288, 9, False), (532, 9, True), (592, 9, False)]
        ),
    ]
    about = SheetWords(words, words, words, [(20, "Objectives")], ("a", "b", "c", "d"))
    return Sheet(800, 116, about, nodes, edges)


def read(found: Sheet) -> ElementTree.Element:
    root: ElementTree.Element = fromstring(sheet(found))
    return root


def test_is_one_document_that_loads_nothing() -> None:
    written = sheet(make_sheet())

    root = fromstring(written)
    assert root.tag == f"{SVG}svg"
    assert "href" not in written
    assert "style=" not in written
    assert "<style" not in written
    assert "class=" not in written


def test_says_what_it_is_to_who_cannot_see_it() -> None:
    root = read(make_sheet())

    assert root.findtext(f"{SVG}title") == "Clinics get value"
    assert root.findtext(f"{SVG}desc") == "Clinics get value"
    assert root.get("role") == "img"


def test_escapes_hostile_words() -> None:
    root = read(make_sheet(HOSTILE))

    assert root.find(f".//{SVG}script") is None
    known = {"title", "desc", "defs", "pattern", "rect", "text", "g", "path"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= known | {"svg"}
    assert not any(
        name.startswith("on") for each in root.iter() for name in each.attrib
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_is_sound_whatever_things_are_called(words: str) -> None:
    read(make_sheet(words))


def test_cuts_what_does_not_fit_into_two_lines() -> None:
    root = read(make_sheet("A title of many words that goes on and on, " * 4))

    texts = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert any(words.endswith("…") for words in texts)
    assert max(map(len, texts)) < 140


def test_counts_what_is_folded_behind_a_box() -> None:
    root = read(make_sheet())

    assert "+3" in [each.text for each in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("width", "height"), [(800, 600), (2000, 9000), (1500, 30000)])
def test_is_drawn_no_larger_than_the_limits(width: int, height: int) -> None:
    zoom = Size(width, height).zoom

    assert zoom is not None
    assert width * height * zoom**2 <= MOST_PIXELS * 1.001
    assert max(width, height) * zoom <= LONGEST_SIDE * 1.001


def test_is_not_drawn_where_nothing_could_be_read() -> None:
    assert Size(3000, 90_000).zoom is None
