"""A plan as its page shows it: which rows, on which page, in which state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.projects.queries import OutlineRow, PlanOutline
from waypost.web.templatetags import formats

PAGE = 250  # rows on one page; more would keep a browser busy
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which tasks a person asked for, and which row is being written.

    `edit` and `at` are numbers of tasks, `add` the id of a milestone, 0 for none.
    """

    words: str = ""
    is_mine: bool = False
    is_open: bool = False
    is_late: bool = False
    page: int = 0
    edit: int | None = None
    at: int | None = None
    add: int | None = None

    @classmethod
    def of(cls, given: QueryDict) -> "Chosen":
        """Read the address; what it does not understand is left out."""
        return cls(
            words=given.get("q", "").strip(),
            is_mine=bool(given.get("mine")),
            is_open=bool(given.get("open")),
            is_late=bool(given.get("late")),
            page=_number(given.get("page", "")) or 0,
            edit=_number(given.get("edit", "")),
            at=_number(given.get("at", "")),
            add=_number(given.get("add", "")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.is_mine or self.is_open or self.is_late)

    def focused(self, **changes: Any) -> "Chosen":
        """Return the same rows with another one in hand."""
        return replace(self, **changes)

    def query(self, **changes: Any) -> str:
        """Return the parameters of the address, with changes, for a link."""
        it = replace(self, **{"edit": None, "at": None, "add": None} | changes)
        given = {
            "q": it.words,
            "mine": "1" if it.is_mine else "",
            "open": "1" if it.is_open else "",
            "late": "1" if it.is_late else "",
            "page": it.page or "",
            "edit": it.edit or "",
            "at": it.at or "",
            "add": "" if it.add is None else it.add,
        }
        parameters = QueryDict(mutable=True)
        parameters.update({k: str(v) for k, v in given.items() if v != ""})
        return f"?{parameters.urlencode()}" if parameters else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: of the plan, or one to add a task in (`row` is None).

    `drawn` is its markup, of what a page shows by the hundred.
    """

    node: str
    parent: str
    depth: int
    row: OutlineRow | None = None
    milestone: int | None = None
    title: str = ""
    url: str = ""
    dates: str = ""
    is_shut: bool = False
    is_focused: bool = False
    form: forms.Form | None = None
    drawn: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of one page of the plan, and the way to the others."""

    lines: list[Line]
    page: Page[Line]
    count: int


def show(
    plan: PlanOutline,
    chosen: Chosen,
    *,
    viewer: Person,
    row_form: forms.Form | None = None,
    add_form: forms.Form | None = None,
) -> Shown:
    """Return what the page shows of a plan."""
    rows = narrowed(plan.rows, chosen, viewer)
    can_add = plan.rights.edit_tasks and not chosen.is_narrowed
    found = list(_lines(plan, rows, chosen, can_add=can_add))
    found = [_filled(line, chosen, row_form, add_form) for line in found]
    paginator = Paginator(found, PAGE)
    page = paginator.get_page(_page_of(found, chosen))
    listed = list(page.object_list)
    if page.number > 1 and listed:
        first = (page.number - 1) * PAGE
        listed = [*_above(found, first), *listed]
    return Shown(listed, page, sum(row.kind == "task" for row in rows))


def group_in_hand(plan: PlanOutline) -> int:
    """Return the milestone that new tasks go to: the first open one, 0 for none."""
    groups = [row for row in plan.rows if row.kind != "task"]
    open_ = [row.milestone_pk or 0 for row in groups if not row.is_closed]
    last = groups[-1].milestone_pk if groups else None
    return open_[0] if open_ else last or 0


def narrowed(
    rows: Sequence[OutlineRow], chosen: Chosen, viewer: Person
) -> list[OutlineRow]:
    """Return the rows that match, each with what it is part of."""
    if not chosen.is_narrowed:
        return list(rows)
    kept: list[OutlineRow] = []
    above: list[OutlineRow] = []
    waiting = 0  # from where on `above` is not among the kept
    for row in rows:
        above = above[: _level(row, above)]
        waiting = min(waiting, len(above))
        if row.kind == "task" and _matches(row, chosen, viewer):
            kept += [*above[waiting:], row]
            waiting = len(above) + 1
        above = [*above, row]
    return kept


def _level(row: OutlineRow, above: Sequence[OutlineRow]) -> int:
    """Return how many of `above` stand over `row`."""
    return next(
        (i for i, other in enumerate(above) if other.depth >= row.depth), len(above)
    )


def _matches(row: OutlineRow, chosen: Chosen, viewer: Person) -> bool:
    if chosen.is_mine and (row.assignee is None or row.assignee.pk != viewer.pk):
        return False
    if chosen.is_open and row.is_closed:
        return False
    if chosen.is_late and not row.is_late:
        return False
    said = f"{row.code} {row.title}".casefold()
    return all(word in said for word in chosen.words.casefold().split())


def _lines(
    plan: PlanOutline, rows: Sequence[OutlineRow], chosen: Chosen, *, can_add: bool
) -> Iterator[Line]:
    """Yield the rows, and after each milestone's the one to add a task in."""
    group: OutlineRow | None = None
    stem = reverse("projects:page", args=[plan.code])
    for row in rows:
        if row.kind != "task":
            if group is not None and can_add:
                yield _adding(group)
            group = row
        has_groups, is_narrowed = group is not None, chosen.is_narrowed
        yield _line(row, stem, has_groups=has_groups, is_narrowed=is_narrowed)
    if can_add:
        yield _adding(group)


def _line(row: OutlineRow, stem: str, *, has_groups: bool, is_narrowed: bool) -> Line:
    """Return a row with its words and its address: `stem` is the project's."""
    if row.kind != "task":
        return Line(
            node=f"m{row.milestone_pk or 0}",
            parent="",
            depth=0,
            row=row,
            dates=formats.day(row.due_on),
            is_shut=row.is_closed and not is_narrowed,
        )
    above = f"m{row.milestone_pk or 0}" if has_groups else ""
    return Line(
        node=f"t{row.pk}",
        parent=above if row.parent_pk is None else f"t{row.parent_pk}",
        depth=min(row.depth, DEEPEST),
        row=row,
        url=f"{stem}tasks/{row.number}/",
        dates=span_in_words(row.starts_on, row.due_on),
    )


def _adding(group: OutlineRow | None) -> Line:
    milestone = group.milestone_pk if group else None
    return Line(
        node=f"a{milestone or 0}",
        parent="" if group is None else f"m{milestone or 0}",
        depth=0 if group is None else 1,
        milestone=milestone or 0,
        title=group.title if group and milestone else "",
    )


def _filled(
    line: Line,
    chosen: Chosen,
    row_form: forms.Form | None,
    add_form: forms.Form | None,
) -> Line:
    """Mark the line that has the focus, and put the form into the one written in."""
    if line.row is None:
        is_here = chosen.add == line.milestone
        form = add_form if is_here else None
        return replace(line, is_focused=is_here, form=form) if is_here else line
    if line.row.kind != "task":
        return line
    if chosen.edit == line.row.number:
        return replace(line, form=row_form, is_focused=True)
    return replace(line, is_focused=True) if chosen.at == line.row.number else line


def _page_of(lines: Sequence[Line], chosen: Chosen) -> int:
    """Return the page that is asked for, or the one that the focus is on."""
    at = next((i for i, line in enumerate(lines) if line.is_focused), None)
    return (chosen.page or 1) if at is None else at // PAGE + 1


def _above(lines: Sequence[Line], first: int) -> list[Line]:
    """Return what the first line of a page is part of, from the top down."""
    by_node = {line.node: line for line in lines[:first]}
    found: list[Line] = []
    node = lines[first].parent
    while node in by_node:
        found.append(by_node[node])
        node = by_node[node].parent
    return found[::-1]


def span_in_words(starts_on: date | None, due_on: date | None) -> str:
    """Return ``6 – 23 Nov``, ``27 Nov – 3 Dec``, or the one day that is known."""
    if starts_on is None or due_on is None or starts_on == due_on:
        if due_on is None and starts_on is not None:
            return _("from %(day)s") % {"day": formats.day(starts_on)}
        return formats.day(due_on)
    same = (starts_on.year, starts_on.month) == (due_on.year, due_on.month)
    first = str(starts_on.day) if same else formats.day(starts_on)
    return f"{first} – {formats.day(due_on)}"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None
