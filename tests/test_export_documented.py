"""`docs/export.md` names each table of the export, and each that stays behind."""

import re
from pathlib import Path

import pytest

from waypost.exchange.whole.document import FORMAT, VERSION
from waypost.exchange.whole.tables import LEFT_OUT, SECRET, TABLES

PAGE = (Path(__file__).parents[1] / "docs/export.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z]+\.(?:[a-z]+|\*))`", PAGE))


@pytest.mark.parametrize("label", [*TABLES, *SECRET, *LEFT_OUT])
def test_the_page_names_every_table(label: str) -> None:
    assert label in NAMED


def test_the_page_names_no_other() -> None:
    assert {*TABLES, *SECRET, *LEFT_OUT} >= NAMED


def test_the_page_is_of_this_version() -> None:
    assert f"## The format, version {VERSION}" in PAGE
    assert FORMAT in PAGE
