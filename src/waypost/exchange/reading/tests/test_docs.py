import re
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading.jira_fields import FIELDS
from waypost.exchange.reading.jira_words import HEADERS, field_of, plain
from waypost.exchange.reading.mspdi_fields import (
    COMPUTED,
    CONSTRAINTS,
    TAKEN,
    TIMEPHASED,
    becomes,
)
from waypost.exchange.reading.sheet_words import PRESETS, SHEETS
from waypost.exchange.reading.sniff import MAX_COLUMNS, MAX_ROWS

PAGE = (Path(__file__).parents[5] / "docs" / "import.md").read_text(encoding="utf-8")
JIRA, OTHERS = PAGE.split("## Any table of tasks")
TABLES, MSPDI = OTHERS.split("## Microsoft Project XML")
SECTIONS = {
    "okrs": TABLES.split("## Objectives and key results")[1].split("## Readings")[0],
    "readings": TABLES.split("## Readings of metrics")[1].split("## People")[0],
    "people": TABLES.split("## People")[1],
}
ROWS = [line.strip("| ").split(" | ") for line in JIRA.splitlines() if "|" in line]


def test_names_every_field_of_jira_once() -> None:
    named = [row[0].strip("`") for row in ROWS if row[0].startswith("`")]

    assert sorted(named) == sorted(FIELDS)
    assert named == list(dict.fromkeys(named))


@pytest.mark.parametrize("row", [row for row in ROWS if row[0].startswith("`")])
def test_names_headers_that_mean_that_field(row: Any) -> None:
    for header in row[1].split(", "):
        assert field_of(header) == row[0].strip("`")


@pytest.mark.parametrize("kind", SECTIONS)
def test_names_every_field_of_a_table_with_its_header(kind: str) -> None:
    sheet = SHEETS[kind]
    rows = [line.strip("| ").split(" | ") for line in SECTIONS[kind].splitlines()]
    named: dict[str, str] = {}
    for row in rows:
        if row[0].startswith("`"):
            fields = [each.strip(" `") for each in row[0].split(",")]
            headers = [each.strip() for each in row[1].split(",")]
            named |= dict(zip(fields, headers * len(fields), strict=False))

    assert list(named) == list(sheet.fields)
    for name, header in named.items():
        assert header == sheet.template.get(name, "–")


def test_names_whose_words_are_known() -> None:
    for words in PRESETS.values():
        for word in words:
            assert f"*{word}*".casefold() in TABLES.casefold()


def test_has_a_header_for_every_field_but_links() -> None:
    assert set(HEADERS) | {"blocks", "waits_for"} == set(FIELDS)
    assert all(
        name == plain(name)
        for names in HEADERS.values()
        for name in map(str.strip, names.split(";"))
    )


def test_names_every_element_that_is_taken_or_computed() -> None:
    named = set(re.findall(r"`(\w+)`", MSPDI))

    assert set(TAKEN) <= named
    assert COMPUTED - {"WBS"} <= named
    assert TIMEPHASED in named


def test_says_of_no_element_that_it_is_kept_when_it_is_not() -> None:
    line = next(line for line in MSPDI.splitlines() if "| kept: no such field" in line)

    for name in re.findall(r"`(\w+)`", line):
        assert becomes(name) == "keep"


def test_names_every_constraint() -> None:
    for name in CONSTRAINTS.values():
        assert name in MSPDI


def test_names_the_bounds() -> None:
    assert f"{MAX_ROWS:,} rows" in PAGE
    assert f"{MAX_COLUMNS:,} columns" in PAGE
