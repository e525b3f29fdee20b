from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from waypost.core import undo
from waypost.core.access import Denied
from waypost.core.models import Change, ChangeSet, ExternalReference
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions, queries
from waypost.projects.models import Dependency, Milestone, Project, Task
from waypost.projects.planned import (
    PlannedDependency,
    PlannedPerson,
    PlannedWork,
)
from waypost.projects.tests.factories import NOW, make_project, make_task
from waypost.projects.tests.planned import planned_task, planned_work, reference

pytestmark = pytest.mark.django_db


def planner() -> Person:
    return make_person(role=Person.Role.MANAGER)


def take(work: PlannedWork, actor: Person) -> actions.PlanWritten:
    return actions.apply_plan(actor=actor, now=NOW, work=work, summary="a file")


def change_set_of(written: actions.PlanWritten) -> ChangeSet:
    assert written.change_set_id is not None
    return ChangeSet.objects.get(pk=written.change_set_id)


def test_creates_everything_in_one_change_set() -> None:
    actor = planner()

    written = take(planned_work(), actor)

    project = Project.objects.get(code="ONB")
    first, second, third = Task.objects.filter(project=project).order_by("number")
    assert (first.milestone, second.parent, second.milestone) == (
        Milestone.objects.get(),
        first,
        Milestone.objects.get(),
    )
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert third.status.kind == "doing"
    assert Dependency.objects.get().successor == third
    assert project.manager == actor
    created = change_set_of(written).changes.filter(kind="created")
    assert created.count() == 1 + 1 + 3 + 1 + 5 + 7  # with references and statuses
    assert written.tasks["ONB-3"] == second.pk


def test_the_second_run_changes_nothing() -> None:
    actor = planner()
    take(planned_work(), actor)
    before = Change.objects.count()

    written = take(planned_work(), actor)

    assert Change.objects.count() == before
    assert written.change_set_id is None
    assert written.counts["unchanged"] == 6


def test_the_second_run_says_what_it_updates_field_by_field() -> None:
    actor = planner()
    take(planned_work(), actor)
    ann = make_person("Ann Lee")
    changed = planned_task(
        "ONB-4", status_kind="done", title="Go live", assignee=PlannedPerson("ann lee")
    )
    work = planned_work(tasks=[*planned_work().tasks[:2], changed])

    comparison = queries.compare_plan(viewer=actor, work=work)
    actions.write_plan(actor=actor, now=NOW, comparison=comparison)

    (update,) = comparison.updated
    told = {c.field: (c.before, c.after) for c in update.fields}
    assert told == {
        "title": ("Do ONB-4", "Go live"),
        "status": ("Doing", "Done"),
        "assignee": (None, "Ann Lee"),
        "percent_done": (0, 100),
    }
    task = Task.objects.get(title="Go live")
    assert (task.status.kind, task.assignee) == ("done", ann)


def test_what_the_source_does_not_say_stays() -> None:
    actor = planner()
    take(planned_work(), actor)
    task = Task.objects.get(number=3)
    Task.objects.filter(pk=task.pk).update(due_on=date(2026, 3, 1), body="mine")

    take(planned_work(), actor)

    task.refresh_from_db()
    assert (task.due_on, task.body) == (date(2026, 3, 1), "mine")


def test_what_the_source_no_longer_holds_is_listed_and_stays() -> None:
    actor = planner()
    take(planned_work(), actor)
    work = planned_work(tasks=planned_work().tasks[:2], dependencies=[])

    comparison = queries.compare_plan(viewer=actor, work=work)
    actions.write_plan(actor=actor, now=NOW, comparison=comparison)

    assert [v.external_id for v in comparison.vanished] == ["ONB-4"]
    assert Task.objects.count() == 3


def test_adds_new_rows_to_a_known_project_after_the_others() -> None:
    actor = planner()
    take(planned_work(), actor)
    more = planned_task("ONB-9", parent="ONB-4")
    work = planned_work(tasks=[*planned_work().tasks, more])

    take(work, actor)

    added = Task.objects.get(title="Do ONB-9")
    assert (added.number, added.parent) == (4, Task.objects.get(number=3))


def test_a_known_task_moves_to_a_new_milestone() -> None:
    actor = planner()
    take(planned_work(), actor)
    new = replace(
        planned_work().milestones[0], local_id="n", reference=reference("ONB-7")
    )
    tasks = [*planned_work().tasks[:2], planned_task("ONB-4", milestone="n")]
    work = planned_work(milestones=[*planned_work().milestones, new], tasks=tasks)

    written = take(work, actor)

    moved = Task.objects.get(number=3)
    assert moved.milestone_id == written.milestones["n"]


