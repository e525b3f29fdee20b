from datetime import date

import pytest
from django.core.exceptions import ValidationError

from waypost.core import history, outbox, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet, Event, ExternalReference
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions
from waypost.projects.actions import ProjectTerms
from waypost.projects.models import Project
from waypost.projects.tests.factories import (
    NOW,
    make_dependency,
    make_project,
    make_reference,
    make_task,
)

pytestmark = pytest.mark.django_db


def test_creating_gives_a_short_key_and_its_author_as_manager() -> None:
    member = make_person()

    project = actions.create_project(
        actor=member, now=NOW, terms=ProjectTerms(name="Guided set-up")
    )

    assert (project.code, project.manager, project.is_funded) == (
        "GUIDE",
        member,
        False,
    )
    assert ChangeSet.objects.get().subject_id == project.pk


def test_creating_avoids_a_taken_short_key() -> None:
    make_project(code="GUIDE")

    project = actions.create_project(
        actor=make_person(), now=NOW, terms=ProjectTerms(name="Guided set-up")
    )

    assert project.code == "GUIDE2"


def test_creating_is_refused_to_viewers() -> None:
    with pytest.raises(Denied):
        actions.create_project(
            actor=make_person(role=Person.Role.VIEWER),
            now=NOW,
            terms=ProjectTerms(name="Mine"),
        )


def test_creating_it_funded_is_for_managers() -> None:
    terms = ProjectTerms(name="Mine", is_funded=True)

    with pytest.raises(Denied):
        actions.create_project(actor=make_person(), now=NOW, terms=terms)
    planner = make_person(role=Person.Role.MANAGER)
    assert actions.create_project(actor=planner, now=NOW, terms=terms).is_funded


def test_creating_with_dates_that_run_backwards_changes_nothing() -> None:
    terms = ProjectTerms(
        name="Mine", starts_on=date(2026, 2, 2), due_on=date(2026, 2, 1)
    )

    with pytest.raises(ValidationError, match="due after it starts"):
        actions.create_project(actor=make_person(), now=NOW, terms=terms)

    assert not ChangeSet.objects.exists()


def test_editing_saves_and_keeps_what_was() -> None:
    project = make_project(name="Old")
    assert project.manager

    actions.edit_project(
        actor=project.manager, now=NOW, project=project, changes={"name": "New"}
    )

    project.refresh_from_db()
    assert project.name == "New"
    change = ChangeSet.objects.get().changes.get()
    assert change.before == {"name": "Old"}


def test_editing_an_older_version_is_refused() -> None:
    project = make_project()
    assert project.manager
    seen = history.version_of(project)
    actions.edit_project(
        actor=project.manager, now=NOW, project=project, changes={"name": "Theirs"}
    )

    with pytest.raises(history.Stale):
        actions.edit_project(
            actor=project.manager,
            now=NOW,
            project=project,
            changes={"name": "Mine"},
            version=seen,
        )


def test_a_running_due_date_moves_only_with_a_reason() -> None:
    project = make_project(phase=Project.Phase.EXECUTION)
    assert project.manager
    changes = {"due_on": date(2026, 4, 1)}

    with pytest.raises(actions.ReasonNeeded, match="why its due date moves"):
        actions.edit_project(
            actor=project.manager, now=NOW, project=project, changes=changes
        )
    actions.edit_project(
        actor=project.manager,
        now=NOW,
        project=project,
        changes=changes,
        reason="A supplier is late",
    )

    assert ChangeSet.objects.get().reason == "A supplier is late"


def test_a_due_date_in_planning_moves_without_one() -> None:
    project = make_project(phase=Project.Phase.PLANNING)
    assert project.manager

    edited = actions.edit_project(
        actor=project.manager,
        now=NOW,
        project=project,
        changes={"due_on": date(2026, 4, 1)},
    )

    assert edited.due_on == date(2026, 4, 1)


def test_editing_does_not_decide() -> None:
    project = make_project()
    assert project.manager

    with pytest.raises(TypeError):
        actions.edit_project(
            actor=project.manager,
            now=NOW,
            project=project,
            changes={"is_funded": True},
        )


