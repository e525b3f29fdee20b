"""Saved views …"""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from waypost.core import undo
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.planning import actions, queries
from waypost.planning.models import SavedView, UsualView

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def save(actor: Person, name: str = "Late ones", **changes: bool) -> SavedView:
    return actions.save_view(
        actor=actor,
        now=NOW,
        table="tasks",
        name=name,
        parameters="kind=late",
        **changes,
    )


def names(viewer: Person) -> list[str]:
    return [row.name for row in queries.saved_views(viewer=viewer, table="tasks")]


def test_are_ones_own_until_they_are_shared() -> None:
    ann, bob, admin = make_person(), make_person(), make_admin()
    view = save(ann)

    assert names(ann) == ["Late ones"]
    assert names(bob) == names(admin) == []
    with pytest.raises(SavedView.DoesNotExist):
        queries.saved_view(viewer=admin, pk=view.pk)

    actions.edit_view(actor=ann, now=NOW, view=view, is_shared=True)

    assert names(bob) == ["Late ones"]


def test_have_a_name_once_for_each_owner_and_table() -> None:
    ann = make_person()
    save(ann)
    save(make_person())

    with pytest.raises(ValidationError, match="already"):
        save(ann)
    with pytest.raises(IntegrityError):
        SavedView.objects.create(owner=ann, table="tasks", name="Late ones")


def test_have_a_name_at_all() -> None:
    with pytest.raises(ValidationError):
        save(make_person(), name="   ")
    with pytest.raises(IntegrityError):
        SavedView.objects.create(owner=make_person(), table="tasks", name="")


def test_of_others_are_not_ones_own_to_change() -> None:
    ann, bob, admin = make_person(), make_person(), make_admin()
    shared, own = save(ann, is_shared=True), save(ann, name="Mine")

    with pytest.raises(Denied):
        actions.overwrite_view(actor=bob, now=NOW, view=shared, parameters="")
    with pytest.raises(SavedView.DoesNotExist):
        actions.delete_view(actor=admin, now=NOW, view=own)
    actions.delete_view(actor=admin, now=NOW, view=shared)

    assert names(ann) == ["Mine"]


def test_of_viewers_stay_theirs() -> None:
    viewer = make_person(role=Person.Role.VIEWER)
    view = save(viewer)

    with pytest.raises(Denied):
        save(viewer, name="For all", is_shared=True)
    with pytest.raises(Denied):
        actions.edit_view(actor=viewer, now=NOW, view=view, is_shared=True)


def test_open_first_for_who_wants_them_and_one_for_each_table() -> None:
    ann, bob = make_person(), make_person()
    first, second = save(ann, is_shared=True), save(ann, name="Other", is_shared=True)

    actions.open_with_view(actor=bob, now=NOW, view=first)
    actions.open_with_view(actor=bob, now=NOW, view=second)

    usual = [
        row.name
        for row in queries.saved_views(viewer=bob, table="tasks")
        if row.is_usual
    ]
    assert usual == ["Other"]
    assert not any(
        row.is_usual for row in queries.saved_views(viewer=ann, table="tasks")
    )
    with pytest.raises(IntegrityError):
        UsualView.objects.create(person=bob, table="tasks", view=first)


def test_that_are_shared_no_more_open_nobody_elses_table() -> None:
    ann, bob = make_person(), make_person()
    view = save(ann, is_shared=True)
    actions.open_with_view(actor=bob, now=NOW, view=view)
    actions.open_with_view(actor=ann, now=NOW, view=view)

    actions.edit_view(actor=ann, now=NOW, view=view, is_shared=False)

    assert [usual.person for usual in UsualView.objects.all()] == [ann]


def test_come_back_with_those_they_opened_for() -> None:
    ann = make_person()
    view = save(ann)
    actions.open_with_view(actor=ann, now=NOW, view=view)

    actions.delete_view(actor=ann, now=NOW, view=view)
    assert not UsualView.objects.exists()
    last = ChangeSet.objects.latest("pk")
    undo.undo(change_set=last, actor=ann, now=NOW)

    assert names(ann) == ["Late ones"]
    assert UsualView.objects.count() == 1


def test_open_no_more_when_taken_back() -> None:
    ann = make_person()
    actions.open_with_view(actor=ann, now=NOW, view=save(ann))

    actions.open_without_view(actor=ann, now=NOW, table="tasks")
    actions.open_without_view(actor=ann, now=NOW, table="tasks")

    assert not UsualView.objects.exists()
