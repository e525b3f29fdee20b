"""Small files of the kinds that are read, written for the tests."""

import csv
import io
from pathlib import Path

from waypost.exchange.reading import read
from waypost.exchange.reading.incoming import Incoming, Milestone, Problem, Task

JIRA_HEADER = ["Summary", "Issue key", "Issue id", "Issue Type", "Status"]
NAMESPACE = "http://schemas.microsoft.com/project"


def table(header: list[str], *rows: list[str], separator: str = ",") -> str:
    """Write a table of separated values."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    return text.getvalue()


def issues(*rows: dict[str, str], names: list[str] | None = None) -> str:
    """Write a Jira export; a row that says nothing of a column leaves it empty."""
    header = names or list(
        dict.fromkeys([*JIRA_HEADER, *(name for row in rows for name in row)])
    )
    usual = {"Issue Type": "Task", "Status": "To Do"}
    return table(
        header,
        *(
            [
                {**usual, "Summary": f"Do {row['Issue key']}", **row}.get(n, "")
                for n in header
            ]
            for row in rows
        ),
    )


def put(folder: Path, text: str | bytes, name: str = "issues.csv") -> Path:
    """Write a file as UTF-8, or its bytes as they are."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read_issues(folder: Path, *rows: dict[str, str], **how: object) -> Incoming:
    """Write a Jira export and read it."""
    return read(put(folder, issues(*rows)), **how)  # type: ignore[arg-type]  # fields by name


def element(name: str, content: object) -> str:
    """Write one element; a list repeats it, a dict holds its children."""
    if isinstance(content, list):
        return "".join(element(name, each) for each in content)
    if isinstance(content, dict):
        content = "".join(element(inner, each) for inner, each in content.items())
    return f"<{name}>{content}</{name}>"


def plan(*tasks: dict[str, object], **sections: object) -> str:
    """Write a plan as Microsoft Project XML; tasks are numbered from 1."""
    usual = {"Title": "Opening", "CreationDate": "2026-01-05T08:00:00"}
    numbered = [
        {"UID": n, "ID": n, "Name": f"Task {n}", "OutlineLevel": 1, **task}
        for n, task in enumerate(tasks, 1)
    ]
    early = {k: v for k, v in sections.items() if k not in {"Resources", "Assignments"}}
    late = {k: v for k, v in sections.items() if k in {"Resources", "Assignments"}}
    body = {**usual, **early, "Tasks": {"Task": numbered}, **late}
    inner = "".join(element(name, content) for name, content in body.items())
    return f'<?xml version="1.0"?><Project xmlns="{NAMESPACE}">{inner}</Project>'


def read_plan(folder: Path, *tasks: dict[str, object], **sections: object) -> Incoming:
    """Write a plan and read it."""
    return read(put(folder, plan(*tasks, **sections), "plan.xml"))


def task(incoming: Incoming, key: str) -> Task:
    """Give the task of that key."""
    return next(task for task in incoming.tasks if task.key == key)


def milestone(incoming: Incoming, key: str) -> Milestone:
    """Give the milestone of that key."""
    return next(found for found in incoming.milestones if found.key == key)


def problem(incoming: Incoming) -> Problem:
    """Give the only problem."""
    (found,) = incoming.problems
    return found
