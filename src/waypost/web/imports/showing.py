"""What the pages of an import show, made ready for templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.exchange.preview import (
    ChoiceRow,
    ColumnRow,
    MilestoneNode,
    Preview,
    ProblemRow,
    ProjectNode,
    StatusRow,
    UpdateRow,
)
from waypost.exchange.queries import Landed, RunPage
from waypost.people.queries import Option
from waypost.web.imports import words
from waypost.web.imports.forms import LENGTHS
from waypost.web.shell.navigation import address
from waypost.web.templatetags.formats import number, percent

PROBLEMS_A_PAGE = 25
MOST_SHOWN = 200
LISTS = ("problems", "new", "updated", "unchanged", "vanished")
KEEP, LEAVE_OUT = "keep", "leave_out"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One count, and the list that it opens."""

    label: str
    value: str
    note: str
    url: str
    is_on: bool
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the outline of what will be there."""

    title: str
    words: str
    is_new: bool
    children: tuple["Node", ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with what can be chosen for it."""

    row: ProblemRow
    options: tuple[ChoiceRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is more than one way to go on."""
        return len(self.options) > 1


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with the fields that change how it is read."""

    at: int
    row: ColumnRow
    options: tuple[ChoiceRow, ...]
    filled: str
    orders: tuple[ChoiceRow, ...]
    units: tuple[ChoiceRow, ...]
    becomes: str
    chosen: str
    order: str
    unit: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class ShownStatus:
    """A status of the file, and the kind that is chosen for it."""

    at: int
    row: StatusRow
    kind: str


def steps(now: int, preview: Preview | None, file_name: str) -> list[Step]:
    """Return the four steps, the one of this number marked."""
    read = (
        [c for c in preview.columns if c.becomes not in {KEEP, LEAVE_OUT}]
        if preview
        else []
    )
    kept = len(preview.columns) - len(read) if preview else 0
    columns = _("what is read as what")
    if preview and preview.columns:
        columns = _("%(read)s read, %(kept)s kept or left out") % {
            "read": len(read),
            "kept": kept,
        }
    notes = [
        file_name or _("Jira or Project"),
        columns,
        _("nothing is written yet"),
        _("can be undone"),
    ]
    labels = [_("File"), _("Columns"), _("Preview"), _("Import")]
    states = ["done" if n < now else "now" if n == now else "next" for n in range(1, 5)]
    return [Step(*each) for each in zip(labels, notes, states, strict=True)]


def chosen_list(preview: Preview, wanted: str) -> str:
    """Return which list is shown: the one asked for, else the first that has rows."""
    if wanted in LISTS:
        return wanted
    if preview.problems:
        return "problems"
    return "updated" if preview.updated else "new" if preview.new else "unchanged"


def facts(preview: Preview, shown: str) -> list[Fact]:
    """Return the counts; each opens its list."""
    counts = preview.counts
    rows_below = ngettext("row, below", "rows, below", counts.problem_rows)
    entries = [
        ("new", _("New"), counts.new, _("tasks and milestones")),
        ("updated", _("Updated"), counts.updated, words.fields(counts.fields)),
        ("unchanged", _("Unchanged"), counts.unchanged, _("left as they are")),
        (
            "problems",
            _("Cannot be taken as they stand"),
            counts.problem_rows,
            rows_below if counts.problem_rows else _("rows"),
        ),
    ]
    return [
        Fact(
            label=label,
            value=number(count),
            note=note,
            url=f"?{urlencode({'show': name})}#list",
            is_on=name == shown,
            is_bad=name == "problems" and count > 0,
        )
        for name, label, count, note in entries
    ]


def outline(preview: Preview) -> tuple[Node, ...]:
    """Return the projects that will be there, with their milestones."""
    return tuple(_project(node) for node in preview.outline)


def _project(node: ProjectNode) -> Node:
    more = ngettext("%(n)s more milestone", "%(n)s more milestones", node.more) % {
        "n": number(node.more)
    }
    return Node(
        title=node.title,
        words=words.tally_words(node.tally),
        is_new=node.pk is None,
        children=tuple(_milestone(each) for each in node.milestones),
        more=more if node.more else "",
    )


def _milestone(node: MilestoneNode) -> Node:
    title = node.title or _("no milestone")
    return Node(title, words.tally_words(node.tally), node.is_new)


def problems(
    rows: Sequence[ProblemRow], people: Sequence[Option]
) -> list[ShownProblem]:
    """Return problems with their choices; where somebody is missing, the people."""
    offered = tuple(ChoiceRow(f"person-{o.value}", o.label) for o in people)
    return [
        ShownProblem(row, (*row.choices, *offered) if row.is_person else row.choices)
        for row in rows
    ]


def columns(
    preview: Preview,
    *,
    with_all: bool = False,
    typed: Mapping[str, str] | None = None,
) -> tuple[list[ShownColumn], int]:
    """Return the columns that say something, and how many others there are.

    `typed` is what a refused form said: it stays.
    """
    listed = [
        _column(at, column, typed or {})
        for at, column in enumerate(preview.columns)
        if with_all or column.filled > 0 or column.becomes not in {KEEP, LEAVE_OUT}
    ]
    return listed, len(preview.columns) - len(listed)


def _column(at: int, column: ColumnRow, typed: Mapping[str, str]) -> ShownColumn:
    has_order = bool(column.date_order) or column.is_ambiguous
    return ShownColumn(
        at=at,
        row=column,
        options=tuple(
            ChoiceRow(name, words.becomes_words(name)) for name in column.options
        ),
        filled=percent(column.filled),
        orders=tuple(ChoiceRow(*o) for o in words.order_words()) if has_order else (),
        units=tuple(ChoiceRow(*u) for u in words.unit_words())
        if column.becomes in LENGTHS
        else (),
        becomes=words.becomes_words(column.becomes),
        chosen=typed.get(f"column-{at}", column.becomes),
        order=typed.get(f"order-{at}", column.date_order),
        unit=typed.get(f"unit-{at}", ""),
        is_off=column.becomes in {KEEP, LEAVE_OUT},
    )


def statuses(
    preview: Preview, typed: Mapping[str, str] | None = None
) -> list[ShownStatus]:
    """Return the statuses of a Jira file; what a refused form said stays."""
    said = typed or {}
    return [
        ShownStatus(at, row, said.get(f"status-{at}", row.kind))
        for at, row in enumerate(preview.statuses)
        if preview.kind == "jira"
    ]


def updated(rows: Sequence[UpdateRow]) -> list[tuple[UpdateRow, str]]:
    """Return rows that change, with what they are."""
    return [(row, words.item_words(row.kind)) for row in rows]


def listed(preview: Preview, shown: str) -> tuple[list[Any], str]:
    """Return the first rows of a list, and a word about the rest."""
    rows: Sequence[Any] = getattr(preview, shown)
    totals = {
        "new": preview.counts.new,
        "updated": preview.counts.updated,
        "unchanged": preview.counts.unchanged,
        "vanished": preview.counts.vanished,
    }
    rest = totals.get(shown, 0) - len(rows)
    words_of_rest = ngettext("and %(n)s more row", "and %(n)s more rows", rest)
    return list(rows), words_of_rest % {"n": number(rest)} if rest > 0 else ""


def title_of(shown: str, preview: Preview) -> str:
    """Return the heading of a list."""
    counts = preview.counts
    titles = {
        "new": _("New"),
        "updated": _("Updated"),
        "unchanged": _("Unchanged"),
        "vanished": _("In Waypost, and not in this file"),
    }
    if shown in titles:
        return titles[shown]
    words_of = ngettext(
        "%(n)s row cannot be taken as it stands",
        "%(n)s rows cannot be taken as they stand",
        counts.problem_rows,
    )
    if not counts.problem_rows:
        return _("Every row can be taken as it stands")
    return words_of % {"n": number(counts.problem_rows)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an import went: a project, and the way to tie it to a key result."""

    name: str
    code: str
    url: str
    bet_url: str
    is_new: bool


def places(projects: Sequence[Landed]) -> list[Place]:
    """Return the projects that an import went into."""
    return [_place(project) for project in projects]


def _place(project: Landed) -> Place:
    page, bet = address("projects:index"), address("bets:create")
    return Place(
        name=project.name,
        code=project.code,
        url=f"{page}{project.code}/" if page else "",
        bet_url=f"{bet}?{urlencode({'project': project.code})}"
        if bet and not project.has_bet
        else "",
        is_new=project.is_new,
    )


@dataclass(frozen=True, slots=True)
class Working:
    """What is being done, and how far it is."""

    label: str
    note: str
    done: int | None
    total: int


def working(page: RunPage) -> Working:
    """Say how far the work on a file is."""
    progress = page.progress
    if progress is None:
        label = _("Waiting for its turn")
        return Working(label, "", None, 1)
    labels = {
        "reading": _("Reading the file"),
        "comparing": _("Comparing it with what stands here"),
        "writing": _("Writing"),
    }
    label = labels.get(progress.phase, progress.phase)
    if not progress.total:
        return Working(label, "", None, 1)
    note = _("%(done)s of %(total)s") % {
        "done": number(progress.done),
        "total": number(progress.total),
    }
    return Working(label, note, progress.done, progress.total)


def done_headline(page: RunPage) -> str:
    """Say what an import did."""
    counts = page.run.counts
    written = counts.get("new", 0) + counts.get("updated", 0)
    if page.row.is_undone:
        return _("This import was undone")
    if page.run.change_set_id is None:
        return _("The file changed nothing: all of it stood here already")
    words_of = ngettext("%(n)s row is in Waypost", "%(n)s rows are in Waypost", written)
    return words_of % {"n": number(written)}


def done_facts(page: RunPage) -> list[Fact]:
    """Return the counts of an import that is over."""
    counts = page.run.counts
    entries = [
        (_("New"), counts.get("new", 0), _("tasks and milestones")),
        (_("Updated"), counts.get("updated", 0), words.fields(counts.get("fields", 0))),
        (_("Unchanged"), counts.get("unchanged", 0), _("left as they are")),
        (
            _("Left out"),
            (left := counts.get("left_out", 0)),
            ngettext("row, as chosen", "rows, as chosen", left),
        ),
    ]
    return [
        Fact(label, number(count), note, "", is_on=False)
        for label, count, note in entries
    ]


def undo_url(change_set: int | None) -> str:
    """Return where an import is taken back."""
    return reverse("history:undo", args=[change_set]) if change_set else ""