def test_keeps_what_no_field_holds_with_the_reference() -> None:
    tasks = [planned_task("ONB-2", reference=reference("ONB-2", Sprint="4"))]

    take(planned_work(tasks=tasks, dependencies=[]), planner())

    kept = ExternalReference.objects.get(external_id="ONB-2")
    assert kept.extras == {"Sprint": "4"}


def test_people_are_found_by_address_else_by_a_name_that_is_theirs_alone() -> None:
    ann = make_person("Ann Lee")
    make_person("Bo Kim")
    make_person("Bo Kim")
    by_mail = PlannedPerson("somebody", ann.email.upper())
    tasks = [
        planned_task("ONB-2", assignee=by_mail),
        planned_task("ONB-3", assignee=PlannedPerson("ANN  LEE")),
        planned_task("ONB-4", assignee=PlannedPerson("Bo Kim")),
    ]

    comparison = queries.compare_plan(
        viewer=planner(), work=planned_work(tasks=tasks, dependencies=[])
    )

    found = {person.name: pk for person, pk in comparison.people.items()}
    assert found == {"somebody": ann.pk, "ANN  LEE": ann.pk, "Bo Kim": None}


def test_a_taken_short_key_gets_a_number() -> None:
    make_project(code="ONB")

    take(planned_work(), planner())

    assert Project.objects.filter(code="ONB2").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "x" * 501),
        ("percent_done", 101),
        ("estimate_hours", -1),
        ("parent", "nobody"),
        ("milestone", "nowhere"),
        ("constraint", "must_start"),
        ("project", "elsewhere"),
    ],
)
def test_a_wrong_item_is_named_and_nothing_is_written(
    field: str, value: object
) -> None:
    wrong = planned_task("ONB-4", **{field: value})
    work = planned_work(tasks=[*planned_work().tasks[:2], wrong])

    with pytest.raises(actions.PlanRefused, match="ONB-4"):
        take(work, planner())

    assert not Project.objects.exists()
    assert not ChangeSet.objects.exists()


def test_an_estimate_that_falls_is_refused() -> None:
    wrong = planned_task("ONB-4", low_hours=5, estimate_hours=4, high_hours=9)
    work = planned_work(tasks=[*planned_work().tasks[:2], wrong])

    with pytest.raises(actions.PlanRefused, match="three-point"):
        take(work, planner())


def test_an_item_that_stands_there_twice_is_refused() -> None:
    work = planned_work(tasks=[planned_task("ONB-4"), planned_task("ONB-4")])

    with pytest.raises(actions.PlanRefused, match="twice"):
        take(work, planner())


def test_a_circle_of_links_is_refused_and_named() -> None:
    links = [
        PlannedDependency("ONB-2", "ONB-4"),
        PlannedDependency("ONB-4", "ONB-2"),
    ]

    with pytest.raises(actions.PlanRefused, match="→ ONB-"):
        take(planned_work(dependencies=links), planner())


def test_a_link_to_what_a_task_is_part_of_is_refused() -> None:
    links = [PlannedDependency("ONB-2", "ONB-3")]

    with pytest.raises(actions.PlanRefused, match="part of"):
        take(planned_work(dependencies=links), planner())


def test_a_task_may_wait_for_one_that_stands_here_already() -> None:
    elsewhere = make_task()
    links = [PlannedDependency(elsewhere.pk, "ONB-4", lag=Decimal("4.5"))]

    take(planned_work(dependencies=links), planner())

    assert Dependency.objects.get().predecessor == elsewhere


def test_a_hidden_task_cannot_be_waited_for() -> None:
    hidden = make_task(make_project(visibility="named"))
    links = [PlannedDependency(hidden.pk, "ONB-4")]

    with pytest.raises(actions.PlanRefused, match="missing"):
        take(planned_work(dependencies=links), planner())


def test_a_circle_through_what_stands_here_is_refused() -> None:
    actor = planner()
    take(planned_work(), actor)
    links = [PlannedDependency("ONB-4", "ONB-2")]

    with pytest.raises(actions.PlanRefused, match="wait for one another: ONB-"):
        take(planned_work(dependencies=links), actor)


def test_is_refused_when_somebody_changed_the_plan_meanwhile() -> None:
    actor = planner()
    take(planned_work(), actor)
    work = planned_work(tasks=[planned_task("ONB-4", title="New")], dependencies=[])
    comparison = queries.compare_plan(viewer=actor, work=work)
    task = Task.objects.get(number=3)
    actions.edit_task(actor=actor, now=NOW, task=task, changes={"title": "Mine"})

    with pytest.raises(actions.PlanMovedOn):
        actions.write_plan(actor=actor, now=NOW, comparison=comparison)


