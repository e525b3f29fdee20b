"""What the rows of a table become, counted and bounded for the preview."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from waypost.exchange.preview import (
    Counts,
    FieldRow,
    ItemRow,
    Preview,
    ProjectNode,
    UpdateRow,
)
from waypost.exchange.preview_rows import (
    LEFT_OUT,
    MOST_COLUMNS,
    MOST_ROWS,
    NEW,
    UNCHANGED,
    UPDATED,
    column_row,
    problem_row,
    shorten,
)
from waypost.exchange.reading import Sheet
from waypost.exchange.reading.incoming import Problem
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.taking.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the file, and what it is here."""

    row: int
    key: str
    kind: str
    title: str


@dataclass(slots=True)
class Rows:
    """Counts every row, and keeps the first of each list for the preview."""

    counted: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    fields: int = 0
    kept_fields: int = 0
    new: list[ItemRow] = field(default_factory=list)
    unchanged: list[ItemRow] = field(default_factory=list)
    updated: list[UpdateRow] = field(default_factory=list)

    def add_new(self, item: Item) -> None:
        """Count a row that is not here yet."""
        self._count(NEW, item, self.new)

    def add_unchanged(self, item: Item) -> None:
        """Count a row that stands here as the file says it."""
        self._count(UNCHANGED, item, self.unchanged)

    def add_updated(self, item: Item, changes: Sequence[FieldRow]) -> None:
        """Count a row that changes; without a field, its row stays."""
        if not changes:
            self.add_unchanged(item)
            return
        self.counted[UPDATED] += 1
        self.kinds[item.kind] += 1
        self.fields += len(changes)
        if len(self.updated) < MOST_ROWS:
            title, key = shorten(item.title), shorten(item.key)
            row = UpdateRow(item.row, key, item.kind, title, tuple(changes))
            self.updated.append(row)

    def _count(self, state: str, item: Item, listed: list[ItemRow]) -> None:
        self.counted[state] += 1
        self.kinds[item.kind] += 1
        if len(listed) < MOST_ROWS:
            title, key = shorten(item.title), shorten(item.key)
            listed.append(ItemRow(item.row, key, item.kind, title))

    @property
    def written(self) -> int:
        """How many rows would be written."""
        return self.counted[NEW] + self.counted[UPDATED]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a preview says beside its rows."""

    needs: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    notes: tuple[Said, ...] = ()
    outline: tuple[ProjectNode, ...] = ()
    other: int = 0
    people: int = 0


def problems_of(sheet: Sheet, troubles: Troubles) -> tuple[Problem, ...]:
    """Return the problems of the rows and of what stands here, in their order."""
    found = chain(sheet.problems.found, troubles.found.values())
    return tuple(sorted(found, key=lambda problem: problem.row))


def preview_of_rows(
    sheet: Sheet, rows: Rows, problems: Sequence[Problem], extra: Extra
) -> Preview:
    """Return what the steps of the import show."""
    more = sheet.problems.more
    counts = Counts(
        rows=sheet.source.rows,
        new=rows.counted[NEW],
        updated=rows.counted[UPDATED],
        fields=rows.fields,
        unchanged=rows.counted[UNCHANGED],
        problem_rows=len({problem.row for problem in problems}) + more,
        left_out=len({p.row for p in problems if p.chosen in LEFT_OUT}),
        people=extra.people,
        kept_fields=rows.kept_fields,
        other=extra.other,
    )
    return Preview(
        kind=sheet.kind,
        rows=sheet.source.rows,
        encoding=sheet.source.encoding,
        separator=sheet.source.separator,
        exported_on="",
        needs=extra.needs,
        notes=tuple(str(note) for note in (*sheet.notes, *extra.notes)),
        blocked=extra.blocked,
        columns=tuple(column_row(column) for column in sheet.columns[:MOST_COLUMNS]),
        statuses=(),
        problems=tuple(problem_row(problem) for problem in problems),
        more_problems=more,
        counts=counts,
        changes_something=bool(rows.written or extra.other) and not extra.blocked,
        outline=extra.outline,
        new=tuple(rows.new),
        updated=tuple(rows.updated),
        unchanged=tuple(rows.unchanged),
        vanished=(),
    )


def require_size(sheet: Sheet, most: int, reason: object) -> None:
    """Refuse a table that has more rows than its kind can ever have."""
    if sheet.source.rows > most:
        raise Refused(say(reason, rows=f"{most:,}"))
