"""A long list of objectives, piece by piece: headings first, rows where it is opened.

Where each objective stands is read of all at once, in one narrow row; what a piece
shows is read for that piece alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from waypost.okrs import access
from waypost.okrs.models import Alignment, Cycle, Objective
from waypost.okrs.queries.loading import objective_rows
from waypost.okrs.queries.objectives import Only, narrowed_objectives
from waypost.okrs.queries.rows import ObjectiveGroup, ObjectiveRow
from waypost.people.models import Person
from waypost.people.queries import TeamRow, team_tree, teams_of

LARGE = 60
PIECE = 25
Level = Objective.Level
_LOOSE = {
    "company": Level.COMPANY,
    "people": Level.PERSON,
    "projects": Level.PROJECT,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which piece of a list: the heading `at` that is open, or its top, and a page."""

    by: str = "team"
    at: str = ""
    page: int = 1
    only: Only = field(default_factory=Only)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading whose objectives are read when it is opened; `count` is with all below.

    `key` opens it: ``company``, ``people``, ``projects``, ``team-5``.
    """

    key: str
    path: tuple[str, ...]
    subtitle: str
    count: int


@dataclass(frozen=True, slots=True)
class Slice:
    """One piece of the list: open groups, and closed headings after them.

    `below` says by key (pk) how many objectives support one that is shown. `page` and
    `pages` count within the piece; `total` is how many objectives it has.
    """

    groups: tuple[ObjectiveGroup, ...]
    heads: tuple[Head, ...] = ()
    below: Mapping[int, int] | None = None
    page: int = 1
    pages: int = 1
    total: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Which objectives a list has, in order, and where each of them stands."""

    index: tuple["Light", ...]

    @property
    def ids(self) -> frozenset[int]:
        """Which there are, by key (pk)."""
        return frozenset(each.pk for each in self.index)

    @property
    def scores(self) -> tuple[float, ...]:
        """How those that are graded ended."""
        return tuple(each.score for each in self.index if each.score is not None)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.index)

    @property
    def is_long(self) -> bool:
        """Whether the list is shown piece by piece."""
        return self.count > LARGE


class Light(NamedTuple):
    """Where one objective stands."""

    pk: int
    level: str
    team: int | None
    person: int | None
    owner: int
    owner_name: str
    score: float | None


def objective_standing(
    *, viewer: Person, cycle: Cycle, only: Only | None = None
) -> Standing:
    """Return how long a list is: one query."""
    columns = (
        "pk", "level", "team_id", "person_id", "owner_id", "owner__name", "final_score"
    )  # fmt: skip
    found = narrowed_objectives(viewer, cycle, only or Only())
    return Standing(tuple(map(Light._make, found.values_list(*columns))))


def key_results_by_objective(*, viewer: Person, cycle: Cycle) -> dict[int, int]:
    """Return the objective (pk) of each key result (pk) of a cycle: one query."""
    seen = access.visible_key_results(viewer).filter(objective__cycle=cycle)
    return dict(seen.order_by().values_list("pk", "objective_id"))


def objective_piece(
    *,
    viewer: Person,
    cycle: Cycle,
    asked: Asked,
    standing: Standing | None = None,
    tree: Sequence[TeamRow] | None = None,
) -> Slice:
    """Return one piece of a long list: a fixed number of queries, whatever its length.

    Who has read how the list stands, or the tree of teams, gives it along.
    """
    found = standing or objective_standing(viewer=viewer, cycle=cycle, only=asked.only)
    index = found.index
    if asked.by == "owner":
        return _by_owner(viewer, index, asked.page)
    if asked.by == "alignment":
        return _by_alignment(viewer, index, asked.at, asked.page)
    teams = team_tree(viewer=viewer) if tree is None else tree
    return _by_team(viewer, index, teams, asked)


def objectives_among(
    *, viewer: Person, standing: Standing, ids: Iterable[int], page: int = 1
) -> Slice:
    """Return those of a list that are among `ids`, as one group: what a health left."""
    wanted = set(ids)
    kept = [each for each in standing.index if each.pk in wanted]
    return _one_group(viewer, "found", None, _("Found"), kept, page)


def _by_team(
    viewer: Person, index: Sequence[Light], tree: Sequence[TeamRow], asked: Asked
) -> Slice:
    at, page = asked.at, asked.page
    people = {each.person for each in index if each.person is not None}
    home = teams_of(viewer=viewer, people=people)
    places = {each.pk: each.team or home.get(each.person or 0) for each in index}
    rest: dict[str, list[Light]] = defaultdict(list)
    for each in index:
        rest["" if places[each.pk] else each.level].append(each)
    counts = _with_all_below(tree, Counter(places.values()))
    titles = {
        "company": _("Company"),
        "people": _("Individuals"),
        "projects": _("Projects"),
    }
    kind, _dash, number = at.partition("-")
    if kind == "team":
        team = next((row for row in tree if str(row.pk) == number), None)
        own = [each for each in index if team and places[each.pk] == team.pk]
        return _team(viewer, team, tree, counts, (own, page))
    shown = at if at in titles else "company"
    top = _one_group(viewer, shown, None, titles[shown], rest[_LOOSE[shown]], page)
    if at in titles:
        return top
    heads = [_head(row, counts) for row in tree if row.parent_pk is None]
    heads += [
        Head(key, (titles[key],), "", len(rest[_LOOSE[key]]))
        for key in ("people", "projects")
    ]
    return replace(top, heads=tuple(head for head in heads if head.count))


