from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.bets import queries
from waypost.bets.loading import Scope, load
from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet, make_overlap_group
from waypost.okrs.models import Guardrail, KeyResult, MetricInput
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)
from waypost.projects.tests.factories import make_milestone, make_project
from waypost_engine import coverage, progress

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 15)


def figures_of(kr: KeyResult, viewer: Person | None = None) -> queries.KeyResultFigures:
    found = queries.figures(
        viewer=viewer or make_admin(),
        scope=Scope(objectives=(kr.objective_id,)),
        today=TODAY,
    )
    return found.key_results[kr.pk]


def read(kr: KeyResult, value: int, day: int) -> None:
    at = datetime(2026, 2, day, 9, tzinfo=UTC)
    assert kr.metric is not None
    make_reading(kr.metric, value, observed_at=at)


def test_start_from_the_baseline_while_nothing_is_measured() -> None:
    kr = make_key_result(baseline=Decimal(20), target=Decimal(40))

    found = figures_of(kr)

    assert found.progress is None
    assert (found.now, found.gap, found.coverage) == (20, 20, 0)
    assert found.coverage_class == "no_work"


def test_now_worth_and_gap_add_up_to_the_target() -> None:
    kr = make_key_result(baseline=Decimal(20), target=Decimal(40))
    read(kr, 25, 10)
    make_bet(key_result=kr, project=make_project(is_funded=True, due_on="2026-03-01"))

    found = figures_of(kr)

    assert found.progress == 0.25
    assert [s.worth for s in found.stakes] == [6.0]
    assert found.now + found.stakes[0].worth + found.gap == found.target == 40


def test_a_bet_that_lands_too_late_is_worth_nothing_by_the_due_date() -> None:
    kr = make_key_result()
    late = make_project(is_funded=True, due_on="2026-04-10")
    make_bet(key_result=kr, project=late)

    assert figures_of(kr).stakes[0].worth == 0


def test_a_bet_follows_its_milestone_its_lag_and_its_ramp() -> None:
    kr = make_key_result()
    project = make_project(is_funded=True)
    milestone = make_milestone(project=project, due_on="2026-03-11")
    make_bet(
        key_result=kr,
        project=milestone.project,
        milestone=milestone,
        lag_days=10,
        ramp_days=20,
    )

    stake = figures_of(kr).stakes[0]

    assert stake.lands_on == date(2026, 3, 11)
    assert stake.share_at_due == pytest.approx(0.5)
    assert stake.worth == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("bet", "project"),
    [
        ({"state": Bet.State.PROPOSED}, {}),
        ({"state": Bet.State.WITHDRAWN}, {}),
        ({}, {"is_funded": False}),
        ({}, {"standing": "on_hold"}),
        ({}, {"standing": "cancelled"}),
    ],
)
def test_only_an_accepted_bet_of_a_running_funded_project_counts(
    bet: dict[str, object], project: dict[str, object]
) -> None:
    kr = make_key_result()
    source = make_project(**{"is_funded": True, "due_on": "2026-03-01"} | project)
    make_bet(key_result=kr, project=source, **bet)

    assert figures_of(kr).stakes == ()


def test_a_bet_counts_for_every_key_result_on_its_metric() -> None:
    metric = make_metric()
    first, second = make_key_result(metric=metric), make_key_result(metric=metric)
    make_bet(
        key_result=first, project=make_project(is_funded=True, due_on="2026-03-01")
    )

    assert [s.worth for s in figures_of(second).stakes] == [6.0]


def test_bets_of_one_overlap_group_do_not_simply_add() -> None:
    metric = make_metric()
    kr = make_key_result(metric=metric)
    group = make_overlap_group(metric, share=1.0)
    for _ in range(2):
        project = make_project(is_funded=True, due_on="2026-03-01")
        make_bet(key_result=kr, project=project, overlap_group=group)

    assert sum(s.worth for s in figures_of(kr).stakes) == pytest.approx(6.0)


def test_a_bet_on_a_step_names_its_share() -> None:
    kr = make_steps_key_result()
    step = kr.steps.order_by("position").first()
    project = make_project(is_funded=True, due_on="2026-03-01")
    make_bet(key_result=kr, step=step, project=project)

    found = figures_of(kr)

    assert found.coverage == pytest.approx(1 / kr.steps.count())


def test_a_hidden_project_moves_no_number_of_a_key_result_that_everyone_sees() -> None:
    kr = make_key_result()
    secret = make_project(is_funded=True, due_on="2026-03-01", visibility="named")
    make_bet(key_result=kr, project=secret)
    admin = make_admin()

    assert figures_of(kr, viewer=admin).stakes == ()


def test_a_team_project_counts_for_its_own_teams_objective() -> None:
    team = make_team()
    objective = make_objective(team=team, visibility="team")
    make_membership(team, objective.owner)
    kr = make_key_result(objective=objective)
    project = make_project(
        is_funded=True, due_on="2026-03-01", visibility="team", team=team
    )
    make_bet(key_result=kr, project=project)

    assert len(figures_of(kr).stakes) == 1


