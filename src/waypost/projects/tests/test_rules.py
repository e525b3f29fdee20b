"""Each rule of the database is told to people, and refused by the database too."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from waypost.people.tests.factories import make_person
from waypost.projects.models import Dependency, Milestone, ProjectViewer, Task
from waypost.projects.tests.factories import (
    make_dependency,
    make_milestone,
    make_project,
    make_task,
)

pytestmark = pytest.mark.django_db

RULES: list[tuple[Callable[[], models.Model], dict[str, Any], str, str]] = [
    (
        make_project,
        {"due_on": date(2025, 1, 1)},
        "due_after_start",
        "due after it starts",
    ),
    (make_project, {"visibility": "team"}, "needs_team", "Name the team"),
    (make_project, {"code": "web"}, "code_in_capitals", "capital letters"),
    (make_project, {"code": "W"}, "code_in_capitals", "capital letters"),
    (make_milestone, {"weight": 0}, "weight_above_0", "more than 0"),
    (make_task, {"percent_done": 101}, "percent_in_0_100", "between 0 and 100"),
    (make_task, {"estimate_hours": -1}, "hours_not_negative", "0 or more"),
    (make_task, {"remaining_hours": -1}, "hours_not_negative", "0 or more"),
    (
        make_task,
        {"low_hours": 3, "estimate_hours": 2, "high_hours": 4},
        "low_likely_high",
        "three-point",
    ),
    (
        make_task,
        {"low_hours": 3, "estimate_hours": 4},
        "low_likely_high",
        "three-point",
    ),
    (make_task, {"constraint": "must_start"}, "constraint_has_a_day", "which day"),
    (
        make_task,
        {"starts_on": date(2026, 2, 2), "due_on": date(2026, 2, 1)},
        "due_after_start",
        "due on its first day",
    ),
]


@pytest.mark.parametrize(("make", "wrong", "rule", "words"), RULES)
def test_a_rule_is_told_and_refused(
    make: Callable[[], models.Model], wrong: dict[str, Any], rule: str, words: str
) -> None:
    row = make()
    for name, value in wrong.items():
        setattr(row, name, value)

    with pytest.raises(ValidationError, match=words):
        row.full_clean()
    with pytest.raises(IntegrityError, match=rule):
        type(row)._base_manager.filter(pk=row.pk).update(**wrong)


def test_a_short_key_is_given_once() -> None:
    project = make_project()
    project.code = make_project().code

    with pytest.raises(ValidationError, match="already exists"):
        project.full_clean()
    with pytest.raises(IntegrityError):
        project.save()


def test_a_number_is_given_once_within_a_project() -> None:
    first = make_task()
    second = make_task(first.project)

    with pytest.raises(IntegrityError):
        Task.objects.filter(pk=second.pk).update(number=first.number)


def test_a_task_is_not_part_of_itself() -> None:
    task = make_task()
    task.parent = task

    with pytest.raises(ValidationError, match="not part of itself"):
        task.full_clean()
    with pytest.raises(IntegrityError, match="not_its_own_parent"):
        task.save()


def test_a_task_waits_for_another_once_and_never_for_itself() -> None:
    link = make_dependency()
    again = Dependency(predecessor=link.predecessor, successor=link.successor)
    alone = Dependency(predecessor=link.predecessor, successor=link.predecessor)

    with pytest.raises(ValidationError, match="waits for that already"):
        again.full_clean()
    with pytest.raises(ValidationError, match="does not wait for itself"):
        alone.full_clean()
    for wrong in (again, alone):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_somebody_is_named_once() -> None:
    person = make_person()
    project = make_project(viewers=[person])

    with pytest.raises(IntegrityError):
        ProjectViewer.objects.create(project=project, person=person)


def test_a_task_keeps_its_place_without_its_milestone() -> None:
    task = make_task(milestone=make_milestone())

    Milestone.objects.all().delete()

    task.refresh_from_db()
    assert task.milestone is None
