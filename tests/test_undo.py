from datetime import UTC, datetime, timedelta

import pytest

from waypost.core import history, undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.people.models import Calendar, CalendarException, Person, Team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def admin() -> Person:
    return Person.objects.create_user(
        "admin@example.org", name="Ada Admin", role=Person.Role.ADMIN
    )


def make_teams(admin: Person, *names: str) -> ChangeSet:
    with history.change(actor=admin, now=NOW, verb="test.create") as change:
        change.create_many([Team(name=name) for name in names])
    return change.change_set


def test_takes_back_what_was_created(admin: Person) -> None:
    made = make_teams(admin, "Red", "Blue")

    undo.undo(change_set=made, actor=admin, now=LATER)

    assert not Team.objects.exists()


def test_gives_a_changed_row_its_former_values(admin: Person) -> None:
    make_teams(admin, "Red")
    team = Team.objects.get()
    with history.change(actor=admin, now=NOW, verb="test.edit") as change:
        change.update(team, name="Crimson", lead=admin)

    undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    team.refresh_from_db()
    assert (team.name, team.lead) == ("Red", None)


def test_brings_back_a_deleted_row_with_its_key_and_what_hung_on_it(
    admin: Person,
) -> None:
    calendar = Calendar.objects.create(name="North")
    day = CalendarException.objects.create(calendar=calendar, day="2026-05-01")
    with history.change(actor=admin, now=NOW, verb="test.delete") as change:
        change.delete(calendar)
    assert not CalendarException.objects.exists()

    undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    back = CalendarException.objects.get()
    assert (back.pk, back.key, back.calendar.name) == (day.pk, day.key, "North")


def test_sets_a_reference_back_that_a_delete_had_cleared(admin: Person) -> None:
    calendar = Calendar.objects.create(name="North")
    number = calendar.pk
    admin.calendar = calendar
    admin.save()
    with history.change(actor=admin, now=NOW, verb="test.delete") as change:
        change.delete(calendar)
    assert Person.objects.get().calendar is None

    undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    admin.refresh_from_db()
    assert admin.calendar_id == number


def test_leaves_a_row_alone_that_was_edited_since_and_lists_it(admin: Person) -> None:
    made = make_teams(admin, "Red", "Blue")
    red = Team.objects.get(name="Red")
    with history.change(actor=admin, now=NOW, verb="test.edit") as change:
        change.update(red, name="Crimson")

    done = undo.undo(change_set=made, actor=admin, now=LATER)

    assert [t.name for t in Team.objects.all()] == ["Crimson"]
    assert [(kept.label, kept.why) for kept in done.kept] == [
        ("Crimson", "it was edited since")
    ]


def test_keeps_what_an_edited_row_needs(admin: Person) -> None:
    with history.change(actor=admin, now=NOW, verb="test.create") as change:
        parent = change.create(Team(name="Parent"))
        child = change.create(Team(name="Child", parent=parent))
        change.create(Team(name="Other"))
    with history.change(actor=admin, now=NOW, verb="test.edit") as edit:
        edit.update(child, name="Renamed")

    undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    assert sorted(t.name for t in Team.objects.all()) == ["Parent", "Renamed"]


def test_keeps_what_somebody_else_has_come_to_use(admin: Person) -> None:
    made = make_teams(admin, "Red")
    with history.change(actor=admin, now=NOW, verb="test.create") as change:
        change.create(Team(name="Below", parent=Team.objects.get(name="Red")))

    done = undo.undo(change_set=made, actor=admin, now=LATER)

    assert Team.objects.count() == 2
    assert [kept.why for kept in done.kept] == ["a team refers to it"]


def test_keeps_what_is_used_without_a_way_back(admin: Person) -> None:
    with history.change(actor=admin, now=NOW, verb="test.create") as change:
        other = change.create(
            Person(email="other@example.org", name="Otto", password="!")
        )
    with history.change(actor=other, now=NOW, verb="test.create"):
        pass  # the change set names who made it

    done = undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    assert Person.objects.filter(pk=other.pk).exists()
    assert [kept.why for kept in done.kept] == ["a change set refers to it"]


def test_a_plan_that_was_shown_is_followed(admin: Person) -> None:
    made = make_teams(admin, "Red")
    plan = undo.plan_undo(made)

    done = undo.undo(change_set=made, actor=admin, now=LATER, plan=plan)

    assert done is plan
    assert not Team.objects.exists()


def test_a_plan_that_was_shown_is_made_anew_when_somebody_saved(admin: Person) -> None:
    made = make_teams(admin, "Red")
    plan = undo.plan_undo(made)
    with history.change(actor=admin, now=NOW, verb="test.edit") as change:
        change.update(Team.objects.get(), name="Crimson")

    done = undo.undo(change_set=made, actor=admin, now=LATER, plan=plan)

    assert [kept.label for kept in done.kept] == ["Crimson"]
    assert Team.objects.get().name == "Crimson"


def test_a_plan_that_was_shown_does_not_undo_twice(admin: Person) -> None:
    made = make_teams(admin, "Red")
    plan = undo.plan_undo(made)
    undo.undo(change_set=made, actor=admin, now=LATER)

    with pytest.raises(undo.CannotUndo, match="undone already"):
        undo.undo(change_set=made, actor=admin, now=LATER, plan=plan)


def test_an_edit_that_was_itself_undone_is_no_edit(admin: Person) -> None:
    made = make_teams(admin, "Red")
    with history.change(actor=admin, now=NOW, verb="test.edit") as change:
        change.update(Team.objects.get(), name="Crimson")
    undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    undo.undo(change_set=made, actor=admin, now=LATER)

    assert not Team.objects.exists()


def test_can_be_undone_itself(admin: Person) -> None:
    made = make_teams(admin, "Red")
    back = undo.undo(change_set=made, actor=admin, now=LATER)
    second = ChangeSet.objects.get(undoes=made)

    undo.undo(change_set=second, actor=admin, now=LATER)

    assert back.count == 1
    assert ChangeSet.objects.get(pk=made.pk).undone_by is None
    assert Team.objects.get().name == "Red"


def test_is_refused_twice(admin: Person) -> None:
    made = make_teams(admin, "Red")
    undo.undo(change_set=made, actor=admin, now=LATER)
    made.refresh_from_db()

    with pytest.raises(undo.CannotUndo, match="undone already"):
        undo.undo(change_set=made, actor=admin, now=LATER)


def test_is_refused_to_anyone_but_its_author_and_admins(admin: Person) -> None:
    made = make_teams(admin, "Red")
    stranger = Person.objects.create_user("stranger@example.org", name="Sam")

    with pytest.raises(Denied):
        undo.undo(change_set=made, actor=stranger, now=LATER)

    assert Team.objects.exists()


def test_says_why_when_another_row_has_taken_the_place(admin: Person) -> None:
    team = Team.objects.create(name="Red")
    with history.change(actor=admin, now=NOW, verb="test.delete") as change:
        change.delete(team)
    make_teams(admin, "Red")

    with pytest.raises(undo.CannotUndo, match="taken its place"):
        undo.undo(change_set=change.change_set, actor=admin, now=LATER)

    assert Team.objects.count() == 1
