from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from waypost.core import undo
from waypost.core.access import Denied
from waypost.core.models import Change, ChangeSet, ExternalReference
from waypost.core.registry import label_of
from waypost.exchange import actions
from waypost.exchange.tests.files import (
    CALENDAR,
    EPIC,
    FORM,
    LATER,
    NOW,
    ROWS,
    SUB,
    bring,
    jira,
    make_planner,
    mspdi,
)
from waypost.people.models import Calendar, Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions as project_actions
from waypost.projects.models import Dependency, Milestone, Project, Task

pytestmark = pytest.mark.django_db


def task(title: str) -> Task:
    return Task.objects.get(title=title)


def edit(actor: Person, row: Task, **changes: object) -> None:
    project_actions.edit_task(actor=actor, now=LATER, task=row, changes=changes)


def take_back(actor: Person, outcome: actions.Outcome) -> undo.UndoPlan:
    assert outcome.change_set is not None
    change_set = ChangeSet.objects.get(pk=outcome.change_set)
    return undo.undo(change_set=change_set, actor=actor, now=LATER)


def test_brings_everything_a_jira_file_holds(tmp_path: Path) -> None:
    actor = make_planner()

    done = bring(actor, jira(tmp_path))

    form = task("Sign-up form")
    assert form.milestone == Milestone.objects.get(title="Ten clinics live")
    assert task("Time zones").parent == task("Practice calendar")
    assert task("Time zones").milestone == form.milestone
    assert Dependency.objects.get().successor == task("Practice calendar")
    assert (form.estimate_hours, form.due_on) == (Decimal(4), date(2026, 12, 4))
    assert form.priority == 2
    assert form.project.code == "ONB"
    assert form.project.manager == actor
    assert done.preview.counts.new == 4


def test_keeps_what_no_field_holds(tmp_path: Path) -> None:
    bring(make_planner(), jira(tmp_path))

    kept = ExternalReference.objects.get(external_id="ONB-2").extras
    assert kept["Sprint"] == "ONB 4"
    assert kept["Issue Type"] == "Task"
    assert kept["Priority"] == "High"


def test_of_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    before = Change.objects.count()

    again = bring(actor, jira(tmp_path), now=LATER)

    assert again.change_set is None
    assert again.preview.counts.unchanged == 4
    assert Change.objects.count() == before


