"""The list of projects as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from waypost.bets.queries import BetRow, Portfolio
from waypost.people.models import Person
from waypost.projects.models import Project
from waypost.projects.queries import ProjectFilters, ProjectRow
from waypost.web.projects.serving import BetLine, bet_lines

MOST_BETS = 3
SORTS = ("name", "phase", "manager", "team", "next", "open", "due")


@dataclass(frozen=True, slots=True)
class Line:
    """A project and what it serves; `more` bets are on its own page."""

    row: ProjectRow
    bets: tuple[BetLine, ...]
    more: int
    is_orphan: bool

    @property
    def done(self) -> float | None:
        """How much of its tasks is done, as a share."""
        total = self.row.tasks_total
        return self.row.tasks_done / total if total else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which projects a person asked for."""

    phase: str
    team: int | None
    words: str
    sort: str
    is_mine: bool
    only_orphans: bool

    @classmethod
    def of(cls, given: QueryDict) -> "Chosen":
        """Read the address; what it does not understand is left out."""
        phase, team, sort = (given.get(name, "") for name in ("phase", "team", "sort"))
        return cls(
            phase=phase if phase in known_phases() else "",
            team=int(team) if team.isdecimal() and len(team) < 10 else None,
            words=given.get("q", "").strip(),
            sort=sort if sort.removeprefix("-") in SORTS else "name",
            is_mine=bool(given.get("mine")),
            only_orphans=bool(given.get("orphans")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(
            self.phase or self.team or self.words or self.is_mine or self.only_orphans
        )

    def filters(self, viewer: Person) -> ProjectFilters:
        """Return what the query is asked for."""
        by_standing = self.phase in Project.Standing.values
        return ProjectFilters(
            phase="" if by_standing else self.phase,
            standing=self.phase if by_standing else "",
            team=self.team,
            words=self.words,
            sort=self.sort,
            manager=viewer.pk if self.is_mine else None,
        )


def known_phases() -> list[str]:
    """Return what the filter of phases knows: phases, and what stands beside them."""
    return [
        *Project.Phase.values,
        Project.Standing.ON_HOLD.value,
        Project.Standing.CANCELLED.value,
    ]


def phase_choices() -> list[tuple[str, str]]:
    """Return the phases to choose from, and on hold and cancelled."""
    labels = dict(Project.Phase.choices) | dict(Project.Standing.choices)
    return [
        ("", _("Every phase")),
        *((value, str(labels[value])) for value in known_phases()),
    ]


def lines(
    rows: Iterable[ProjectRow],
    found: dict[int, list[BetRow]],
    portfolio: Portfolio,
    *,
    viewer: Person,
) -> list[Line]:
    """Return projects with their weightiest bets."""
    listed = []
    for row in rows:
        served = bet_lines(found.get(row.pk, ()), portfolio.figures, viewer=viewer)
        listed.append(
            Line(
                row=row,
                bets=tuple(served[:MOST_BETS]),
                more=max(0, len(served) - MOST_BETS),
                is_orphan=row.pk in portfolio.orphans.projects,
            )
        )
    return listed


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of the table that sorts by its column."""

    label: str
    url: str
    sorted: str
    css: str = ""


def heads(given: QueryDict, sort: str) -> list[Head]:
    """Return the headings with where each leads."""
    columns: list[tuple[str, str, str]] = [
        ("name", _("Project"), "name"),
        ("phase", _("Phase"), ""),
        ("manager", _("Run by"), ""),
        ("", _("Serves"), ""),
        ("next", _("Next milestone"), ""),
        ("open", _("Tasks"), ""),
        ("due", _("Due"), "r"),
    ]
    return [_head(given, sort, *column) for column in columns]


def _head(given: QueryDict, sort: str, name: str, label: str, css: str) -> Head:
    if not name:
        return Head(label, "", "", css)
    is_on = sort.removeprefix("-") == name
    is_down = sort.startswith("-")
    following = f"-{name}" if is_on and not is_down else name
    way = ("descending" if is_down else "ascending") if is_on else ""
    return Head(label, link(given, sort=following), way, css)


def link(given: QueryDict, **changes: Any) -> str:
    """Return the address of the list with some of its parameters changed."""
    parameters = given.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        if value:
            parameters[name] = value
        else:
            parameters.pop(name, None)
    return f"?{parameters.urlencode()}"
