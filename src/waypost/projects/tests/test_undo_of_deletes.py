"""Undoing a delete when what the row refers to was deleted as well."""

from datetime import UTC, datetime

import pytest

from waypost.core import history, undo
from waypost.core.models import ChangeSet
from waypost.people.tests.factories import make_person
from waypost.projects.models import Dependency, Task
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def deleted(*tasks: Task) -> list[ChangeSet]:
    """Delete tasks one after the other, and return the change sets."""
    admin = make_person(role="admin")
    made = []
    for task in tasks:
        with history.change(actor=admin, now=NOW, verb="projects.y") as change:
            change.delete(task)
        made.append(change.change_set)
    return made


def pair() -> tuple[Task, Task]:
    project = make_project()
    first, second = make_task(project), make_task(project)
    Dependency.objects.create(predecessor=first, successor=second)
    return first, second


def test_is_refused_in_words_before_the_other_is_back() -> None:
    earlier, _later = deleted(*pair())
    actor = earlier.actor

    with pytest.raises(undo.CannotUndo, match="task that it refers to was deleted"):
        undo.undo(change_set=earlier, actor=actor, now=NOW)

    assert not Task.objects.exists()
    earlier.refresh_from_db()
    assert earlier.undone_by is None


def test_brings_both_and_their_link_back_in_the_other_order() -> None:
    earlier, later = deleted(*pair())
    actor = earlier.actor

    for change_set in (later, earlier):
        undo.undo(change_set=change_set, actor=actor, now=NOW)

    assert Task.objects.count() == 2
    assert Dependency.objects.count() == 1
