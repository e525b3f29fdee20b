"""Writes a file as Jira writes it, of any length: what the import is measured with."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

SEED = "tickets"
PROJECTS = 40
COLUMNS = (
    "Summary",
    "Issue key",
    "Issue id",
    "Issue Type",
    "Status",
    "Project key",
    "Project name",
    "Project type",
    "Priority",
    "Assignee",
    "Reporter",
    "Created",
    "Updated",
    "Resolved",
    "Due date",
    "Description",
    "Original estimate",
    "Remaining Estimate",
    "Labels",
    "Labels",
    "Outward issue link (Blocks)",
    "Parent",
)
_VERBS = ("Order", "Draw", "Test", "Mend", "Measure", "Replace", "Explain", "Move")
_THINGS = (
    "the ramp",
    "the gate",
    "the rota",
    "the cold store",
    "the engine",
    "the van",
)
_WHERE = (
    "at the quay",
    "in the yard",
    "on the short line",
    "for the winter",
    "at night",
)
_STATUS = ("To Do", "In Progress", "In Review", "Blocked", "Done", "Done", "Done")
_TYPES = ("Task", "Task", "Task", "Story", "Bug", "Sub-task")


def write(path: Path, issues: int, *, today: date) -> None:
    """Write so many issues in forty projects, the same every time."""
    chance = Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(issues):
            writer.writerow(_issue(chance, number, today))


def _issue(chance: Random, number: int, today: date) -> list[object]:
    place = number // PROJECTS + 1
    project = f"BQ{chr(65 + number % PROJECTS // 26)}{chr(65 + number % PROJECTS % 26)}"
    status, kind = chance.choice(_STATUS), chance.choice(_TYPES)
    made = today - timedelta(days=chance.randint(30, 500))
    due = made + timedelta(days=chance.randint(5, 200))
    closed = made + timedelta(days=chance.randint(3, 29)) if status == "Done" else None
    hours = 3600 * chance.choice((1, 2, 4, 8, 16))
    blocks = f"{project}-{place + 1}" if chance.random() < 0.2 else ""
    has_parent = kind == "Sub-task" and place > 1
    who = f"Worker {chance.randint(1, 300)}"
    return [
        f"{chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_WHERE)}",
        f"{project}-{place}",
        10_000 + number,
        "Task" if kind == "Sub-task" and not has_parent else kind,
        status,
        project,
        f"Bench quay {project[-2:]}",
        "software",
        chance.choice(("Low", "Medium", "Medium", "High")),
        who,
        who,
        _moment(made),
        _moment(made),
        _moment(closed) if closed else "",
        _moment(due),
        "See the minutes of the last meeting." if chance.random() < 0.5 else "",
        hours if chance.random() < 0.7 else "",
        hours // 2 if status == "In Progress" else "",
        "safety" if chance.random() < 0.2 else "",
        "night" if chance.random() < 0.1 else "",
        blocks,
        10_000 + number - PROJECTS if has_parent else "",
    ]


def _moment(day: date) -> str:
    return day.strftime("%d/%b/%y 9:00 AM")
