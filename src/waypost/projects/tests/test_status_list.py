from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from waypost.core import history, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions, queries
from waypost.projects.models import TaskStatus
from waypost.projects.terms import StatusTerms
from waypost.projects.tests.factories import NOW, make_status, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> dict[str, Any]:
    for kind in ("todo", "doing", "done"):
        make_status(kind)
    return {"actor": make_admin(), "now": NOW}


def names() -> list[str]:
    return [row.name for row in queries.status_rows(viewer=make_person())]


def test_grows_at_its_end(by: dict[str, Any]) -> None:
    actions.create_status(**by, terms=StatusTerms("Parked", "backlog", wip_limit=3))

    assert names() == ["To do", "Doing", "Done", "Parked"]
    assert TaskStatus.objects.get(name="Parked").wip_limit == 3


def test_is_an_admins_to_change(by: dict[str, Any]) -> None:
    status = make_status("todo")
    for actor in (make_person(role="manager"), make_person(role="viewer")):
        who: dict[str, Any] = {"actor": actor, "now": NOW}
        with pytest.raises(Denied):
            actions.create_status(**who, terms=StatusTerms("New", "todo"))
        with pytest.raises(Denied):
            actions.edit_status(**who, status=status, terms=StatusTerms("A", "todo"))
        with pytest.raises(Denied):
            actions.move_status(**who, status=status, steps=1)
        with pytest.raises(Denied):
            actions.delete_status(**who, status=status)
        with pytest.raises(Denied):
            actions.merge_status(**who, status=status, into=make_status("done"))


@pytest.mark.parametrize(
    "wrong",
    [StatusTerms("To do", "todo"), StatusTerms("", "todo"), StatusTerms("A", "moon"),
     StatusTerms("A", "todo", 0), StatusTerms("x" * 61, "todo")],
)  # fmt: skip
def test_takes_no_nonsense(by: dict[str, Any], wrong: StatusTerms) -> None:
    with pytest.raises(ValidationError):
        actions.create_status(**by, terms=wrong)

    assert len(names()) == 3


def test_has_no_limit_of_0_in_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskStatus.objects.create(name="A", kind="todo", wip_limit=0)


def test_is_put_in_order(by: dict[str, Any]) -> None:
    actions.move_status(**by, status=make_status("done"), steps=-1)
    assert names() == ["To do", "Done", "Doing"]

    actions.move_status(**by, status=make_status("todo"), steps=-5)
    assert names() == ["To do", "Done", "Doing"]


def test_keeps_a_status_that_is_used(by: dict[str, Any]) -> None:
    make_task(kind="doing")

    with pytest.raises(actions.StatusInUse, match="merge it"):
        actions.delete_status(**by, status=make_status("doing"))
    with pytest.raises(actions.StatusInUse, match="of that kind"):
        actions.edit_status(
            **by, status=make_status("doing"), terms=StatusTerms("Doing", "done")
        )

    actions.delete_status(**by, status=make_status("todo"))
    assert names() == ["Doing", "Done"]


def test_merges_one_into_another(by: dict[str, Any]) -> None:
    doing, done = make_status("doing"), make_status("done")
    task = make_task(kind="doing", percent_done=40)

    moved = actions.merge_status(**by, status=doing, into=done)

    task.refresh_from_db()
    assert (moved, task.status, task.percent_done) == (1, done, 100)
    assert task.done_at == NOW
    assert names() == ["To do", "Done"]


def test_does_not_merge_one_into_itself(by: dict[str, Any]) -> None:
    status = make_status("doing")

    with pytest.raises(ValidationError, match="another status"):
        actions.merge_status(**by, status=status, into=status)


def test_is_as_before_by_undo(by: dict[str, Any]) -> None:
    task = make_task(kind="doing", percent_done=40)
    actions.merge_status(**by, status=make_status("doing"), into=make_status("done"))

    merged = ChangeSet.objects.latest("pk")
    undo.undo(change_set=merged, actor=by["actor"], now=NOW)

    task.refresh_from_db()
    assert (task.status.name, task.percent_done) == ("Doing", 40)


def test_is_not_saved_over_what_somebody_else_saved(by: dict[str, Any]) -> None:
    status = make_status("todo")
    seen = history.version_of(status)
    actions.edit_status(**by, status=status, terms=StatusTerms("Next", "todo"))

    with pytest.raises(history.Stale):
        actions.edit_status(
            **by, status=status, terms=StatusTerms("Then", "todo"), version=seen
        )


def test_counts_tasks_for_admins(by: dict[str, Any]) -> None:
    make_task(kind="doing")
    admin: Person = by["actor"]

    rows = queries.status_rows(viewer=admin)

    assert [(row.name, row.tasks) for row in rows] == [
        ("To do", 0),
        ("Doing", 1),
        ("Done", 0),
    ]
