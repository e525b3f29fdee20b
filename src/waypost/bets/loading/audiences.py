"""Who may see the things of a plan: read only for what is not for everyone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from waypost.bets.loading.rows import BetRow, ProjectRow, Row
from waypost.core.access import Audience
from waypost.core.db import among
from waypost.okrs.audience import PEOPLE_OF_OBJECTIVES
from waypost.people.access import (
    PEOPLE_OF_TEAMS,
    Shown,
    audiences,
    teams_shown_to,
)
from waypost.projects.access import PEOPLE_NAMED_FOR


@dataclass(frozen=True, slots=True)
class Audiences:
    """Who may see objectives and projects, by id; also objectives out of scope."""

    objectives: Mapping[int, Audience]
    projects: Mapping[int, Audience]

    def of_bet(self, bet: BetRow) -> Audience:
        """Return who may see a bet: whoever sees its project and its objective."""
        return self.projects[bet.project] & self.objectives[bet.objective]


def read_audiences(
    cursor: CursorWrapper,
    objectives: Iterable[Row],
    bets: Iterable[BetRow],
    projects: Iterable[ProjectRow],
) -> Audiences:
    """Return who may see what: one query, none where all is open."""
    shown = {bet.objective: Shown(bet.visibility, bet.team) for bet in bets}
    shown |= {row[0]: Shown(row[5], row[6]) for row in objectives}
    work = list(projects)
    shown_work = {row.pk: Shown(row.visibility, row.team) for row in work}
    teams = teams_shown_to(shown.values()) | teams_shown_to(shown_work.values())
    let_in = _let_in(cursor, teams, _private(shown), _private(shown_work))
    for row in work:
        let_in.projects[row.pk] |= {row.manager, row.sponsor, row.reviewer}
    members = {pk: frozenset(let_in.teams[pk]) for pk in teams}
    return Audiences(
        audiences(shown, let_in.objectives, members),
        audiences(shown_work, let_in.projects, members),
    )


@dataclass(frozen=True, slots=True)
class _LetIn:
    """People by what lets them in: a team, an objective, a project."""

    teams: dict[int, set[int]]
    objectives: dict[int, set[int | None]]
    projects: dict[int, set[int | None]]


def _let_in(
    cursor: CursorWrapper,
    teams: Collection[int],
    objectives: Collection[int],
    projects: Collection[int],
) -> _LetIn:
    """Return who is let in; each app says the pairs of its own things."""
    asked = [
        (PEOPLE_OF_TEAMS, teams),
        (PEOPLE_OF_OBJECTIVES, objectives),
        (PEOPLE_NAMED_FOR, projects),
    ]
    found = _LetIn(defaultdict(set), defaultdict(set), defaultdict(set))
    kinds = [found.teams, found.objectives, found.projects]
    parts, params = [], []
    for kind, (pairs, ids) in enumerate(asked):
        if ids:
            is_one_of, param = among(ids)
            parts.append(f"SELECT {kind}, p{kind}.* FROM ({pairs}) p{kind}")
            parts[-1] = parts[-1].format(among=is_one_of)
            params.append(param)
    if parts:
        cursor.execute(" UNION ALL ".join(parts), params)
        for kind, pk, person in cursor.fetchall():
            kinds[kind][pk].add(person)
    return found


def _private(shown: Mapping[int, Shown]) -> list[int]:
    return [pk for pk, each in shown.items() if not each.is_open]
