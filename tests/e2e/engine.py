"""What the engine says of a key result, asked on the server's own database.

Asked beside the browser (`Installation.ask`), by the same queries that doors use.
"""

from dataclasses import dataclass
from typing import Any

from tests.e2e.server import Installation

_CHOOSE = """
from waypost.bets.models import Bet
from waypost.okrs.models import KeyResult, Objective
bet = Bet.objects.filter(
    state="active", project__is_funded=True, project__standing="running",
    milestone__isnull=False, milestone__achieved_on=None,
    milestone__due_on__isnull=False,
    overlap_group=None, key_result__kind="metric", metric__formula="",
    key_result__objective__cycle__state="active",
    key_result__objective__visibility="everyone",
).order_by("pk").first()
kr = bet.key_result
print(json.dumps({
    "bet": bet.pk, "number": kr.number, "objective": kr.objective.number,
    "project": bet.project.code, "milestone": bet.milestone_id,
    "reading": kr.metric.readings.latest("observed_at").pk,
    "due": kr.due_on.isoformat(),
}))
"""
_FIGURES = """
from django.utils import timezone
from waypost.bets.loading import Scope
from waypost.bets.queries import figures
from waypost.okrs.models import KeyResult
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.web.templatetags import formats
kr = KeyResult.objects.select_related("objective", "metric").get(number={number})
found = figures(
    viewer=Person.objects.filter(role="admin").first(),
    scope=Scope(cycles=(kr.objective.cycle_id,)),
    today=local_day(timezone.now()),
)
own, above = found.key_results[kr.pk], found.objectives[kr.objective_id]
unit = kr.metric.unit
worths = [stake.worth for stake in own.stakes]
print(json.dumps({{
    "now": formats.number(own.now, unit),
    "progress": formats.percent(own.progress),
    "coverage": formats.percent(own.coverage),
    "gap": formats.signed(own.gap, unit),
    "target": formats.number(own.target, unit),
    "worths": sorted(formats.signed(worth, unit) for worth in worths),
    "objective": formats.percent(above.progress),
    "value": own.now,
    "reached": own.progress,
    "above": above.progress,
    "sum": own.now + sum(worths) + own.gap - own.target,
}}))
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A bet of the sample, and all that its worth hangs on."""

    bet: int
    number: int
    objective: int
    project: str
    milestone: int
    reading: int
    due: str


def choose(installation: Installation) -> Chosen:
    """Return a counted bet on a metric that a milestone still to come brings."""
    return Chosen(**installation.ask(f"import json\n{_CHOOSE}"))


def figures(installation: Installation, number: int) -> dict[str, Any]:
    """Return a key result's figures in the words of the pages."""
    program = _FIGURES.format(number=number)
    answer: dict[str, Any] = installation.ask(f"import json\n{program}")
    return answer
