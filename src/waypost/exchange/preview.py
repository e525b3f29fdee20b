"""What an import would do, as a page shows it: plain rows, into JSON and back."""

import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from waypost.exchange.models import ImportRun


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file, and what becomes of it."""

    name: str
    sample: str
    read_as: str
    becomes: str
    options: tuple[str, ...]
    filled: float
    repeated: int
    date_order: str
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One way to go on."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """What cannot be taken as it stands; `is_person` offers the people here."""

    id: str
    kind: str
    row: int
    key: str
    column: str
    text: str
    reason: str
    choices: tuple[ChoiceRow, ...]
    chosen: str

    @property
    def is_person(self) -> bool:
        """Whether somebody has to be found."""
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of the file that is new, or stays as it is."""

    row: int
    key: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a known row: before and after; `was_edited` by somebody here."""

    name: str
    before: str
    after: str
    was_edited: bool


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A known row that changes."""

    row: int
    key: str
    kind: str
    title: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status of the file, the kind it is read as, and how many rows have it."""

    name: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a kind are new, change, and stay."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.new + self.updated + self.unchanged


@dataclass(frozen=True, slots=True)
class MilestoneNode:
    """A milestone of the outline; without a title, what stands in none."""

    title: str
    is_new: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class ProjectNode:
    """A project of the outline."""

    title: str
    pk: int | None
    milestones: tuple[MilestoneNode, ...]
    more: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Counts:
    """What would be written, and what would not."""

    rows: int = 0
    new: int = 0
    updated: int = 0
    fields: int = 0
    unchanged: int = 0
    problem_rows: int = 0
    left_out: int = 0
    vanished: int = 0
    projects: int = 0
    tasks: int = 0
    milestones: int = 0
    dependencies: int = 0
    people: int = 0
    estimates: int = 0
    hours: float = 0
    calendar_days: int = 0
    kept_fields: int = 0
    references: int = 0
    other: int = 0

    @property
    def written(self) -> int:
        """How many rows would be written."""
        return self.new + self.updated

    @property
    def ready(self) -> int:
        """How many rows of the file need no word."""
        return max(0, self.rows - self.problem_rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """All that the steps of an import show, bounded whatever the size of the file."""

    kind: str
    rows: int
    encoding: str
    separator: str
    exported_on: str
    needs: tuple[str, ...]
    notes: tuple[str, ...]
    blocked: tuple[str, ...]
    columns: tuple[ColumnRow, ...]
    statuses: tuple[StatusRow, ...]
    problems: tuple[ProblemRow, ...]
    more_problems: int
    counts: Counts
    changes_something: bool
    outline: tuple[ProjectNode, ...]
    new: tuple[ItemRow, ...]
    updated: tuple[UpdateRow, ...]
    unchanged: tuple[ItemRow, ...]
    vanished: tuple[ItemRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what `preview_from` reads."""
        return asdict(self)


def preview_from(data: Mapping[str, Any]) -> Preview:
    """Read a preview back."""
    found: Preview = _read(Preview, data)
    return found


def preview_of_run(run: ImportRun) -> Preview | None:
    """Return the preview that was made of a file, if it was read."""
    return None if run.preview is None else preview_from(run.preview)


@cache
def _hints(model: type[Any]) -> dict[str, Any]:
    return get_type_hints(model)


def _read(hint: Any, data: Any) -> Any:
    """Make of what JSON holds what the annotation says."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        named = {f.name for f in fields(hint)}
        return hint(**{k: _read(hints[k], v) for k, v in data.items() if k in named})
    if get_origin(hint) is tuple:
        (inner, _ellipsis) = get_args(hint)
        return tuple(_read(inner, each) for each in data)
    if get_origin(hint) in (Union, types.UnionType):
        return data
    return data
