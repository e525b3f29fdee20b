"""Who is told of a change, and who gets no sign of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.apps import apps

from waypost.bets.tests.factories import make_bet
from waypost.conversations.tests.factories import make_comment
from waypost.core import history, leads, registry, telling
from waypost.core.history import Recorder
from waypost.core.registry import label_of
from waypost.core.sight import Viewers
from waypost.okrs.access import visible_objectives
from waypost.okrs.models import Odds
from waypost.okrs.tests.factories import (
    make_alignment,
    make_key_result,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.sessions import stranger
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.tests.factories import make_project, make_status, make_task
from waypost.web.live.wants import read_wants

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
EVERYTHING = (
    "okrs.objective okrs.keyresult okrs.metric okrs.cycle okrs.checkin bets.bet"
    " projects.project projects.task projects.milestone people.person"
    " conversations.comment"
)
# What nobody's page shows as something of its own.
ELSEWHERE = {"core", "exchange", "planning", "people", "search"}


@contextmanager
def changing(verb: str = "test.do") -> Iterator[Recorder]:
    with history.change(actor=None, now=NOW, verb=verb) as change:
        yield change


def told(change: Recorder, viewer: Person, things: str = EVERYTHING) -> set[str]:
    """Return what a page of `viewer` that shows `things` is told."""
    trail = telling.trail_of([change.change_set.pk])
    wants = read_wants(things)
    seen = telling.seen_by(trail, Viewers({viewer.pk: viewer}))[viewer.pk]
    found = telling.told(trail, viewer=viewer, wants=wants, seen=seen)
    if found:
        assert telling.may_concern(trail, wants)
    named = found.get(change.change_set.pk, set())
    return {f"{label}:{pk}" for label, pk in named}


def test_a_reading_shows_all_the_way_up() -> None:
    above = make_objective()
    own = make_objective(cycle=above.cycle)
    make_alignment(own, above)
    key_result = make_key_result(objective=own)

    assert key_result.metric
    with changing() as change:
        reading = make_reading(key_result.metric, 3)
        change._keep_created(type(reading), [reading.pk])

    assert told(change, make_person()) == {
        f"okrs.metric:{key_result.metric_id}",
        f"okrs.keyresult:{key_result.pk}",
        f"okrs.objective:{own.pk}",
        f"okrs.objective:{above.pk}",
        f"okrs.cycle:{own.cycle_id}",
    }


def test_only_what_the_page_shows_is_named() -> None:
    one, other = make_objective(), make_objective()
    with changing() as change:
        change.update(one, title="Another")
        change.update(other, title="Another too")

    assert told(change, make_person(), f"okrs.objective:{one.pk}") == {
        f"okrs.objective:{one.pk}"
    }


def test_a_private_objective_gives_no_sign_of_itself_to_anybody_else() -> None:
    above = make_objective()
    hidden = make_objective(visibility="named", cycle=above.cycle)
    make_alignment(hidden, above)
    with changing() as change:
        change.update(hidden, title="Not for everybody")

    assert told(change, make_person()) == set()
    assert told(change, make_person(role=Person.Role.VIEWER)) == set()
    assert f"okrs.objective:{above.pk}" in told(change, hidden.owner)
    assert f"okrs.objective:{hidden.pk}" in told(change, make_admin())


def test_what_becomes_private_is_not_told() -> None:
    objective = make_objective()
    with changing() as change:
        change.update(objective, visibility="named")

    assert told(change, make_person()) == set()


def test_a_viewer_is_told_of_what_a_viewer_sees() -> None:
    objective = make_objective()
    with changing() as change:
        change.update(objective, title="Another")

    viewer = make_person(role=Person.Role.VIEWER)
    assert f"okrs.objective:{objective.pk}" in told(change, viewer)


def test_work_moves_the_figures_of_what_it_bets_on() -> None:
    bet = make_bet()
    task = make_task(bet.project)
    with changing() as change:
        change.update(task, title="Another")

    assert told(change, make_person()) >= {
        f"projects.task:{task.pk}",
        f"projects.project:{bet.project_id}",
        f"okrs.keyresult:{bet.key_result_id}",
        f"okrs.objective:{bet.key_result.objective_id}",
    }


def test_work_that_is_private_moves_nothing_for_others() -> None:
    bet = make_bet(project=make_project(visibility="named"))
    task = make_task(bet.project)
    with changing() as change:
        change.update(task, title="Another")
        change.update(bet, rationale="Because")

    manager = bet.project.manager
    assert manager
    assert told(change, make_person()) == set()
    assert f"okrs.keyresult:{bet.key_result_id}" in told(change, manager)


def test_what_people_say_is_shown_where_it_hangs_and_moves_no_figures() -> None:
    key_result = make_key_result()
    with changing() as change:
        comment = make_comment(key_result)
        change._keep_created(type(comment), [comment.pk])

    assert told(change, make_person()) == {
        f"conversations.comment:{comment.pk}",
        f"okrs.keyresult:{key_result.pk}",
        f"okrs.objective:{key_result.objective_id}",
    }


def test_what_is_said_in_private_stays_there() -> None:
    with changing() as change:
        comment = make_comment(make_objective(visibility="named"))
        change._keep_created(type(comment), [comment.pk])

    assert told(change, make_person()) == set()


def test_a_deleted_comment_is_told_where_it_hung() -> None:
    objective = make_objective()
    comment = make_comment(objective)
    with changing() as change:
        change.delete(comment)

    assert f"okrs.objective:{objective.pk}" in told(change, make_person())


@pytest.mark.parametrize("visibility", ["everyone", "named"])
def test_what_is_deleted_is_told_to_whom_it_was_visible(visibility: str) -> None:
    objective = make_objective(visibility=visibility)
    key_result = make_key_result(objective=objective)
    name, owner = f"okrs.objective:{objective.pk}", objective.owner
    with changing() as change:
        change.delete(key_result)
        change.delete(objective)

    assert name in told(change, owner)
    assert (name in told(change, make_person())) is (visibility == "everyone")


def test_a_task_is_told_to_whom_it_was_taken_from_and_to_whom_it_is_given() -> None:
    before, after = make_person(), make_person()
    task = make_task(assignee=before)
    with changing() as change:
        change.update(task, assignee=after)

    for person in (before, after):
        assert told(change, person, f"people.person:{person.pk}")


def test_a_status_of_tasks_is_told_to_every_board() -> None:
    status = make_status()
    with changing() as change:
        change.update(status, name="Another")

    viewer = make_person(role=Person.Role.VIEWER)
    board = "projects.project:1 projects.taskstatus"
    assert told(change, viewer, board) == {f"projects.taskstatus:{status.pk}"}


def test_what_a_stranger_sees_everybody_sees() -> None:
    make_bet(project=make_project(visibility="named"))
    make_bet(key_result=make_key_result(objective=make_objective(visibility="named")))
    hidden = make_objective(visibility="named")
    for thing in (make_bet().key_result, make_task(), hidden):
        make_comment(thing)
    person = make_person(role=Person.Role.MEMBER)

    for kind in registry.kinds().values():
        seen = set(kind.visible_to(stranger()).values_list("pk", flat=True))
        assert seen <= set(kind.visible_to(person).values_list("pk", flat=True))
    assert hidden.pk not in set(
        visible_objectives(stranger()).values_list("pk", flat=True)
    )


def test_nobody_is_told_that_odds_were_given() -> None:
    key_result = make_key_result()
    with changing() as change:
        odds = Odds.objects.create(
            key_result=key_result,
            person=key_result.owner,
            probability=0.5,
            given_at=NOW,
        )
        change._keep_created(type(odds), [odds.pk])

    assert told(change, make_admin()) == set()


def test_many_rows_at_once_are_told_without_following_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling, "MANY", 2)
    tasks = [make_task() for _ in range(5)]
    hidden = make_task(make_project(visibility="named"))
    with changing() as change:
        for task in [*tasks, hidden]:
            task.title = "Another"
        change.update_many([*tasks, hidden], ["title"])

    person = make_person()
    assert told(change, person, "projects.task")
    assert told(change, person, f"projects.task:{tasks[-1].pk}")
    assert told(change, person, f"projects.task:{hidden.pk}") == set()


@pytest.mark.parametrize("count", [1, 12])
def test_the_way_costs_no_more_queries_for_more_rows(
    count: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    tasks = [make_task(make_bet().project) for _ in range(count)]
    person = make_person()
    with changing() as change:
        for task in tasks:
            task.title = "Another"
        change.update_many(tasks, ["title"])

    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]  # a context
        assert told(change, person)


def test_somebody_has_said_what_becomes_of_a_change_of_every_model() -> None:
    models = [m for m in apps.get_models() if m.__module__.startswith("waypost.")]
    unknown = {
        label_of(model)
        for model in models
        if model._meta.app_label not in ELSEWHERE and not leads.knows(label_of(model))
    }

    assert not unknown, "say in apps.py where a change of these shows (core.leads)"