def test_deleting_takes_all_and_undo_brings_it_back() -> None:
    project = make_project()
    assert project.manager
    first = make_task(project)
    second = make_task(project, parent=first)
    make_dependency(first, make_task(project))
    make_reference(second, "X-1")
    keys = {first.key, second.key}

    actions.delete_project(actor=project.manager, now=NOW, project=project)
    gone = Project.objects.count(), ExternalReference.objects.count()
    undo.undo(change_set=ChangeSet.objects.get(), actor=project.manager, now=NOW)

    assert gone == (0, 0)
    assert set(project.tasks.values_list("key", flat=True)) >= keys
    assert ExternalReference.objects.get().subject_id == second.pk


def test_viewers_are_named_for_a_private_project() -> None:
    before, after = make_person(), make_person()
    project = make_project(visibility="named", viewers=[before])
    assert project.manager

    actions.set_viewers(actor=project.manager, now=NOW, project=project, people=[after])

    assert project.viewers.get().person == after


def test_nobody_is_named_where_everybody_sees_it() -> None:
    project = make_project()
    assert project.manager

    with pytest.raises(ValidationError, match="Everybody sees"):
        actions.set_viewers(
            actor=project.manager, now=NOW, project=project, people=[make_person()]
        )


def test_a_sponsor_funds_holds_resumes_and_takes_the_money_back() -> None:
    project = make_project(is_funded=False)
    assert project.sponsor
    sponsor = project.sponsor

    actions.fund_project(actor=sponsor, now=NOW, project=project)
    held = actions.hold_project(actor=sponsor, now=NOW, project=project, reason="wait")
    assert not held.counts
    resumed = actions.resume_project(actor=sponsor, now=NOW, project=project)
    assert resumed.counts
    freed = actions.unfund_project(actor=sponsor, now=NOW, project=project)

    assert not freed.is_funded


def test_a_manager_does_not_decide() -> None:
    project = make_project()
    assert project.manager

    for act in (actions.fund_project, actions.hold_project, actions.resume_project):
        with pytest.raises(Denied):
            act(actor=project.manager, now=NOW, project=project)
    with pytest.raises(Denied):
        actions.cancel_project(
            actor=project.manager, now=NOW, project=project, reason="no"
        )
    with pytest.raises(Denied):
        actions.change_phase(
            actor=project.manager, now=NOW, project=project, phase="closed"
        )


def test_cancelling_needs_a_reason_and_tells_the_house(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "_consumers", {})
    outbox.subscribe(
        "listener", events={"projects.cancelled"}, handle=lambda _event, _now: None
    )
    project = make_project()
    admin = make_admin()

    with pytest.raises(actions.ReasonNeeded):
        actions.cancel_project(actor=admin, now=NOW, project=project, reason=" ")
    actions.cancel_project(actor=admin, now=NOW, project=project, reason="No use")

    assert Event.objects.get().payload == {"project": project.pk, "actor": admin.pk}


def test_what_is_cancelled_is_resumed_before_anything_else() -> None:
    project = make_project(standing=Project.Standing.CANCELLED)
    admin = make_admin()

    with pytest.raises(actions.NotNow):
        actions.hold_project(actor=admin, now=NOW, project=project)
    with pytest.raises(actions.NotNow):
        actions.change_phase(actor=admin, now=NOW, project=project, phase="closed")
    resumed = actions.resume_project(actor=admin, now=NOW, project=project)

    assert resumed.standing == Project.Standing.RUNNING


def test_a_sponsor_moves_the_phase_and_waives_a_bet() -> None:
    project = make_project(phase=Project.Phase.INITIATION)
    assert project.sponsor

    actions.set_waiver(
        actor=project.sponsor, now=NOW, project=project, waiver="The law asks for it"
    )
    moved = actions.change_phase(
        actor=project.sponsor, now=NOW, project=project, phase="planning"
    )

    assert (moved.phase, moved.waiver) == ("planning", "The law asks for it")


def test_an_unknown_phase_is_refused() -> None:
    project = make_project()

    with pytest.raises(ValidationError):
        actions.change_phase(
            actor=make_admin(), now=NOW, project=project, phase="dreaming"
        )