def test_an_objective_rolls_its_key_results_up_by_weight() -> None:
    objective = make_objective()
    light = make_key_result(objective=objective, weight=1)
    heavy = make_key_result(objective=objective, weight=3)
    read(light, 40, 10)
    read(heavy, 20, 10)

    found = queries.figures(
        viewer=objective.owner, scope=Scope(objectives=(objective.pk,)), today=TODAY
    )

    assert found.objectives[objective.pk].progress == pytest.approx(0.25)
    assert found.objectives[objective.pk].source == "key_results"


def test_an_objective_without_key_results_takes_its_childrens_and_says_so() -> None:
    parent, child = make_objective(), make_objective()
    make_alignment(child, parent)
    kr = make_key_result(objective=child)
    read(kr, 30, 10)

    found = queries.figures(
        viewer=parent.owner, scope=Scope(objectives=(parent.pk,)), today=TODAY
    )

    assert found.objectives[parent.pk].progress == pytest.approx(0.5)
    assert found.objectives[parent.pk].source == "children"


def test_a_private_child_never_moves_its_parents_number_and_is_absent() -> None:
    parent = make_objective()
    child = make_objective(visibility="named")
    make_alignment(child, parent)
    read(make_key_result(objective=child), 30, 10)
    reader = make_person()

    found = queries.figures(
        viewer=reader, scope=Scope(objectives=(parent.pk,)), today=TODAY
    )

    assert found.objectives[parent.pk].progress is None
    assert child.pk not in found.objectives
    assert not found.key_results


def test_a_key_result_of_a_past_cycle_keeps_the_value_it_ended_with() -> None:
    cycle = make_cycle(
        name="Q4 2025", starts_on="2025-10-01", ends_on="2025-12-31", state="closed"
    )
    metric = make_metric()
    kr = make_key_result(
        metric=metric,
        objective=make_objective(cycle=cycle),
        starts_on=date(2025, 10, 1),
        due_on=date(2025, 12, 31),
    )
    at = datetime(2025, 12, 30, 9, tzinfo=UTC)
    make_reading(metric, 30, observed_at=at)
    read(kr, 39, 10)

    assert figures_of(kr).progress == 0.5


def test_figures_equal_the_engine_on_the_same_plan() -> None:
    kr = make_key_result()
    read(kr, 26, 3)
    make_bet(key_result=kr, project=make_project(is_funded=True, due_on="2026-03-01"))

    found = figures_of(kr)
    live = load(Scope(objectives=(kr.objective_id,)), today=TODAY)

    assert found.progress == progress(live.plan).key_results.progress[0]
    assert found.coverage == coverage(live.plan).key_results.ratio[0]


def test_take_as_many_queries_for_twenty_key_results_as_for_two() -> None:
    viewer = make_person()
    cycle = make_cycle()
    scope = Scope(cycles=(cycle.pk,), open_work=True)

    def fill(count: int) -> int:
        for _ in range(count):
            kr = make_key_result(objective=make_objective(cycle=cycle))
            read(kr, 25, 10)
            make_bet(key_result=kr)
        with CaptureQueriesContext(connection) as captured:
            queries.figures(viewer=viewer, scope=scope, today=TODAY)
        return len(captured)

    assert fill(2) == fill(18)


def test_a_bet_on_a_part_counts_for_what_is_computed_from_it() -> None:
    north, south = make_metric(), make_metric()
    for part in (north, south):
        make_reading(part, 10)
    total = make_metric(source="computed", formula=f"({north.code} + {south.code}) / 2")
    for part in (north, south):
        MetricInput.objects.create(metric=total, source=part)
    kr = make_key_result(metric=total, baseline=Decimal(10), target=Decimal(20))
    make_bet(
        key_result=make_key_result(metric=north),
        project=make_project(due_on="2026-03-01"),
    )

    found = figures_of(kr)

    assert found.now == 10
    assert [s.worth for s in found.stakes] == [pytest.approx(3.0)]


def test_work_for_another_cycle_is_no_orphan_on_this_ones_map() -> None:
    bet = make_bet()
    here = make_objective()

    seen = queries.strategy_map(viewer=make_admin(), cycle=here.cycle, today=TODAY)

    assert bet.key_result.objective.cycle != here.cycle
    assert seen.sums.orphan_projects == 0


def test_a_harm_to_a_guardrail_is_a_pull() -> None:
    guarded = make_metric(better="higher")
    make_reading(guarded, 50)
    objective = make_objective()
    Guardrail.objects.create(objective=objective, metric=guarded, low=40)
    harm = make_bet(
        key_result=make_key_result(metric=guarded, objective=make_objective()),
        project=make_project(due_on="2026-03-01"),
        low=Decimal(-8),
        likely=Decimal(-6),
        high=Decimal(-4),
    )

    found = queries.pulls(viewer=make_admin(), today=TODAY)

    assert ("guardrail", harm.pk, objective.pk) in [
        (row.kind, row.bet, row.objective) for row in found
    ]
