"""A map of two thousand nodes, written in bulk beside the server in a second."""

from tests.e2e.server import Installation

# One company objective, 40 key results, 120 team objectives, 1,200 key results of
# theirs and 600 projects with a bet or two each: 1,961 nodes below one another.
_WRITE = """
import json
from datetime import timedelta
from django.utils import timezone
from waypost.bets.models import Bet
from waypost.okrs.models import Alignment, Cycle, KeyResult, Metric, Objective
from waypost.people.models import Person, Team
from waypost.projects.models import Project

today = timezone.localdate()
cycle = Cycle.objects.filter(state="active").order_by("pk").first()
owner, team = Person.objects.order_by("pk").first(), Team.objects.order_by("pk").first()
BASE = 100_000

def objective(number, **more):
    return Objective(cycle=cycle, owner=owner, number=BASE + number, **more)

def key_result(number, under, metric):
    return KeyResult(
        objective=under, owner=owner, number=BASE + number, title=f"Measure {number}",
        metric=metric, baseline=20, target=40, scale=20,
        starts_on=cycle.starts_on, due_on=cycle.ends_on,
    )

top = Objective.objects.bulk_create(
    [objective(0, title="The whole fleet", level="company")])[0]
metrics = Metric.objects.bulk_create(
    Metric(name=f"Count {n}", unit="boats", number=BASE + n) for n in range(1240))
firsts = KeyResult.objects.bulk_create(
    key_result(n, top, metrics[n]) for n in range(40))
teams = Objective.objects.bulk_create(
    objective(1 + n, title=f"Crew {n} sails on time", level="team", team=team)
    for n in range(120))
Alignment.objects.bulk_create(
    Alignment(child=each, parent_key_result=firsts[n % 40])
    for n, each in enumerate(teams))
lasts = KeyResult.objects.bulk_create(
    key_result(40 + n, teams[n * 7 % 120], metrics[40 + n]) for n in range(1200))
projects = Project.objects.bulk_create(
    Project(code=f"BIG{n}", name=f"Work {n}", manager=owner, sponsor=owner,
            is_funded=True, phase="execution", starts_on=today,
            due_on=today + timedelta(days=20))
    for n in range(600))
Bet.objects.bulk_create(
    Bet(project=projects[(n * 31 if n < 600 else n * 77 + 5) % 600],
        key_result=under, metric=under.metric, owner=owner, state="active",
        probability=0.5, low=4, likely=6, high=8)
    for n in range(900) for under in [lasts[n * 17 % 1200]])
print(json.dumps(top.code))
"""


def grow(installation: Installation) -> str:
    """Write the map into the running cycle; return the code of its top."""
    return str(installation.ask(_WRITE))
