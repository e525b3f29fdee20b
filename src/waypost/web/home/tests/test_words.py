from datetime import date
from typing import Any

import pytest

from waypost.bets.queries import Figures, KeyResultFigures
from waypost.okrs.queries import OwnKeyResult
from waypost.projects.queries import MyProject, MyTask
from waypost.web.home.words import Waiting, headline, late_task, lede, news
from waypost.web.home.work import Work, work_of

TODAY = date(2026, 2, 2)
NOTHING = Waiting(0, 0, 0, 0)


def figures(pk: int, coverage: float, kind: str) -> KeyResultFigures:
    return KeyResultFigures(
        pk=pk,
        value=None,
        measured_on=None,
        progress=coverage,
        expected=0.4,
        pace=0.0,
        health="on_track",
        baseline=0,
        now=0,
        target=1,
        gap=1 - coverage,
        coverage=coverage,
        coverage_class=kind,
        stakes=(),
    )


def project(**changes: Any) -> list[Work]:
    fields: dict[str, Any] = {
        "pk": 1,
        "code": "WEB-1",
        "project_code": "WEB",
        "number": 1,
        "title": "Draw the doors",
        "status": "To do",
        "status_kind": "todo",
        "is_done": False,
        "milestone": "",
        "due_on": date(2026, 1, 30),
        "when": "late",
        "followers_open": 2,
        "waits_for": (),
    }
    tasks = (MyTask(**fields | changes),)
    mine = MyProject(
        pk=1,
        code="WEB",
        name="Web",
        standing="running",
        standing_label="Running",
        may_edit=False,
        tasks=tasks,
    )
    return work_of([mine], {})


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (Waiting(3, 1, 2, 1), "Three check-ins, about two minutes"),
        (Waiting(1, 0, 0, 0), "One check-in, about one minute"),
        (Waiting(0, 1, 3, 0), "One task is late, and no check-in is due"),
        (Waiting(0, 0, 2, 0), "Two tasks this week, and no check-in is due"),
        (Waiting(0, 0, 0, 2), "Two things wait for your answer"),
        (NOTHING, "Nothing waits for you today"),
    ],
)
def test_the_heading_says_what_waits(waiting: Waiting, said: str) -> None:
    assert headline(waiting) == said


def test_a_reader_hears_how_much_changed() -> None:
    assert news(1, "Since Wednesday") == "One thing changed since Wednesday"
    assert news(0, "Since Wednesday") == "Nothing changed since Wednesday"


def test_a_late_task_that_others_wait_for_comes_first() -> None:
    found = late_task(project())

    assert found is not None
    assert "“Draw the doors” was due" in found.text
    assert "two tasks wait for it" in found.text


def test_the_largest_gap_comes_next() -> None:
    own = [
        OwnKeyResult(1, 7, "KR-7", "Bookings", 1, TODAY),
        OwnKeyResult(2, 8, "KR-8", "Calls", 1, TODAY),
    ]
    known = Figures(TODAY, {1: figures(1, 0.8, "thin"), 2: figures(2, 0.2, "hole")})

    found = lede(own, known, 0)

    assert found is not None
    assert "Calls" in found.text
    assert found.url.endswith("KR-8/#adds-up")


def test_says_when_all_is_covered() -> None:
    own = [OwnKeyResult(1, 7, "KR-7", "Bookings", 1, TODAY)]
    known = Figures(TODAY, {1: figures(1, 1.0, "covered")})

    found = lede(own, known, 0)

    assert found is not None
    assert "covered" in found.text


def test_says_nothing_to_somebody_new() -> None:
    assert lede([], Figures(TODAY), 0) is None
