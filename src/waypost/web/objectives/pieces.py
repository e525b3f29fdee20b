"""A long list of objectives, of which a page shows one piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.bets.loading import Scope
from waypost.bets.queries import Figures, figures
from waypost.okrs import queries
from waypost.okrs.models import Cycle
from waypost.okrs.queries import Asked, Head, ObjectiveGroup, Places, Slice, Standing
from waypost.people.models import Person
from waypost.people.queries import TeamRow
from waypost.web.objectives.drafting import key_of, place_of
from waypost.web.objectives.lines import Group, Line, More, fits_health, group_lines
from waypost.web.objectives.selection import Selection
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A closed heading, and where its piece is."""

    key: str
    path: tuple[str, ...]
    note: str
    url: str
    piece: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece as the page draws it."""

    groups: list[Group]
    heads: list[HeadLine]
    is_whole: bool


def read(
    viewer: Person,
    cycle: Cycle,
    selection: Selection,
    *,
    today: date,
    standing: Standing | None = None,
    tree: Sequence[TeamRow] | None = None,
) -> tuple[Slice, Figures]:
    """Return one piece with its figures."""
    if selection.health:
        standing = standing or queries.objective_standing(
            viewer=viewer, cycle=cycle, only=selection.only
        )
        return _of_health(viewer, cycle, selection, standing, today)
    asked = Asked(selection.by, selection.at, selection.page, selection.only)
    piece = queries.objective_piece(
        viewer=viewer, cycle=cycle, asked=asked, standing=standing, tree=tree
    )
    rows = [row for group in piece.groups for row in group.rows]
    scope = Scope(objectives=tuple(row.pk for row in rows), bare=True)
    return piece, figures(viewer=viewer, scope=scope, today=today)


def _of_health(
    viewer: Person,
    cycle: Cycle,
    selection: Selection,
    standing: Standing,
    today: date,
) -> tuple[Slice, Figures]:
    """Return those of a health: a figure, so all of the cycle is reckoned."""
    scope = Scope(cycles=(cycle.pk,), bare=True)
    known = figures(viewer=viewer, scope=scope, today=today)
    above = queries.key_results_by_objective(viewer=viewer, cycle=cycle)
    piece = queries.objectives_among(
        viewer=viewer,
        standing=standing,
        ids=fits_health(known, above, selection.health),
        page=selection.page,
    )
    return piece, known


def shown(
    piece: Slice,
    known: Figures,
    selection: Selection,
    *,
    viewer: Person,
    places: Places,
) -> Shown:
    """Return a piece as groups of lines, and the headings that can be opened."""
    made: list[Group] = []
    for group in piece.groups:
        lines = list(_lines(group, piece, known, selection, is_first=not made))
        made.append(
            Group(
                key=key_of(group),
                path=tuple(group.title.split(" › ")),
                subtitle=_note(piece, group),
                lines=tuple(lines),
                may_add=place_of(key_of(group), places, viewer) is not None,
            )
        )
    if made and piece.page < piece.pages:
        last = made[-1]
        made[-1] = replace(last, lines=(*last.lines, _next(piece, selection)))
    heads = [_head(each, selection) for each in piece.heads]
    return Shown(made, heads, is_whole=not selection.at and selection.page == 1)


def below(
    lines: tuple[Line | More, ...], *, parent: str, depth: int
) -> list[Line | More]:
    """Return lines indented, as what stands below another."""
    return [
        replace(
            line,
            depth=min(line.depth + depth, 8),
            parent=line.parent or parent,
        )
        for line in lines
    ]


def _lines(
    group: ObjectiveGroup,
    piece: Slice,
    known: Figures,
    selection: Selection,
    *,
    is_first: bool,
) -> Iterator[Line | More]:
    """Return a group's lines; under what others support, a row that brings those."""
    keys = {row.code: row.pk for row in group.rows}
    counts = piece.below or {}
    waiting: More | None = None
    for line in group_lines(group, known, is_first=is_first):
        if line.is_objective:
            if waiting is not None:
                yield waiting
            waiting = _below(line, counts.get(keys[line.code], 0), keys, selection)
            if waiting is not None and not line.has_below:
                line = replace(line, has_below=True, is_closed=True)
        yield line
    if waiting is not None:
        yield waiting


def _below(
    line: Line, count: int, keys: dict[str, int], selection: Selection
) -> More | None:
    if not count:
        return None
    said = ngettext("%(n)d aligned to it", "%(n)d aligned to it", count)
    at = str(keys[line.code])
    inside = {"rows": "1", "parent": line.code, "depth": str(line.depth + 1)}
    return More(
        node=f"{line.node}-below",
        parent=line.node,
        depth=line.depth + 1,
        label=said % {"n": count},
        url=_url("index", selection, at=at),
        piece=_url("piece", selection, at=at, **inside),
    )


def _next(piece: Slice, selection: Selection) -> More:
    page = {"at": selection.at, "page": str(piece.page + 1)}
    said = _("Page %(page)d of %(pages)d")
    return More(
        node=f"page-{piece.page + 1}-{selection.at}",
        parent="",
        depth=0,
        label=said % {"page": piece.page + 1, "pages": piece.pages},
        url=_url("index", selection, **page),
        piece=_url("piece", selection, **page, rows="1"),
    )


def _note(piece: Slice, group: ObjectiveGroup) -> str:
    count = piece.total if len(piece.groups) == 1 else len(group.rows)
    return _count(count)


def _head(head: Head, selection: Selection) -> HeadLine:
    return HeadLine(
        key=head.key,
        path=head.path,
        note=", ".join(filter(None, [head.subtitle, _count(head.count)])),
        url=_url("index", selection, at=head.key),
        piece=_url("piece", selection, at=head.key),
    )


def _count(count: int) -> str:
    said = ngettext("%(n)s objective", "%(n)s objectives", count)
    return said % {"n": formats.number(count)}


def _url(name: str, selection: Selection, **changes: str) -> str:
    return f"{_home(name)}?{selection.parameters(**changes)}"


@lru_cache
def _home(name: str) -> str:
    return reverse(f"objectives:{name}")
