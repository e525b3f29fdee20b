"""Who may see the things of a plan: read only for what is not for everyone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waypost.bets.loading.rows import BetRow, ProjectRow, Row
from waypost.core.access import Audience
from waypost.core.db import reader
from waypost.okrs.audience import people_of_objectives
from waypost.people.access import Shown, audiences, team_people, teams_shown_to
from waypost.projects.access import people_named_for


@dataclass(frozen=True, slots=True)
class Audiences:
    """Who may see objectives and projects, by id; also objectives out of scope."""

    objectives: Mapping[int, Audience]
    projects: Mapping[int, Audience]

    def of_bet(self, bet: BetRow) -> Audience:
        """Return who may see a bet: whoever sees its project and its objective."""
        return self.projects[bet.project] & self.objectives[bet.objective]


def read_audiences(
    objectives: Iterable[Row], bets: Iterable[BetRow], projects: Iterable[ProjectRow]
) -> Audiences:
    """Return who may see what: three queries at most, none where all is open."""
    shown = {bet.objective: Shown(bet.visibility, bet.team) for bet in bets}
    shown |= {row[0]: Shown(row[5], row[6]) for row in objectives}
    work = list(projects)
    shown_work = {row.pk: Shown(row.visibility, row.team) for row in work}
    teams = teams_shown_to(shown.values()) | teams_shown_to(shown_work.values())
    of_team = team_people(teams, using=reader())
    inside = people_of_objectives(_private(shown), using=reader())
    named = people_named_for(_private(shown_work), using=reader())
    for row in work:
        people = named.setdefault(row.pk, set())
        people |= {row.manager, row.sponsor, row.reviewer}
    return Audiences(
        audiences(shown, inside, of_team), audiences(shown_work, named, of_team)
    )


def _private(shown: Mapping[int, Shown]) -> list[int]:
    return [pk for pk, each in shown.items() if not each.is_open]