def test_of_a_changed_file_updates_what_the_file_changed(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    newer = FORM | {"Summary": "Longer form", "Due date": "11/Dec/26 12:00 AM"}

    again = bring(actor, jira(tmp_path, EPIC, newer, CALENDAR, SUB), now=LATER)

    assert Task.objects.count() == 3
    assert task("Longer form").due_on == date(2026, 12, 11)
    (row,) = again.preview.updated
    assert [(f.name, f.before, f.after) for f in row.fields] == [
        ("title", "Sign-up form", "Longer form"),
        ("due", "4 Dec 2026", "11 Dec 2026"),
    ]


def test_of_a_changed_file_adds_what_is_new_and_lists_what_is_gone(
    tmp_path: Path,
) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    more = {"Issue key": "ONB-9", "Summary": "One more", "Parent": "ONB-1"}

    again = bring(actor, jira(tmp_path, EPIC, FORM, CALENDAR, more), now=LATER)

    assert Task.objects.count() == 4
    assert [gone.key for gone in again.preview.vanished] == ["ONB-4"]
    assert task("One more").milestone == Milestone.objects.get()


def test_leaves_a_field_that_somebody_changed_here(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    edit(actor, task("Sign-up form"), title="Our form")

    again = bring(actor, jira(tmp_path), now=LATER)

    assert again.change_set is None
    assert again.preview.counts.kept_fields == 1
    assert task("Our form").due_on == date(2026, 12, 4)


def test_leaves_a_task_done_that_was_ticked_here(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    project_actions.tick_task(
        actor=actor, now=LATER, task=task("Sign-up form"), is_done=True
    )

    again = bring(actor, jira(tmp_path), now=LATER)

    assert again.change_set is None
    assert task("Sign-up form").status.kind == "done"


def test_takes_the_file_where_both_have_changed_and_says_so(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    edit(actor, task("Sign-up form"), title="Our form", estimate_hours=Decimal(9))
    newer = FORM | {"Summary": "Their form"}

    again = bring(actor, jira(tmp_path, EPIC, newer, CALENDAR, SUB), now=LATER)

    assert task("Their form").estimate_hours == 9
    (row,) = again.preview.updated
    assert [(f.before, f.after, f.was_edited) for f in row.fields] == [
        ("Our form", "Their form", True)
    ]


def test_remembers_an_edit_over_an_import_of_other_fields(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    edit(actor, task("Sign-up form"), title="Our form")
    newer = FORM | {"Due date": "11/Dec/26 12:00 AM"}
    path = jira(tmp_path, EPIC, newer, CALENDAR, SUB)
    bring(actor, path, now=LATER)

    again = bring(actor, path, now=LATER)

    assert again.change_set is None
    assert task("Our form").due_on == date(2026, 12, 11)


def test_can_be_repeated_after_it_was_undone(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    newer = FORM | {"Summary": "Longer form"}
    path = jira(tmp_path, EPIC, newer, CALENDAR, SUB)
    take_back(actor, bring(actor, path, now=LATER))
    assert Task.objects.filter(title="Sign-up form").exists()

    bring(actor, path, now=LATER)

    assert Task.objects.filter(title="Longer form").exists()


def test_leaves_dates_that_would_not_fit_what_stands_here(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    edit(actor, task("Sign-up form"), starts_on=date(2026, 12, 1))
    newer = FORM | {"Due date": "02/Nov/26 12:00 AM"}

    again = bring(actor, jira(tmp_path, EPIC, newer, CALENDAR, SUB), now=LATER)

    assert task("Sign-up form").due_on == date(2026, 12, 4)
    assert [p.column for p in again.preview.problems] == ["Due_on"] or (
        again.preview.problems[0].chosen == "as_it_is"
    )


def test_is_undone_as_a_whole(tmp_path: Path) -> None:
    actor = make_planner()
    done = bring(actor, jira(tmp_path))

    take_back(actor, done)

    assert not Task.objects.exists()
    assert not Project.objects.exists()
    assert not Milestone.objects.exists()
    assert not ExternalReference.objects.exists()


def test_is_undone_but_for_a_row_edited_since_and_what_it_needs(
    tmp_path: Path,
) -> None:
    actor = make_planner()
    done = bring(actor, jira(tmp_path))
    edit(actor, task("Time zones"), title="Time zones of all clinics")

    plan = take_back(actor, done)

    assert [row.label for row in plan.kept] == ["Time zones of all clinics"]
    left = set(Task.objects.values_list("title", flat=True))
    assert left == {"Time zones of all clinics", "Practice calendar"}
    assert Project.objects.count() == Milestone.objects.count() == 1


def test_finds_people_by_e_mail_and_by_name(tmp_path: Path) -> None:
    actor = make_planner()
    ada = make_person("Ada Ames", email="ada@example.org")
    bob = make_person("Bob Boom", email="bob@example.org")
    rows = (
        FORM | {"Parent": "", "Assignee": "ADA@example.org"},
        CALENDAR | {"Parent": "", "Assignee": "bob  boom"},
    )

    bring(actor, jira(tmp_path, *rows))

    assert task("Sign-up form").assignee == ada
    assert task("Practice calendar").assignee == bob


def test_gives_nobody_what_is_assigned_to_a_stranger(tmp_path: Path) -> None:
    row = CALENDAR | {"Parent": "", "Assignee": "who@example.org"}

    done = bring(make_planner(), jira(tmp_path, row))

    (problem,) = done.preview.problems
    assert (problem.text, problem.chosen) == ("who@example.org", "nobody")
    assert task("Practice calendar").assignee is None
    kept = ExternalReference.objects.get(external_id="ONB-3").extras
    assert kept["Assignee"] == "who@example.org"


def test_gives_a_stranger_s_tasks_to_whom_one_chooses(tmp_path: Path) -> None:
    actor = make_planner()
    ada = make_person("Ada Ames")
    path = jira(tmp_path, CALENDAR | {"Parent": "", "Assignee": "who@example.org"})
    (problem,) = bring(actor, path).preview.problems

    bring(actor, path, answers={problem.id: f"person-{ada.pk}"}, now=LATER)

    assert task("Practice calendar").assignee == ada


def test_finds_parents_and_links_that_only_stand_here(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    late = {
        "Issue key": "ONB-7",
        "Summary": "Late",
        "Parent": "ONB-3",
        "Inward issue link (Blocks)": "ONB-2",
    }
    lone = {"Issue key": "ONB-8", "Summary": "Lone", "Parent": "ONB-1"}

    done = bring(actor, jira(tmp_path, late, lone), now=LATER)

    assert not done.preview.problems
    assert task("Late").parent == task("Practice calendar")
    assert task("Lone").milestone == Milestone.objects.get()
    assert Dependency.objects.filter(successor=task("Late")).exists()


def test_drops_a_link_that_closes_a_circle_with_one_here(tmp_path: Path) -> None:
    actor = make_planner()
    bring(actor, jira(tmp_path))
    turned = (
        EPIC,
        FORM | {"Outward issue link (Blocks)": ""},
        CALENDAR | {"Outward issue link (Blocks)": "ONB-2"},
        SUB,
    )

    done = bring(actor, jira(tmp_path, *turned), now=LATER)

    assert Dependency.objects.count() == 1
    (problem,) = done.preview.problems
    assert "circle" in problem.reason


def test_leaves_out_a_project_that_the_person_may_not_change(tmp_path: Path) -> None:
    bring(make_planner(), jira(tmp_path))
    other = make_person(role=Person.Role.MANAGER)
    own = {"Issue key": "OWN-1", "Summary": "Mine"}
    newer = FORM | {"Summary": "Not yours"}

    done = bring(other, jira(tmp_path, EPIC, newer, CALENDAR, SUB, own), now=LATER)

    assert task("Mine").project.manager == other
    assert Task.objects.filter(title="Sign-up form").exists()
    assert any(p.chosen == "leave_out" for p in done.preview.problems)


@pytest.mark.parametrize("role", [Person.Role.MEMBER, Person.Role.VIEWER])
def test_is_for_managers_and_admins(tmp_path: Path, role: str) -> None:
    make_planner()

    with pytest.raises(Denied):
        bring(make_person(role=role), jira(tmp_path))
    assert not Project.objects.exists()


def test_takes_hostile_titles_as_they_are(tmp_path: Path) -> None:
    titles = ["<script>alert(1)</script>", "\u202etxt.exe", "🚀 " * 20, "=1+1"]
    rows = [
        {"Issue key": f"ONB-{n}", "Summary": title, "Description": "x" * 10_000}
        for n, title in enumerate(titles, 1)
    ]

    bring(make_planner(), jira(tmp_path, *rows))

    stored = set(Task.objects.values_list("title", flat=True))
    assert {"<script>alert(1)</script>", "=1+1"} <= stored
    assert len(stored) == 4


def test_cuts_a_title_of_10_kb_and_keeps_it_whole(tmp_path: Path) -> None:
    long = "word " * 2_000
    row = {"Issue key": "ONB-1", "Summary": long}

    bring(make_planner(), jira(tmp_path, row))

    assert len(Task.objects.get().title) <= 500
    kept = ExternalReference.objects.get(subject_kind=label_of(Task)).extras
    assert long.strip() in {text.strip() for text in kept.values()}


HOLIDAY = {
    "TimePeriod": {
        "FromDate": "2026-12-24T00:00:00",
        "ToDate": "2026-12-26T23:59:00",
    },
    "Name": "Feast",
    "Type": 1,
    "DayWorking": 0,
}


def with_calendar(folder: Path, *exceptions: object) -> Path:
    return mspdi(
        folder,
        {"Duration": "PT16H0M0S", "DurationFormat": 7},
        CalendarUID=1,
        Calendars={
            "Calendar": {
                "UID": 1,
                "Name": "Standard",
                "IsBaseCalendar": 1,
                "Exceptions": {"Exception": list(exceptions)},
            }
        },
    )


def test_brings_a_project_s_calendar_with_its_exceptions(tmp_path: Path) -> None:
    bring(make_planner(), with_calendar(tmp_path, HOLIDAY))

    calendar = Project.objects.get().calendar
    assert calendar is not None
    days = list(calendar.exceptions.order_by("day").values_list("day", "hours", "name"))
    assert days == [(date(2026, 12, day), Decimal(0), "Feast") for day in (24, 25, 26)]


def test_brings_the_calendar_once_and_takes_it_back(tmp_path: Path) -> None:
    actor = make_planner()
    path = with_calendar(tmp_path, HOLIDAY)
    done = bring(actor, path)

    again = bring(actor, path, now=LATER)
    take_back(actor, done)

    assert again.change_set is None
    assert not Calendar.objects.exists()


def test_changes_the_calendar_with_the_file_if_an_admin_brings_it(
    tmp_path: Path,
) -> None:
    bring(make_planner(), with_calendar(tmp_path, HOLIDAY))
    shorter = HOLIDAY | {
        "TimePeriod": {"FromDate": "2026-12-25", "ToDate": "2026-12-25"}
    }

    bring(make_admin(), with_calendar(tmp_path, shorter), now=LATER)

    days = Calendar.objects.get().exceptions.values_list("day", flat=True)
    assert list(days) == [date(2026, 12, 25)]


def test_keeps_how_long_a_task_takes_where_no_work_is_said(tmp_path: Path) -> None:
    path = mspdi(tmp_path, {"Duration": "PT16H0M0S", "DurationFormat": 7})

    bring(make_planner(), path)

    assert Task.objects.get().fixed_days == 2


def test_keeps_lags_with_their_unit(tmp_path: Path) -> None:
    link = {"PredecessorUID": 1, "Type": 3, "LinkLag": 9600, "LagFormat": 7}
    path = mspdi(
        tmp_path,
        {"Duration": "PT8H0M0S", "DurationFormat": 7},
        {"Duration": "PT8H0M0S", "DurationFormat": 7, "PredecessorLink": link},
    )

    bring(make_planner(), path)

    dependency = Dependency.objects.get()
    assert (dependency.kind, dependency.lag) == ("SS", Decimal(16))
    assert dependency.lag_unit == "working"


def test_stands_in_the_list_with_its_counts(tmp_path: Path) -> None:
    from waypost.exchange import queries

    actor = make_planner()

    done = bring(actor, jira(tmp_path))

    (row,) = queries.runs(viewer=actor, now=NOW)
    assert (row.state, row.change_set) == ("done", done.change_set)
    assert row.counts["new"] == len(ROWS)
    assert row.is_undoable


def here(actor: Person, name: str = "Clinics", code: str = "CLI") -> Project:
    terms = project_actions.ProjectTerms(name=name, code=code)
    return project_actions.create_project(actor=actor, now=NOW, terms=terms)


def test_goes_into_the_project_that_is_chosen(tmp_path: Path) -> None:
    actor = make_planner()
    project = here(actor)

    done = bring(actor, jira(tmp_path), answers={"into": "cli"})

    assert Project.objects.get() == project
    assert {row.project for row in Task.objects.all()} == {project}
    assert Milestone.objects.get().project == project
    assert task("Time zones").parent == task("Practice calendar")
    assert Project.objects.get().name == "Clinics"
    assert done.projects == (project.pk,)
    assert "Everything goes into Clinics (CLI)" in done.preview.notes[0]


def test_into_the_same_project_again_changes_nothing(tmp_path: Path) -> None:
    actor = make_planner()
    here(actor)
    bring(actor, jira(tmp_path), answers={"into": "CLI"})
    before = Change.objects.count()

    again = bring(actor, jira(tmp_path), answers={"into": "CLI"})

    assert again.change_set is None
    assert Change.objects.count() == before


def test_into_a_project_leaves_it_when_undone(tmp_path: Path) -> None:
    actor = make_planner()
    project = here(actor)
    done = bring(actor, jira(tmp_path), answers={"into": "CLI"})

    take_back(actor, done)

    assert Project.objects.get() == project
    assert not Task.objects.exists()


@pytest.mark.parametrize("code", ["NONE", "CLI"])
def test_into_a_project_that_one_may_not_change_is_refused(
    tmp_path: Path, code: str
) -> None:
    here(make_planner())
    other = make_person("Otto", role=Person.Role.MANAGER)

    with pytest.raises(actions.NotTaken, match=f"no project {code} here"):
        bring(other, jira(tmp_path), answers={"into": code})

    assert not Task.objects.exists()


def test_finds_out_itself_what_a_file_is(tmp_path: Path) -> None:
    outcome = bring(make_planner(), jira(tmp_path), kind="")

    assert outcome.preview.kind == "jira"
