"""The objective's and the key result's page, and what can be chosen on them."""

from datetime import date
from typing import Any

import pytest

from waypost.core.access import Denied
from waypost.okrs import actions, queries
from waypost.okrs.tests.factories import (
    NOW,
    TODAY,
    make_alignment,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db


def test_path_leads_from_the_company_down() -> None:
    viewer = make_person()
    top = make_key_result(title="number", objective=make_objective(title="top"))
    middle = make_objective(title="middle", team=make_team())
    leaf = make_key_result(objective=make_objective(title="leaf", team=make_team()))
    make_alignment(middle, top)
    make_alignment(leaf.objective, middle)

    page = queries.objective_page(viewer=viewer, number=leaf.objective.number)
    below = queries.key_result_page(viewer=viewer, number=leaf.number, today=TODAY)

    assert [crumb.title for crumb in page.path] == ["top", "number", "middle"]
    assert [crumb.title for crumb in below.path][-1] == "leaf"
    assert page.path[1].is_key_result


def test_path_is_the_shortest_that_is_visible() -> None:
    hidden = make_objective(title="hidden", visibility="named")
    team = make_team()
    leaf = make_objective(team=team)
    long_way = make_objective(title="long way", team=team)
    top = make_objective(title="top")
    make_alignment(leaf, hidden)
    make_alignment(leaf, long_way)
    make_alignment(long_way, top)

    def path(viewer: Person) -> list[str]:
        page = queries.objective_page(viewer=viewer, number=leaf.number)
        return [crumb.title for crumb in page.path]

    assert path(make_person()) == ["top", "long way"]
    assert path(make_admin()) == ["hidden"]


def test_objective_shows_what_supports_it_and_what_one_may_do() -> None:
    objective = make_key_result().objective
    child, other = make_objective(title="child"), make_objective(title="other")
    make_alignment(child, objective)
    make_alignment(other, objective.key_results.get())

    reader = queries.objective_page(viewer=make_person(), number=objective.number)
    owner = queries.objective_page(viewer=objective.owner, number=objective.number)

    assert [row.title for row in reader.children] == ["child", "other"]
    assert reader.may == frozenset()
    assert owner.may == {"add_key_result"}


def test_key_result_shows_its_check_ins_and_when_the_next_is_due() -> None:
    key_result = make_key_result()
    make_check_in(key_result, value=22, days_ago=14)
    make_check_in(key_result, value=24, days_ago=7, confidence=60)

    page = queries.key_result_page(
        viewer=key_result.owner, number=key_result.number, today=TODAY
    )

    assert [row.confidence for row in page.check_ins] == [60, None]
    assert [value for _at, value in page.readings] == [22, 24]
    assert page.due_since == TODAY
    assert page.is_running
    assert page.may == {"edit", "check_in", "move_target", "give_odds", "delete"}


def test_nothing_may_be_done_in_a_closed_cycle() -> None:
    key_result = make_key_result(
        objective=make_objective(cycle=make_cycle(state="closed"))
    )

    page = queries.key_result_page(
        viewer=make_admin(), number=key_result.number, today=TODAY
    )

    assert page.may == frozenset()
    assert page.due_since is None


def test_due_check_ins_are_ones_own_and_the_longest_first() -> None:
    viewer, cycle = make_person(), make_cycle()
    objective = make_objective(cycle=cycle)

    def promise(**changes: Any) -> Any:
        return make_key_result(objective=objective, **changes)

    late = promise(owner=viewer, title="late")
    make_check_in(late, value=21, days_ago=21, confidence=40)
    named = promise(delegate=viewer, title="named")
    make_check_in(named, value=22, days_ago=7)
    done = promise(owner=viewer, title="done")
    make_check_in(done, value=23)
    promise(owner=viewer, title="not begun", starts_on=date(2026, 2, 20))
    promise(title="of others")
    steps = make_steps_key_result(objective=objective, owner=viewer, title="steps")
    make_check_in(steps, days_ago=7)

    due = queries.check_ins_due(viewer=viewer, today=TODAY)

    assert [each.key_result.title for each in due] == ["late", "named", "steps"]
    assert due[0].due_since == date(2026, 1, 19)
    assert (due[0].last_values, due[0].last_confidence) == ((21,), 40)
    assert len(due[2].steps) == 3


def test_none_is_due_in_planning_or_for_a_viewer() -> None:
    planned = make_objective(cycle=make_cycle(state="planning"))
    key_result = make_key_result(objective=planned)
    reader = make_person(role="viewer")
    make_key_result(owner=reader)

    assert queries.check_ins_due(viewer=key_result.owner, today=TODAY) == []
    assert queries.check_ins_due(viewer=reader, today=TODAY) == []


def test_own_objectives_are_of_the_cycle() -> None:
    person, cycle = make_person(), make_cycle()
    make_objective(person=person, cycle=cycle, title="now")
    make_objective(person=person, title="elsewhere")

    rows = queries.own_objectives(viewer=person, cycle=cycle)

    assert [row.title for row in rows] == ["now"]
    assert queries.own_objectives(viewer=person, cycle=None) == []


def test_changes_are_those_of_others_since_then() -> None:
    admin, key_result = make_admin(), make_key_result()
    owner = key_result.objective.owner
    actions.move_target(
        actor=admin,
        now=NOW,
        key_result=key_result,
        move=actions.Move(due_on=date(2026, 3, 1)),
        reason="Sooner",
    )

    [row] = queries.changes_since(viewer=owner, since=None)

    assert (row.verb, row.reason, row.code) == (
        "okrs.move_target",
        "Sooner",
        key_result.code,
    )
    assert queries.changes_since(viewer=owner, since=NOW) == []
    assert queries.changes_since(viewer=admin, since=None) == []
    of_objective = queries.activity_of(viewer=owner, thing=key_result.objective)
    assert of_objective == [row]


def test_options_are_what_can_be_supported() -> None:
    viewer, cycle = make_person(), make_cycle()
    child = make_objective(cycle=cycle, title="Bookings rise")
    make_key_result(objective=child, title="Bookings")
    year = make_cycle(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    top = make_key_result(
        objective=make_objective(cycle=year, title="Bookings matter"),
        title="Bookings a year",
    )
    make_objective(cycle=make_cycle(state="closed"), title="Bookings of old")

    options = queries.parent_options(
        viewer=viewer, cycle=cycle, words="book", child=child
    )

    assert [option.label for option in options] == [
        "Bookings matter",
        "Bookings a year",
    ]
    found = queries.find_parent(viewer=viewer, code=options[1].value.lower())
    assert found == top
    for code in ("KR-99999", "X-1", ""):
        with pytest.raises(queries.NoSuchParent):
            queries.find_parent(viewer=viewer, code=code)


def test_metrics_are_found_by_words() -> None:
    make_metric(name="Days to first booking", unit="days")
    make_metric(name="Revenue")

    [option] = queries.metric_options(viewer=make_person(), words="first day")

    assert option.hint.endswith("· days")


def test_reading_rows_of_a_computed_metric_have_no_row_behind_them() -> None:
    manager = make_person(role="manager")
    source = make_metric()
    make_reading(source, 10)
    terms = actions.MetricTerms(
        "Double", source="computed", formula=f"{source.code} * 2"
    )
    double = actions.create_metric(actor=manager, now=NOW, terms=terms)
    key_result = make_key_result(metric=double)

    [computed] = queries.reading_rows(viewer=manager, metric=double)
    [entered] = queries.reading_rows(viewer=manager, metric=source)
    page = queries.key_result_page(
        viewer=manager, number=key_result.number, today=TODAY
    )

    assert (computed.pk, computed.value) == (None, 20)
    assert entered.value == 10
    assert page.row.latest == 20


def fill(objective: Any, person: Person, times: int) -> None:
    for _ in range(times):
        key_result = make_key_result(objective=objective, owner=person)
        make_check_in(key_result, value=22, days_ago=14)
        make_alignment(make_objective(team=make_team()), key_result)
        make_steps_key_result(objective=objective, owner=person)


def test_cost_the_same_for_two_and_for_twenty(
    django_assert_max_num_queries: Any,
) -> None:
    person, objective = make_person(), make_objective()
    top = make_objective()
    below = make_key_result(objective=make_objective(team=make_team()))
    make_alignment(below.objective, top)
    counts = []
    for times in (2, 18):
        fill(objective, person, times)
        make_check_in(below, value=times, days_ago=times)
        with django_assert_max_num_queries(70) as asked:
            queries.objective_page(viewer=person, number=objective.number)
            queries.key_result_page(viewer=person, number=below.number, today=TODAY)
            queries.check_ins_due(viewer=person, today=TODAY)
            queries.changes_since(viewer=person, since=None)
            queries.parent_options(viewer=person, cycle=objective.cycle)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_strangers_are_told_that_there_is_nothing() -> None:
    rail_of = make_objective(visibility="named")
    rail = actions.set_guardrail(
        actor=make_admin(),
        now=NOW,
        objective=rail_of,
        terms=actions.GuardrailTerms(make_metric(), low=1),  # type: ignore[arg-type]  # the test knows its kind
    )
    step = make_steps_key_result(objective=rail_of).steps.all()[0]
    written = make_check_in(make_key_result(objective=rail_of), value=2)
    stranger = make_person()

    reads: list[tuple[Any, int | None]] = [
        (queries.guardrail, rail.pk),
        (queries.step, step.pk),
        (queries.check_in, written.pk),
        (queries.reading, written.reading_id),
    ]
    for read, pk in reads:
        assert read(viewer=rail_of.owner, pk=pk) is not None
        with pytest.raises(Exception, match="does not exist"):
            read(viewer=stranger, pk=pk)
    with pytest.raises(Denied):
        actions.remove_guardrail(actor=rail_of.owner, now=NOW, guardrail=rail)
