"""Small files of our own, and the people who bring them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from waypost.exchange import actions
from waypost.exchange.brought import Source
from waypost.exchange.models import ImportRun
from waypost.exchange.reading.tests.builders import issues, plan, put
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
EPIC = {"Issue key": "ONB-1", "Summary": "Ten clinics live", "Issue Type": "Epic"}
FORM = {
    "Issue key": "ONB-2",
    "Summary": "Sign-up form",
    "Parent": "ONB-1",
    "Outward issue link (Blocks)": "ONB-3",
    "Original estimate": "14400",
    "Due date": "04/Dec/26 12:00 AM",
    "Priority": "High",
    "Sprint": "ONB 4",
}
CALENDAR = {"Issue key": "ONB-3", "Summary": "Practice calendar", "Parent": "ONB-1"}
SUB = {
    "Issue key": "ONB-4",
    "Summary": "Time zones",
    "Parent": "ONB-3",
    "Issue Type": "Sub-task",
}
ROWS = (EPIC, FORM, CALENDAR, SUB)


def make_planner(name: str = "Mara Oyelaran") -> Person:
    """Create the organisation and a manager."""
    make_organisation()
    return make_person(name, role=Person.Role.MANAGER)


def jira(folder: Path, *rows: dict[str, str], name: str = "issues.csv") -> Path:
    """Write a Jira export."""
    return put(folder, issues(*(rows or ROWS)), name)


def mspdi(folder: Path, *tasks: dict[str, object], **sections: object) -> Path:
    """Write a plan of Microsoft Project."""
    return put(folder, plan(*tasks, **sections), "plan.xml")


def bring(actor: Person, path: Path, **how: Any) -> actions.Outcome:
    """Import a file at once."""
    now = how.pop("now", NOW)
    return actions.import_path(actor=actor, now=now, source=Source(path, **how))


def upload(actor: Person, path: Path, name: str = "") -> ImportRun:
    """Upload a file as a page does."""
    return actions.upload(
        actor=actor, now=NOW, name=name or path.name, chunks=[path.read_bytes()]
    )
