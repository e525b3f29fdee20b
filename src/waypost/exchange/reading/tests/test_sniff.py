import csv
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading import sniff as sniffing
from waypost.exchange.reading.said import Refused
from waypost.exchange.reading.sniff import MAX_FIELD, Rows, sniff
from waypost.exchange.reading.tests.builders import put

TEXT = "Summary,Issue key\nGrüße — fertig,ONB-1\nZwei,ONB-2\n"


def cells(path: Path) -> Any:
    return [row.cells for row in Rows(path, sniff(path))]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_finds_the_encoding(tmp_path: Path, encoding: str, found: str) -> None:
    path = put(tmp_path, TEXT.encode(encoding))

    assert sniff(path).encoding == found
    assert cells(path)[1] == ["Grüße — fertig", "ONB-1"]


def test_finds_utf16_with_the_big_end_first(tmp_path: Path) -> None:
    path = put(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be"))

    assert cells(path)[0] == ["Summary", "Issue key"]


def test_takes_a_few_broken_bytes_for_damage(tmp_path: Path) -> None:
    path = put(tmp_path, ("ü" * 40 + ",b\n").encode() + b"\xff,c\n")

    shape = sniff(path)

    assert (shape.encoding, shape.is_damaged) == ("utf-8", True)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_finds_the_separator(tmp_path: Path, separator: str) -> None:
    text = f'a{separator}"b, c; d"{separator}e\n1{separator}2{separator}3\n'
    path = put(tmp_path, text)

    assert sniff(path).separator == separator
    assert cells(path) == [["a", "b, c; d", "e"], ["1", "2", "3"]]


def test_heeds_the_hint_that_is_meant_for_spreadsheets(tmp_path: Path) -> None:
    path = put(tmp_path, "sep=;\na;b,c\n1;2\n")

    assert cells(path) == [["a", "b,c"], ["1", "2"]]


def test_reads_single_quotes(tmp_path: Path) -> None:
    path = put(tmp_path, "'a','b'\n'1, one','2'\n")

    assert cells(path)[1] == ["1, one", "2"]


def test_keeps_lines_inside_a_cell_and_counts_rows_as_a_spreadsheet(
    tmp_path: Path,
) -> None:
    path = put(tmp_path, 'a,b\r\n"one\r\ntwo",2\r\n\r\n3,4\r\n')

    rows = list(Rows(path, sniff(path)))

    assert rows[1].cells == ["one\r\ntwo", "2"]
    assert [row.number for row in rows] == [1, 2, 4]


def test_takes_out_nul_bytes_and_says_so(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b\n1\x00,2\n")
    rows = Rows(path, sniff(path))

    assert [row.cells for row in rows][1] == ["1", "2"]
    assert rows.nul_rows == 1


def test_names_the_row_whose_quote_is_not_closed(tmp_path: Path) -> None:
    path = put(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n')
    rows = Rows(path, sniff(path))

    list(rows)

    assert rows.unclosed == 3


def test_does_not_mind_an_inch(tmp_path: Path) -> None:
    path = put(tmp_path, 'a,b\n5" pipe,2\n3,4\n')
    rows = Rows(path, sniff(path))

    assert [row.cells for row in rows][1] == ['5" pipe', "2"]
    assert not rows.unclosed


@pytest.mark.parametrize(
    ("bound", "reason"),
    [
        ("MAX_ROWS", "more than 2 rows"),
        ("MAX_LINE", "longer than 2 characters"),
        ("MAX_FIELD", "not closed"),
    ],
)
def test_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: Any, reason: str
) -> None:
    path = put(tmp_path, 'aaaa,b\n1,2\n3,4\n"5,6\n')
    shape = sniff(path)
    monkeypatch.setattr(sniffing, bound, 2)

    with pytest.raises(Refused, match=reason):
        list(Rows(path, shape))
    csv.field_size_limit(MAX_FIELD)  # the limit is the whole process's
