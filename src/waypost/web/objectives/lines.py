"""Objectives and key results as lines of one tree, with their figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.bets.queries import Figures
from waypost.okrs.queries import KeyResultRow, ObjectiveGroup, ObjectiveRow
from waypost.web.addresses import key_result_url, objective_url
from waypost.web.bars import (
    Bar,
    key_result_bar,
    objective_bar,
    values_in_words,
)
from waypost.web.objectives import drawing

WORRYING = {"at_risk", "off_track"}
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the tree; `score` is what a closed objective was given."""

    node: str
    parent: str
    depth: int
    title: str
    code: str
    url: str
    peek: str
    owner: str
    bar: Bar
    is_objective: bool
    note: str = ""
    values: str = ""
    state: str = ""
    is_hidden: bool = False
    has_below: bool = False
    is_closed: bool = False
    score: float | None = None

    @property
    def drawn(self) -> SafeString:
        """The row as markup."""
        return drawing.row(self, is_fresh=False)

    @property
    def drawn_fresh(self) -> SafeString:
        """The row of what was just made."""
        return drawing.row(self, is_fresh=True)


@dataclass(frozen=True, slots=True)
class More:
    """A row of the tree that brings others in its place."""

    node: str
    parent: str
    depth: int
    label: str
    url: str
    piece: str
    is_more: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    key: str
    path: tuple[str, ...]
    subtitle: str
    lines: tuple[Line | More, ...]
    may_add: bool = False


def group_lines(
    group: ObjectiveGroup, figures: Figures, *, is_first: bool
) -> tuple[Line, ...]:
    """Return a group's objectives, each followed by its key results.

    In the first group what needs a look stands open; the rest starts closed.
    """
    above: list[str] = []
    parents = _parents(group.rows)
    lines: list[Line] = []
    for row in group.rows:
        del above[row.depth :]
        line = _objective_line(row, figures, parent=above[-1] if above else "")
        is_open = row.pk in parents or (is_first and line.bar.health in WORRYING)
        below = bool(row.key_results) or row.pk in parents
        lines.append(_with_branch(line, has_below=below, is_open=is_open))
        lines += (_key_result_line(each, line, figures) for each in row.key_results)
        above.append(line.node)
    if is_first and lines and all(line.is_closed for line in lines if line.has_below):
        lines[0] = _with_branch(lines[0], has_below=lines[0].has_below, is_open=True)
    return tuple(lines)


def narrowed(rows: Iterable[ObjectiveRow], figures: Figures, health: str) -> list[int]:
    """Return which objectives have the health, themselves or in a key result."""
    tests = {"risk": _is_worrying, "gap": _has_gap}
    test = tests.get(health)
    return [row.pk for row in rows if test is None or test(row, figures)]


def _is_worrying(row: ObjectiveRow, figures: Figures) -> bool:
    own = figures.objectives.get(row.pk)
    parts = [figures.key_results.get(each.pk) for each in row.key_results]
    return any(found.health in WORRYING for found in (own, *parts) if found)


def _has_gap(row: ObjectiveRow, figures: Figures) -> bool:
    parts = [figures.key_results.get(each.pk) for each in row.key_results]
    return any(not key_result_bar(found).is_covered for found in parts if found)


def fits_health(
    figures: Figures, key_results: Mapping[int, int], health: str
) -> set[int]:
    """Return the objectives that have the health, themselves or in a key result.

    `key_results` gives the objective of each; the same as `narrowed`, without rows.
    """
    if health == "gap":
        return {
            above
            for pk, above in key_results.items()
            if pk in figures.key_results
            and not key_result_bar(figures.key_results[pk]).is_covered
        }
    worrying = {
        above
        for pk, above in key_results.items()
        if pk in figures.key_results and figures.key_results[pk].health in WORRYING
    }
    own = figures.objectives.items()
    return worrying | {pk for pk, found in own if found.health in WORRYING}


def _parents(rows: Sequence[ObjectiveRow]) -> set[int]:
    """Return which objectives have others indented below them."""
    return {upper.pk for upper, lower in pairwise(rows) if lower.depth > upper.depth}


def _with_branch(line: Line, *, has_below: bool, is_open: bool) -> Line:
    return replace(line, has_below=has_below, is_closed=has_below and not is_open)


def _objective_line(row: ObjectiveRow, figures: Figures, *, parent: str) -> Line:
    url = objective_url(row.number)
    return Line(
        node=row.code,
        parent=parent,
        depth=min(row.depth, DEEPEST - 1),
        title=row.title,
        code=row.code,
        url=url,
        peek=url,
        owner=row.owner.name,
        bar=objective_bar(figures.objectives.get(row.pk)),
        is_objective=True,
        note=_note(row),
        state="" if row.state in {"active", "closed"} else row.state_name,
        is_hidden=row.visibility != "everyone",
        score=row.final_score,
    )


def _note(row: ObjectiveRow) -> str:
    """Say what it is for, and whether it belongs to one person alone."""
    parts = []
    if row.level in {"person", "project"}:
        parts.append(row.level_name.lower())
    if row.serves:
        titles = ", ".join(each.title for each in row.serves)
        parts.append(_("supports %(titles)s") % {"titles": titles})
    if not row.key_results:
        parts.append(_("no key result yet"))
    return ", ".join(parts)


def _key_result_line(row: KeyResultRow, above: Line, figures: Figures) -> Line:
    return Line(
        node=row.code,
        parent=above.node,
        depth=above.depth + 1,
        title=row.title,
        code=row.code,
        url=key_result_url(row.number),
        peek=f"{above.url}key-results/{row.number}/",
        owner=row.owner.name,
        bar=key_result_bar(figures.key_results.get(row.pk)),
        is_objective=False,
        values=values_in_words(row),
    )
