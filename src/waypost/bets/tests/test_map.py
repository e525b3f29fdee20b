from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.bets import queries
from waypost.bets.models import Bet, ProjectObjective
from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import Cycle, KeyResult
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.tests.factories import make_milestone, make_project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 15)


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle(name="Q1")


def key_result_in(cycle: Cycle, **changes: object) -> KeyResult:
    objective = make_objective(cycle=cycle, **changes)
    return make_key_result(
        objective=objective, baseline=Decimal(20), target=Decimal(40)
    )


def map_of(cycle: Cycle, viewer: Person | None = None) -> queries.StrategyMap:
    return queries.strategy_map(viewer=viewer or make_admin(), cycle=cycle, today=TODAY)


def node_in(found: queries.StrategyMap, name: str) -> queries.MapNode:
    return next(node for node in found.nodes if node.name == name)


def test_splits_coverage_into_what_is_measured_and_what_is_bet(cycle: Cycle) -> None:
    kr = key_result_in(cycle)
    assert kr.metric is not None
    make_reading(kr.metric, 25, observed_at=datetime(2026, 2, 10, 9, tzinfo=UTC))
    make_bet(key_result=kr, project=make_project(due_on="2026-03-01"))

    node = node_in(map_of(cycle), kr.code)

    assert node.measured == pytest.approx(0.25)
    assert node.staked == pytest.approx(0.3)
    assert node.coverage == pytest.approx(0.55)


def test_counts_what_is_covered_and_what_has_no_work(cycle: Cycle) -> None:
    covered, reached = key_result_in(cycle), key_result_in(cycle)
    key_result_in(cycle)
    make_bet(
        key_result=covered,
        project=make_project(due_on="2026-03-01"),
        low=Decimal(30),
        likely=Decimal(40),
        high=Decimal(50),
    )
    assert reached.metric is not None
    make_reading(reached.metric, 41, observed_at=datetime(2026, 2, 10, tzinfo=UTC))

    found = map_of(cycle)

    assert (found.sums.covered, found.sums.key_results, found.sums.without_work) == (
        2,
        3,
        1,
    )


def test_ties_what_is_aligned_and_what_is_bet(cycle: Cycle) -> None:
    kr = key_result_in(cycle)
    child = make_objective(cycle=cycle)
    make_alignment(child, kr)
    milestone = make_milestone(title="Pilot", due_on="2026-03-01")
    bet = make_bet(key_result=kr, project=milestone.project, milestone=milestone)
    ghost = make_bet(key_result=kr, project=make_project(), state=Bet.State.PROPOSED)

    edges = {edge.kind: edge for edge in map_of(cycle).edges}

    assert edges["part"].above == kr.objective.code
    assert (edges["aligned"].above, edges["aligned"].below) == (kr.code, child.code)
    assert (edges["bet"].bet, edges["bet"].through) == (bet.pk, "Pilot")
    assert edges["bet"].worth == pytest.approx(6)
    assert edges["bet"].share == pytest.approx(0.3)
    assert (edges["ghost"].bet, edges["ghost"].worth) == (ghost.pk, None)


def test_names_the_project_that_holds_an_objective(cycle: Cycle) -> None:
    objective = make_objective(cycle=cycle, level="project")
    project = make_project(name="Guided set-up")
    ProjectObjective.objects.create(project=project, objective=objective)

    assert node_in(map_of(cycle), objective.code).holder == "Guided set-up"


def test_says_how_a_key_result_is_measured(cycle: Cycle) -> None:
    steps = make_steps_key_result(objective=make_objective(cycle=cycle))

    assert node_in(map_of(cycle), steps.code).measure == "steps"


def test_leaves_out_what_the_viewer_may_not_see(cycle: Cycle) -> None:
    hidden = key_result_in(cycle, visibility="named")
    make_bet(key_result=hidden, project=make_project(due_on="2026-03-01"))

    found = map_of(cycle, viewer=make_person())

    assert {node.kind for node in found.nodes} <= {"project"}
    assert not found.edges


def test_asks_as_many_queries_whatever_the_size(cycle: Cycle) -> None:
    viewer = make_admin()
    make_bet(key_result=key_result_in(cycle), project=make_project())
    with CaptureQueriesContext(connection) as few:
        map_of(cycle, viewer)
    for _ in range(10):
        make_bet(key_result=key_result_in(cycle), project=make_project())

    with CaptureQueriesContext(connection) as many:
        map_of(cycle, viewer)

    assert len(many) == len(few)