def test_is_refused_when_somebody_linked_what_it_links_meanwhile() -> None:
    actor = planner()
    take(planned_work(dependencies=[]), actor)
    work = planned_work(dependencies=[PlannedDependency("ONB-2", "ONB-4")])
    comparison = queries.compare_plan(viewer=actor, work=work)
    _link_two(actor)

    with pytest.raises(actions.PlanMovedOn):
        actions.write_plan(actor=actor, now=NOW, comparison=comparison)


def test_links_among_new_tasks_stand_whatever_others_link_meanwhile() -> None:
    actor = planner()
    comparison = queries.compare_plan(viewer=actor, work=planned_work())
    _link_two(actor)

    actions.write_plan(actor=actor, now=NOW, comparison=comparison)

    assert Dependency.objects.count() == 1 + len(planned_work().dependencies)


def test_is_refused_when_the_same_was_brought_meanwhile() -> None:
    actor = planner()
    comparison = queries.compare_plan(viewer=actor, work=planned_work(dependencies=[]))
    take(planned_work(dependencies=[]), actor)

    with pytest.raises(actions.PlanMovedOn):
        actions.write_plan(actor=actor, now=NOW, comparison=comparison)


def _link_two(actor: Person) -> None:
    project = make_project(manager=actor)
    first, second = make_task(project=project), make_task(project=project)
    actions.add_dependency(actor=actor, now=NOW, successor=second, predecessor=first)


def test_is_for_managers_and_admins() -> None:
    with pytest.raises(Denied):
        take(planned_work(), make_person())


def test_a_project_of_others_is_not_updated() -> None:
    take(planned_work(), planner())

    with pytest.raises(actions.PlanRefused, match="cannot change it"):
        take(planned_work(), planner())


def test_an_admin_updates_any_project() -> None:
    take(planned_work(), planner())

    written = take(planned_work(), make_admin())

    assert written.counts["unchanged"] == 6


def test_undo_takes_all_of_it_back() -> None:
    actor = planner()
    written = take(planned_work(), actor)

    undo.undo(change_set=change_set_of(written), actor=actor, now=NOW)

    assert not Project.objects.exists()
    assert not Task.objects.exists()
    assert not ExternalReference.objects.exists()


def test_undo_leaves_what_was_edited_since_with_what_it_needs() -> None:
    actor = planner()
    written = take(planned_work(), actor)
    task = Task.objects.get(number=2)
    actions.edit_task(actor=actor, now=NOW, task=task, changes={"title": "Mine"})

    plan = undo.undo(change_set=change_set_of(written), actor=actor, now=NOW)

    assert [(k.label, k.model) for k in plan.kept if k.model == "projects.task"] == [
        ("Mine", "projects.task")
    ]
    assert set(Task.objects.values_list("number", flat=True)) == {1, 2}
    assert Milestone.objects.count() == 1  # its parent stands in it
    assert Project.objects.count() == 1
    assert not Dependency.objects.exists()
    names = ExternalReference.objects.values_list("external_id", flat=True)
    assert set(names) == {"ONB", "ONB-1", "ONB-2", "ONB-3"}


def test_undo_of_a_second_run_brings_back_what_was() -> None:
    actor = planner()
    take(planned_work(), actor)
    work = planned_work(
        tasks=[*planned_work().tasks[:2], planned_task("ONB-4", title="New")]
    )
    written = take(work, actor)

    undo.undo(change_set=change_set_of(written), actor=actor, now=NOW)

    assert Task.objects.get(number=3).title == "Do ONB-4"


def test_comparing_takes_as_many_queries_for_many_tasks_as_for_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    actor = planner()
    many = [planned_task(f"ONB-{n}") for n in range(2, 60)]
    take(planned_work(tasks=many), actor)

    with django_assert_max_num_queries(30):
        queries.compare_plan(viewer=actor, work=planned_work(tasks=many))


def test_bulk_rows_equal_single_ones() -> None:
    actor = planner()
    take(planned_work(), actor)
    project = Project.objects.get()

    single = actions.create_task(
        actor=actor,
        now=NOW,
        project=project,
        terms=actions.TaskTerms(title="Do ONB-4"),
    )

    bulk = Task.objects.get(number=3)
    for task in (single, bulk):
        task.full_clean()
    ignored = {"id", "key", "number", "position", "status"}
    for field in Task._meta.concrete_fields:
        if field.name not in ignored:
            assert getattr(single, field.attname) == getattr(bulk, field.attname)


def test_is_a_validation_error_that_a_form_can_show() -> None:
    assert issubclass(actions.PlanRefused, ValidationError)
