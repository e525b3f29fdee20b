"""What `make bench` tells: figures, the table, the picture, the file to import."""

import csv
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from benchmarks import growth, jira, report
from benchmarks.rows import Row, p95, table

pytestmark = pytest.mark.once


def test_p95_is_what_all_but_one_in_twenty_stay_below() -> None:
    assert p95([float(n) for n in range(40)]) == 37
    assert p95([5.0]) == 5


def test_the_table_says_what_holds_and_what_does_not() -> None:
    rows = [
        Row("a", "fast", 12.3, "ms", 100),
        Row("b", "slow", 250, "ms", 100, "a note"),
        Row("c", "told", 3, "kB"),
    ]

    lines = table(rows).splitlines()

    assert [line.split()[-1] for line in lines[1:]] == ["yes", "note", "–"]
    assert "NO" in lines[2]


def test_the_picture_shows_each_size_that_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "PICTURE", tmp_path / "growth.svg")
    for size, figure in (("S", 10.0), ("M", 20.0), ("L", 90.0)):
        row = Row("week", "my <week>", figure, "ms", 100).as_json()
        kept = tmp_path / f"sqlite-{size}.json"
        kept.write_text(json.dumps({"rows": [row]}), encoding="utf-8")

    growth.draw(tmp_path)

    svg = ElementTree.parse(tmp_path / "growth.svg").getroot()
    words = ["".join(text.itertext()) for text in svg.iter() if "text" in text.tag]
    assert "my <week> 90 ms" in words


def test_the_page_shows_what_each_run_measured_and_keeps_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"Before\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter\n", "utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    machine = {
        **dict.fromkeys(("cpu", "cores", "python", "sqlite", "django"), "x"),
        "memory_gb": 23.5,
        "load": [0.5, 1, 1],
    }
    rows = [
        Row("week", "my week", 45.25, "ms", 100),
        Row("week_queries", "my week: queries", 26, "", 25),
        Row("map", "the map", 1300, "ms", 250),
    ]
    for database, count in (("sqlite", 3), ("postgresql", 1)):
        run = {
            "at": "2026-11-24T08:00:00+00:00",
            "machine": machine,
            "rows": [row.as_json() for row in rows[:count]],
        }
        kept = tmp_path / f"{database}-L.json"
        kept.write_text(json.dumps(run), encoding="utf-8")

    report.write(tmp_path)

    text = page.read_text("utf-8")
    assert text.startswith("Before\n\n")
    assert text.endswith("\n\nAfter\n")
    assert "old" not in text
    assert "| row | SQLite L | PostgreSQL L | promised |" in text
    assert "| my week | 45.2 ms | 45.2 ms | 100 ms |" in text
    assert "| the map | 1,300 ms ✗ | – | 250 ms |" in text
    assert "26 queries at most (promised: 25). More than promised: my week" in text


def test_the_file_to_import_names_each_issue_once(tmp_path: Path) -> None:
    path = tmp_path / "issues.csv"

    jira.write(path, 500, today=date(2026, 11, 26))

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    keys = [row[1] for row in rows[1:]]
    assert len(set(keys)) == 500
    assert {len(row) for row in rows} == {len(jira.COLUMNS)}
