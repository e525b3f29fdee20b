"""What a file brought, in Waypost's words and free of the format it came from.

Every reader ends here and the writing half begins here. Items name each other
by `key`, which is unique in the file and within its kind of item. Dates are
calendar dates as they stand in the file. A moment without an offset is local to
the organization. Hours are working hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waypost.exchange.reading.kept import NOTHING, Kept
from waypost.exchange.reading.said import Said
from waypost.exchange.reading.spans import STANDARD, Norms, Span
from waypost.exchange.reading.spill import Packed

KEEP = "keep"
LEAVE_OUT = "leave_out"
# Longer titles are cut, and kept whole with the item.
MAX_TITLE = 500
MAX_MILESTONE_TITLE = 200


class StatusKind(StrEnum):
    """The kinds that every status of the organization is one of."""

    BACKLOG = "backlog"
    TODO = "todo"
    DOING = "doing"
    BLOCKED = "blocked"
    REVIEW = "review"
    DONE = "done"
    DROPPED = "dropped"


class ConstraintKind(StrEnum):
    """What a task's dates are held to."""

    NONE = "none"
    NOT_BEFORE = "not_before"
    MUST_START = "must_start"
    MUST_FINISH = "must_finish"
    BY_DATE = "by_date"


class LinkKind(StrEnum):
    """Which end of the first task the second one's end waits for."""

    FINISH_TO_START = "FS"
    START_TO_START = "SS"
    FINISH_TO_FINISH = "FF"
    START_TO_FINISH = "SF"


class DateOrder(StrEnum):
    """The order of day, month and year in a column of numeric dates."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


@dataclass(frozen=True, slots=True)
class Reference:
    """The same thing elsewhere: a second reading finds its own again by it."""

    system: str
    id: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone as the file names them; the writing half finds who that is."""

    name: str
    email: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A date that holds a task; `original` is what the other tool called it."""

    kind: ConstraintKind
    on: date | None = None
    original: str = ""
    approximated: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the file."""

    key: str
    name: str
    reference: Reference
    purpose: str = ""
    start: date | None = None
    due: date | None = None
    calendar: str | None = None
    norms: Norms = STANDARD
    kept: Kept = NOTHING
    row: int = 0


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of one of the file's projects."""

    key: str
    row: int
    title: str
    project: str
    reference: Reference
    criteria: str = ""
    status: str = ""
    status_kind: StatusKind = StatusKind.TODO
    due: date | None = None
    achieved_on: date | None = None
    position: int = 0
    kept: Kept = NOTHING


@dataclass(frozen=True, slots=True)
class Task:
    """A task of one of the file's projects.

    `parent` and `milestone` name items of this file. `wanted_parent` is a key
    that this file does not hold; Waypost may know it by its reference.
    `duration` is how long the other tool planned it to take; with `is_fixed` it
    stays that long however many work on it.
    """

    key: str
    row: int
    title: str
    project: str
    reference: Reference
    kind: str = ""
    packed_body: Packed = b""
    parent: str | None = None
    wanted_parent: str = ""
    milestone: str | None = None
    level: int = 1
    position: int = 0
    status: str = ""
    status_kind: StatusKind = StatusKind.TODO
    assignee: Person | None = None
    estimate_hours: float | None = None
    remaining_hours: float | None = None
    percent_done: float | None = None
    duration: Span | None = None
    is_fixed: bool = False
    constraint: Constraint | None = None
    start: date | None = None
    due: date | None = None
    done_at: datetime | None = None
    labels: tuple[str, ...] = ()
    priority: str = ""
    calendar: str | None = None
    kept: Kept = NOTHING

    @property
    def body(self) -> str:
        """The text, unpacked; long texts would fill the memory of a big file."""
        return Kept.unpack(self.packed_body)


@dataclass(frozen=True, slots=True)
class Dependency:
    """`task` waits for `waits_for`; both are keys of tasks in this file."""

    waits_for: str
    task: str
    kind: LinkKind = LinkKind.FINISH_TO_START
    lag: Span | None = None
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A dependency with one end that is not in this file: Waypost may know it."""

    waits_for: str
    task: str
    kind: LinkKind
    lag: Span | None
    problem: str
    """The problem to take back when the missing end is found."""


@dataclass(frozen=True, slots=True)
class DayException:
    """Days that differ from the week, first and last included."""

    first: date
    last: date
    hours: float
    name: str = ""
    recurring: bool = False

    @property
    def is_working(self) -> bool:
        """Whether anyone works on these days."""
        return self.hours > 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: hours of Monday to Sunday, and the days that differ."""

    key: str
    name: str
    week: tuple[float, ...]
    hours_per_day: float
    exceptions: tuple[DayException, ...] = ()
    base: str | None = None
    is_default: bool = False
    is_of_one_person: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file, or one field of its items, and what becomes of it."""

    name: str
    sample: str
    read_as: Said
    becomes: str
    options: tuple[str, ...]
    filled: int
    of: int
    repeated: int = 1
    date_order: DateOrder | None = None
    is_ambiguous: bool = False

    @property
    def share_filled(self) -> float:
        """The share of items with something in this column, 0 to 1."""
        return self.filled / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on, and its words."""

    value: str
    label: Said


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken as it stands, and what is done instead.

    The first choice is the safest, and taken unless another was answered: give
    `read` the answer under this problem's `id` and it is read that way.
    `looks_for` is a key that Waypost may know although this file does not.
    """

    id: str
    kind: str
    row: int
    key: str
    column: str
    text: str
    reason: Said
    choices: tuple[Choice, ...]
    chosen: str
    looks_for: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file itself and how it was read."""

    name: str
    size: int
    rows: int
    encoding: str = ""
    separator: str = ""
    exported_on: date | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Everything that one file holds, problems included. Nothing is written yet.

    `needs` names fields without which nothing can be made: the person has to say
    in the columns step which column holds them, until then there are no items.
    `notes` say what was decided for the whole file.
    """

    kind: str
    source: Source
    columns: tuple[Column, ...] = ()
    projects: tuple[Project, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    outside_links: tuple[OutsideLink, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    notes: tuple[Said, ...] = ()
    needs: tuple[str, ...] = ()
    people: Mapping[Person, int] | None = None
