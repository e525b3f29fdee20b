import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waypost.exchange.reading import Refused, Sheet, detect, read, read_sheet
from waypost.exchange.reading.sheet_words import SHEETS
from waypost.exchange.reading.tables import open_table
from waypost.exchange.reading.tests.builders import put
from waypost.exchange.reading.texts import Exact
from waypost.exchange.reading.xlsx import parts
from waypost.exchange.templates import FORMS, HEADS, template
from waypost.exchange.writing import Value, xlsx_chunks

HEAD = '<?xml version="1.0"?>'
BOOK = (
    f'{HEAD}<workbook xmlns:r="r"><sheets><sheet name="Plan" sheetId="1" r:id="a"/>'
    "</sheets></workbook>"
)
LINKS = f'{HEAD}<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>'
QUIET = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def book(rows: str, **parts: str) -> bytes:
    """Make a workbook by hand."""
    data = io.BytesIO()
    sheet = f"{HEAD}<worksheet><sheetData>{rows}</sheetData></worksheet>"
    named = {
        "xl/workbook.xml": parts.pop("workbook", BOOK),
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/s.xml": sheet,
        **{f"xl/{name}.xml": text for name, text in parts.items()},
    }
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in named.items():
            zipped.writestr(name, text)
    return data.getvalue()


def cells(folder: Path, content: bytes) -> list[list[str]]:
    file = open_table(put(folder, content, "a.xlsx"))
    return [file.header, *(row.cells for row in file.body())]


def text(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def test_gives_values_as_they_are_typed(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        [1.5, date(2026, 3, 1), datetime(2026, 3, 1, 8, 30, tzinfo=UTC), True, "=1+1"]
    ]
    content = b"".join(xlsx_chunks("S", ["a", "b", "c", "d", "e"], rows))

    found = cells(tmp_path, content)[1]

    assert found[0] == "1.5"
    assert found[1] == "2026-03-01"
    assert found[2].startswith("2026-03-01 ")
    assert found[3:] == ["yes", "=1+1"]
    assert all(isinstance(cell, Exact) for cell in found[:4])


def test_gives_what_a_formula_was_worth(tmp_path: Path) -> None:
    rows = f"<row>{text('a')}{text('b')}</row><row><c><f>1+1</f><v>2</v></c></row>"

    assert cells(tmp_path, book(rows))[1] == ["2"]


def test_puts_cells_where_they_stand(tmp_path: Path) -> None:
    rows = (
        f"<row>{text('a')}{text('b')}{text('c')}</row>"
        '<row r="7"><c r="C7"><v>3</v></c></row>'
    )
    file = open_table(put(tmp_path, book(rows), "a.xlsx"))

    assert [(row.number, row.cells) for row in file.body()] == [(7, ["", "", "3"])]


def test_reads_shared_texts_and_leaves_how_to_say_them(tmp_path: Path) -> None:
    shared = (
        f"{HEAD}<sst><si><r><t>Gr</t></r><r><t>ün</t></r><rPh><t>x</t></rPh></si></sst>"
    )
    rows = f'<row><c t="s"><v>0</v></c>{text("b")}</row>'

    assert cells(tmp_path, book(rows, sharedStrings=shared))[0] == ["Grün", "b"]


@pytest.mark.parametrize(
    ("parts", "rows", "says"),
    [
        ({"workbook": "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}, "", "definitions"),
        ({"workbook": "<workbook/>"}, "", "no sheet"),
        ({"workbook": "<workbook"}, "", "damaged"),
        ({}, "<row><c r='ZZZ1'><v>1</v></c></row>", "more than 3,000 columns"),
        ({}, "<row r='9999999'><c><v>1</v></c></row>", "rows"),
        ({}, "", "empty"),
        ({}, "<row><c><v>1</v></c></row>", "plain text"),
    ],
)
def test_refuses_what_is_no_table(
    tmp_path: Path, parts: dict[str, str], rows: str, says: str
) -> None:
    path = put(tmp_path, book(rows, **parts), "a.xlsx")

    with pytest.raises(Refused, match=says):
        read(path, kind="tasks")


def test_refuses_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "FREE_OF_RATIO", 1 << 20)
    rows = f"<row>{text('a')}{text('b')}</row>" + " " * (8 << 20)
    path = put(tmp_path, book(rows), "a.xlsx")

    with pytest.raises(Refused, match="far more than a table"):
        read(path, kind="tasks")


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("form", FORMS)
def test_a_template_is_known_by_its_header(
    tmp_path: Path, kind: str, form: str
) -> None:
    path = put(tmp_path, b"".join(template(kind, form)), f"a.{form}")

    if kind in SHEETS:
        sheet = read_sheet(path, kind=kind)
        assert {column.becomes for column in sheet.columns} <= {
            *SHEETS[kind].fields,
            "leave_out",
        }
        assert set(sheet.layout.positions) == set(SHEETS[kind].template)
        assert detect(path) == kind
    else:
        assert not read(path, kind=kind).needs


@QUIET
@given(st.binary(max_size=400), st.sampled_from([*SHEETS, "tasks"]))
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    read_or_refuse(put(tmp_path, content, "a.csv"), kind)


@QUIET
@given(st.binary(max_size=200), st.sampled_from(["s", "workbook", "styles"]))
def test_any_part_is_read_or_refused(tmp_path: Path, part: bytes, name: str) -> None:
    shown = part.decode("latin-1")
    content = book(
        shown if name == "s" else "", **({} if name == "s" else {name: shown})
    )
    read_or_refuse(put(tmp_path, content, "a.xlsx"), "okrs")


@QUIET
@given(st.data())
def test_any_damage_is_read_or_refused(tmp_path: Path, data: Any) -> None:
    rows = f"<row>{text('Objective')}{text('Key result')}</row>"
    content = bytearray(book(rows))
    for _hit in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    read_or_refuse(put(tmp_path, bytes(content), "a.xlsx"), "okrs")


def read_or_refuse(path: Path, kind: str) -> None:
    found: Any = None
    refusals: list[str] = []
    try:
        found = (
            read(path, kind=kind) if kind == "tasks" else read_sheet(path, kind=kind)
        )
    except Refused as refused:
        refusals.append(str(refused))
    assert bool(found) or refusals[0]
    if isinstance(found, Sheet):
        for entry in found.entries():
            assert entry.number
            assert isinstance(entry.kept(), dict)
