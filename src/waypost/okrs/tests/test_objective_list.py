from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from waypost.okrs import access, queries
from waypost.okrs.models import Objective
from waypost.okrs.queries.loading import key_result_rows
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.tests.factories import make_membership, make_person, make_team

pytestmark = pytest.mark.django_db


def titles(groups: list[queries.ObjectiveGroup]) -> dict[str, list[str]]:
    return {group.title: [row.title for row in group.rows] for group in groups}


def test_stands_by_team_with_own_objectives_under_the_persons_team() -> None:
    viewer, cycle = make_person(), make_cycle()
    ada = make_person("Ada Krol")
    platform = make_team("Platform")
    reliability = make_team("Reliability", parent=platform, lead=ada)
    member = make_person()
    make_membership(reliability, member)
    make_objective(cycle=cycle, title="own", person=member)
    make_objective(cycle=cycle, title="team", team=reliability)
    make_objective(cycle=cycle, title="alone", person=make_person())
    make_objective(cycle=cycle, title="top")
    make_objective(cycle=cycle, title="of a project", level="project")
    make_objective(title="elsewhere")

    groups = queries.objective_groups(viewer=viewer, cycle=cycle)

    assert titles(groups) == {
        "Company": ["top"],
        "Platform › Reliability": ["team", "own"],
        "Individuals": ["alone"],
        "Projects": ["of a project"],
    }
    assert groups[1].subtitle == "Ada Krol leads"


def test_stands_by_alignment_each_once_below_what_it_supports() -> None:
    viewer, cycle = make_person(), make_cycle()
    top = make_objective(cycle=cycle, title="top")
    key_result = make_key_result(objective=top, title="number")
    middle = make_objective(cycle=cycle, title="middle", team=make_team())
    below = make_objective(cycle=cycle, title="below", team=make_team())
    make_alignment(middle, key_result)
    make_alignment(below, middle)
    make_alignment(below, top)

    groups = queries.objective_groups(viewer=viewer, cycle=cycle, by="alignment")

    rows = {row.title: row for row in groups[0].rows}
    assert {title: row.depth for title, row in rows.items()} == {
        "top": 0,
        "middle": 1,
        "below": 1,
    }
    assert [served.title for served in rows["middle"].serves] == ["number"]
    assert rows["below"].parents == {middle.pk, top.pk}


def test_shows_all_of_a_circle_that_should_not_be_there() -> None:
    viewer, cycle = make_person(), make_cycle()
    first, second = (make_objective(cycle=cycle) for _ in "ab")
    make_alignment(first, second)
    make_alignment(second, first)

    groups = queries.objective_groups(viewer=viewer, cycle=cycle, by="alignment")

    assert sum(len(group.rows) for group in groups) == 2


def test_stands_by_owner() -> None:
    cycle = make_cycle()
    for name in ("Zoe", "Ada", "Zoe"):
        make_objective(cycle=cycle, title=name, owner=make_person(name))

    groups = queries.objective_groups(viewer=make_person(), cycle=cycle, by="owner")

    assert [group.title for group in groups] == ["Ada", "Zoe", "Zoe"]


def test_is_narrowed() -> None:
    cycle, viewer, team = make_cycle(), make_person(), make_team()
    member = make_person()
    make_membership(team, member)
    make_objective(cycle=cycle, title="mine", owner=viewer)
    asked = make_objective(cycle=cycle, title="asked of me")
    make_key_result(objective=asked, owner=viewer, title="Stalled clinics")
    make_objective(cycle=cycle, title="team", team=team)
    make_objective(cycle=cycle, title="member", person=member)

    def shown(**only: object) -> set[str]:
        groups = queries.objective_groups(
            viewer=viewer,
            cycle=cycle,
            only=queries.Only(**only),  # type: ignore[arg-type]  # any field of it
        )
        return {row.title for group in groups for row in group.rows}

    assert shown(is_mine=True) == {"mine", "asked of me"}
    assert shown(team=team.pk) == {"team", "member"}
    assert shown(owner=member.pk) == {"member"}
    assert shown(words="stalled CLINICS") == {"asked of me"}


def test_rows_know_the_last_reading_and_the_steps_done() -> None:
    cycle = make_cycle()
    objective = make_objective(cycle=cycle)
    measured = make_key_result(objective=objective)
    make_reading(measured.metric, 21, days_ago=2)  # type: ignore[arg-type]  # it has a metric
    make_reading(measured.metric, 23, days_ago=1)  # type: ignore[arg-type]  # it has a metric
    stepwise = make_steps_key_result("A", "B", objective=objective, position=1)
    stepwise.steps.filter(title="A").update(done_on=cycle.starts_on)

    [row] = queries.objectives_of_cycle(viewer=make_person(), cycle=cycle, sparks=True)

    first, second = row.key_results
    assert (first.latest, [value for _at, value in first.spark]) == (23, [21, 23])
    assert (second.steps_done, second.steps_total) == (1, 2)


def fill(cycle: object, times: int) -> None:
    for _ in range(times):
        member, team = make_person(), make_team(lead=make_person())
        make_membership(team, member)
        key_result = make_key_result(
            objective=make_objective(cycle=cycle, team=team, visibility="team")
        )
        make_reading(key_result.metric, 21)  # type: ignore[arg-type]  # it has a metric
        own = make_objective(cycle=cycle, person=member)
        make_alignment(own, key_result)
        make_steps_key_result(objective=own)


@pytest.mark.parametrize("by", ["team", "alignment", "owner"])
def test_costs_the_same_for_two_and_for_twenty(
    by: str, django_assert_max_num_queries: object
) -> None:
    viewer, cycle = make_person(role="admin"), make_cycle()
    counts = []
    for times in (2, 18):
        fill(cycle, times)
        with django_assert_max_num_queries(12) as asked:  # type: ignore[operator]  # a fixture without types
            queries.objective_groups(viewer=viewer, cycle=cycle, by=by)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert Objective.objects.filter(cycle=cycle).count() == 40


@pytest.mark.parametrize("sparks", [True, False])
def test_shows_of_what_is_over_how_it_ended(*, sparks: bool) -> None:
    viewer = make_person()
    due = timezone.now().date() - timedelta(days=10)
    cycle = make_cycle(starts_on=due - timedelta(days=90), ends_on=due)
    key_result = make_key_result(
        objective=make_objective(cycle=cycle),
        starts_on=cycle.starts_on,
        due_on=due,
    )
    assert key_result.metric is not None
    for days, value in ((20, 40), (-3, 90)):
        at = datetime.combine(due, time(12), tzinfo=UTC) - timedelta(days=days)
        make_reading(key_result.metric, value, observed_at=at)

    (row,) = key_result_rows(
        access.visible_key_results(viewer).filter(pk=key_result.pk), sparks=sparks
    )

    assert row.latest == 40
    assert [value for _at, value in row.spark] == ([40] if sparks else [])
