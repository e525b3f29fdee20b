"""Files that go out …"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.exchange.writing import Value, csv_lines, sheet, xlsx_chunks

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", " =1", "＝1"]


def read_csv(rows: list[list[Value]]) -> list[list[str]]:
    data = b"".join(csv_lines(["Head"], rows)).decode()
    assert data.startswith("\ufeff")
    return list(csv.reader(io.StringIO(data.removeprefix("\ufeff"))))[1:]


def read_xlsx(rows: list[list[Value]]) -> list[list[tuple[str, str, str]]]:
    """Return each cell's type, style and value, as the file has them."""
    data = b"".join(xlsx_chunks("A title", ["Head"], rows))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in root.findall("m:sheetData/m:row", NS)[1:]:
        cells = row.findall("m:c", NS)
        found.append(
            [(c.get("t", ""), c.get("s", ""), "".join(c.itertext())) for c in cells]
        )
    return found


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_runs_no_formula(formula: str) -> None:
    ((cell,),) = read_csv([[formula]])

    assert cell == f"'{formula}"


def test_csv_leaves_numbers_and_words_as_they_are() -> None:
    rows: list[list[Value]] = [
        ["-3.5", "Müller, A.", 'say "x"', "a\nb", "\N{MINUS SIGN}3"],
        [Decimal("-1.50"), 3, True, date(2026, 12, 31), None],
    ]

    first, second = read_csv(rows)

    assert first == ["-3.5", "Müller, A.", 'say "x"', "a\nb", "\N{MINUS SIGN}3"]
    assert second == ["-1.50", "3", "yes", "2026-12-31", ""]


def test_csv_says_an_instant_with_its_offset() -> None:
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)

    assert read_csv([[at]]) == [["2026-01-02T03:04:00+00:00"]]


@pytest.mark.parametrize("formula", FORMULAS)
def test_xlsx_keeps_what_looks_like_a_formula_as_text(formula: str) -> None:
    (((kind, _style, value),),) = read_xlsx([[formula]])

    assert (kind, value) == ("inlineStr", formula)


def test_xlsx_types_numbers_and_days() -> None:
    (row,) = read_xlsx([[1.5, Decimal("2.25"), 7, True, date(2026, 1, 1), None, ""]])

    assert row == [
        ("", "", "1.5"),
        ("", "", "2.25"),
        ("", "", "7"),
        ("b", "", "1"),
        ("", "1", "46023"),
        ("", "", ""),
        ("", "", ""),
    ]


def test_xlsx_writes_what_no_spreadsheet_counts_as_text() -> None:
    rows: list[list[Value]] = [
        [date(1850, 1, 1), 10**20, float("nan"), float("inf"), "a\0b\x07c"]
    ]

    (row,) = read_xlsx(rows)

    assert [cell[2] for cell in row] == ["1850-01-01", str(10**20), "", "", "abc"]


def test_a_cell_takes_no_more_than_a_spreadsheet_does() -> None:
    (((_kind, _style, value),),) = read_xlsx([["x" * 50_000]])

    assert len(value) == 32_767


def test_xlsx_is_written_while_it_is_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[Value]]:
        for number in range(30_000):
            read.append(number)
            yield [f"a row of text that is not like the others {number * 7919}"]

    chunks = xlsx_chunks("Long", ["Head"], rows())
    next(chunks)

    assert 0 < len(read) < 30_000
    assert sum(map(len, chunks)) > 10_000


def test_a_sheet_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)

    with pytest.raises(sheet.TooManyRows):
        read_xlsx([["a"], ["b"], ["c"]])


@given(st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=3), max_size=5))
def test_any_text_makes_a_file_that_can_be_read(rows: list[list[str]]) -> None:
    values: list[list[Value]] = [list(row) for row in rows]

    assert len(read_csv(values)) <= len(rows)
    assert [len(row) for row in read_xlsx(values)] == [len(row) for row in rows]


def test_a_title_makes_a_name_that_a_sheet_may_have() -> None:
    data = b"".join(xlsx_chunks("a/b[c]:*?\\'" + "x" * 60, ["Head"], []))

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    (found,) = root.findall("m:sheets/m:sheet", NS)
    assert len(found.get("name", "")) <= 31
