"""The frame of a map, and parts of it: the same as the whole, and less work."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.bets import queries
from waypost.bets.models import Bet
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
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 15)


@pytest.fixture
def cycle() -> Cycle:
    """A cycle with all that a map can have: shared metrics, steps, ghosts, privacy."""
    cycle = make_cycle(name="Q1")
    other = make_cycle(name="Q2", starts_on="2026-04-01", ends_on="2026-06-30")
    company = make_objective(title="Company", cycle=cycle)
    top = key_result(company)
    assert top.metric is not None
    make_reading(top.metric, 25)
    bare = make_objective(title="Bare", cycle=cycle)  # takes its child's progress
    child = make_objective(title="Child", cycle=cycle)
    make_alignment(child, bare)
    make_alignment(bare, top)
    low = key_result(child)
    steps = make_steps_key_result(objective=child)
    named = make_objective(title="Hidden", cycle=cycle, visibility="named")
    make_alignment(named, top)
    hidden = key_result(named)
    later = make_key_result(
        objective=make_objective(cycle=other),
        metric=top.metric,
        starts_on="2026-04-01",
        due_on="2026-06-30",
        baseline=Decimal(20),
        target=Decimal(40),
    )
    make_bet(key_result=top, project=make_project(code="TOP"))
    make_bet(key_result=low, project=make_project(code="LOW"))
    ghost = {"state": Bet.State.PROPOSED}
    make_bet(key_result=low, project=make_project(code="GHOST"), **ghost)
    make_bet(key_result=later, project=make_project(code="LATER"))
    make_bet(key_result=hidden, project=make_project(code="QUIET"))
    make_bet(key_result=top, project=make_project(code="INNER", visibility="named"))
    make_bet(
        key_result=steps, project=make_project(code="STEPS"),
        step=steps.steps.get(title="Pilot"),
    )  # fmt: skip
    make_project(code="LONE")
    return cycle


def key_result(objective: object) -> KeyResult:
    return make_key_result(
        objective=objective, baseline=Decimal(20), target=Decimal(40)
    )


def viewers() -> list[Person]:
    return [make_admin(), make_person()]


def frame_of(cycle: Cycle, viewer: Person) -> queries.MapFrame:
    return queries.map_frame(viewer=viewer, cycle=cycle, today=TODAY)


def whole_of(cycle: Cycle, viewer: Person) -> queries.StrategyMap:
    return queries.strategy_map(viewer=viewer, cycle=cycle, today=TODAY)


def test_names_what_the_whole_map_names(cycle: Cycle) -> None:
    for viewer in viewers():
        frame, whole = frame_of(cycle, viewer), whole_of(cycle, viewer)

        for named, node in zip(frame.nodes, whole.nodes, strict=True):
            assert (named.name, named.kind, named.title, named.team, named.owner) == (
                node.name, node.kind, node.title, node.team, node.owner,
            )  # fmt: skip
        assert {(e.above, e.below) for e in whole.edges} <= set(frame.edges)


def test_gives_all_of_it_the_same_figures(cycle: Cycle) -> None:
    for viewer in viewers():
        frame, whole = frame_of(cycle, viewer), whole_of(cycle, viewer)

        part = queries.part_of_map(
            viewer=viewer,
            frame=frame,
            names={node.name for node in frame.nodes},
            today=TODAY,
        )

        assert part == whole


def test_gives_each_part_of_it_the_same_figures(cycle: Cycle) -> None:
    viewer = make_person()
    frame, whole = frame_of(cycle, viewer), whole_of(cycle, viewer)
    known = {node.name: node for node in whole.nodes}

    for objective in (node for node in frame.nodes if node.kind == "objective"):
        part = queries.part_of_map(
            viewer=viewer, frame=frame, names={objective.name}, today=TODAY
        )
        assert [node.name for node in part.nodes] == [objective.name]
        assert part.nodes[0] == known[objective.name]


def test_hides_what_is_private_from_strangers(cycle: Cycle) -> None:
    everything = {node.title for node in frame_of(cycle, make_admin()).nodes}
    frame = frame_of(cycle, make_person())

    names = {node.name for node in frame.nodes}

    assert "Hidden" in everything
    assert "Hidden" not in {node.title for node in frame.nodes}
    assert not {"QUIET", "INNER"} & names


def test_asks_as_many_queries_for_many_as_for_few(cycle: Cycle) -> None:
    viewer = make_admin()
    with CaptureQueriesContext(connection) as few:
        frame_of(cycle, viewer)
    for number in range(10):
        more = key_result(make_objective(cycle=cycle))
        make_bet(key_result=more, project=make_project(code=f"N{number}"))

    with CaptureQueriesContext(connection) as many:
        frame_of(cycle, viewer)

    assert len(many) == len(few)


def test_sums_up_what_the_whole_map_says(cycle: Cycle) -> None:
    for viewer in viewers():
        found = queries.map_sums(viewer=viewer, cycle=cycle, today=TODAY)

        assert found == whole_of(cycle, viewer).sums


def test_is_empty_where_nothing_is() -> None:
    frame = frame_of(make_cycle(name="Q9"), make_person())

    assert (frame.nodes, frame.edges) == ((), ())