def _team(
    viewer: Person,
    team: TeamRow | None,
    tree: Sequence[TeamRow],
    counts: Mapping[int | None, int],
    own: tuple[list[Light], int],
) -> Slice:
    """Return a team's own objectives, and the teams below it as headings."""
    if team is None:
        return Slice(())
    listed, page = own
    listed.sort(key=lambda each: each.level == Level.PERSON)
    title = " › ".join(team.path)
    piece = _one_group(viewer, "team", team.pk, title, listed, page)
    below = [_head(row, counts) for row in tree if row.parent_pk == team.pk]
    return replace(piece, heads=tuple(head for head in below if head.count))


def _with_all_below(
    tree: Sequence[TeamRow], own: Counter[int | None]
) -> Mapping[int | None, int]:
    """Return for each team how many objectives it and the teams below it have."""
    counts = Counter(own)
    for row in reversed(tree):  # parents stand before their children
        counts[row.parent_pk] += counts[row.pk]
    return counts


def _head(row: TeamRow, counts: Mapping[int | None, int]) -> Head:
    lead = _("%(name)s leads") % {"name": row.lead.name} if row.lead else ""
    return Head(f"team-{row.pk}", row.path, lead, counts[row.pk])


def _by_owner(viewer: Person, index: Sequence[Light], page: int) -> Slice:
    """Return so many owners as fit on a page, each with all of theirs."""
    of_owner: dict[tuple[str, int], list[Light]] = defaultdict(list)
    for each in index:
        of_owner[each.owner_name.casefold(), each.owner].append(each)
    pages: list[list[list[Light]]] = [[]]
    for _name, its in sorted(of_owner.items()):
        if sum(map(len, pages[-1])) + len(its) > PIECE and pages[-1]:
            pages.append([])
        pages[-1].append(its)
    page = min(max(page, 1), len(pages))
    shown = [each for its in pages[page - 1] for each in its]
    rows = _rows(viewer, shown)
    groups = tuple(
        ObjectiveGroup(
            "owner", its[0].owner, its[0].owner_name, "",
            tuple(rows[each.pk] for each in its if each.pk in rows),
        )
        for its in pages[page - 1]
    )  # fmt: skip
    return Slice(groups, page=page, pages=len(pages), total=len(index))


def _by_alignment(viewer: Person, index: Sequence[Light], at: str, page: int) -> Slice:
    """Return the roots; or what supports the one whose key (pk) `at` names."""
    here = {each.pk for each in index}
    up = _first_parents(here)
    below = Counter(up.values())
    if at:
        chosen = [each for each in index if str(up.get(each.pk)) == at]
    else:
        levels = list(Level.values)
        chosen = [each for each in index if each.pk not in up]
        chosen.sort(key=lambda each: levels.index(each.level))
    piece = _one_group(viewer, "alignment", None, _("All objectives"), chosen, page)
    return replace(piece, below=below)


def _first_parents(here: set[int]) -> dict[int, int]:
    """Return the first objective in the list that each supports, if there is one."""
    rows = Alignment.objects.filter(child_id__in=here).values_list(
        "child_id", "parent_objective_id", "parent_key_result__objective_id"
    )
    parents: dict[int, list[int]] = defaultdict(list)
    for child, direct, through in rows:
        above = direct or through
        if above in here and above != child:
            parents[child].append(above)
    return {child: min(above) for child, above in parents.items()}


def _one_group(
    viewer: Person,
    kind: str,
    pk: int | None,
    title: str,
    found: Sequence[Light],
    page: int,
) -> Slice:
    """Return a page of objectives under one heading."""
    pages = max(1, -(-len(found) // PIECE))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PIECE : page * PIECE]
    rows = _rows(viewer, shown)
    listed = tuple(rows[each.pk] for each in shown if each.pk in rows)
    group = ObjectiveGroup(kind, pk, title, "", listed)
    groups = (group,) if listed else ()
    return Slice(groups, page=page, pages=pages, total=len(found))


def _rows(viewer: Person, shown: Iterable[Light]) -> dict[int, ObjectiveRow]:
    ids = [each.pk for each in shown]
    found = Objective.objects.filter(pk__in=ids)
    return {row.pk: row for row in objective_rows(found, viewer)}
