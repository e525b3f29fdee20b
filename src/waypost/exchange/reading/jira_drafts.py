"""What a row of a Jira export says, between its texts and the items made of it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from waypost.exchange.reading.incoming import Person, StatusKind
from waypost.exchange.reading.kept import Kept
from waypost.exchange.reading.spill import Packed


@dataclass(slots=True)
class Draft:
    """A row whose texts are read, before keys are followed to other rows."""

    row: int
    key: str
    title: str
    project: str = ""
    id: str = ""
    type: str = ""
    is_epic: bool = False
    is_subtask: bool = False
    body: Packed = b""
    status: str = ""
    status_kind: StatusKind = StatusKind.TODO
    assignee: Person | None = None
    estimate: float | None = None
    remaining: float | None = None
    percent: float | None = None
    start: date | None = None
    due: date | None = None
    done_at: datetime | None = None
    labels: tuple[str, ...] = ()
    priority: str = ""
    epic_name: str = ""
    parents: list[tuple[str, str]] = field(default_factory=list)
    epics: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[tuple[str, str]] = field(default_factory=list)
    waits_for: list[tuple[str, str]] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)


@dataclass(slots=True)
class ProjectDraft:
    """What the rows say of the project they belong to."""

    key: str
    row: int
    name: str = ""
    purpose: str = ""
    kept: dict[str, str] = field(default_factory=dict)
