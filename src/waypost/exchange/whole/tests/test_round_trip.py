"""What goes out comes in again."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waypost.conversations.models import Comment, Mention
from waypost.core import history, numbers, undo
from waypost.core.models import Change, ChangeSet, ExternalReference
from waypost.exchange.whole.tables import TABLES
from waypost.exchange.whole.tests import house
from waypost.okrs.models import CheckIn, KeyResult
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.models import Person, Team
from waypost.planning.models import SavedView
from waypost.projects.models import Project, Task
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db


def _moved() -> str:
    """Carry everything out, empty the place, and carry it in again."""
    text = house.document()
    house.empty()
    house.take(text)
    return text


def test_gives_the_same_document_again() -> None:
    house.make_house()

    text = _moved()

    assert house.document() == text


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(house.DEEDS), st.integers(0, 40)),
        min_size=1,
        max_size=14,
    )
)
def test_gives_the_same_document_again_whatever_was_done(
    deeds: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        doer = house.Doer(house.make_house())
        for deed, pick in deeds:
            doer.do(deed, pick)

        text = _moved()

        assert house.document() == text
        transaction.set_rollback(True)


def test_is_one_document_of_json_with_keys_and_no_ids() -> None:
    house.make_house()
    task = Task.objects.order_by("pk").first()
    assert task is not None

    tables = json.loads(house.document())["tables"]

    row = tables["projects.task"][0]
    assert row["key"] == str(task.key)
    assert row["project"] == str(task.project.key)
    assert "id" not in row
    assert list(tables) == list(TABLES)


def test_keeps_every_key_and_reference() -> None:
    house.make_house()
    before = {
        check_in.key: (check_in.key_result.key, check_in.reading_id is not None)
        for check_in in CheckIn.objects.all()
    }

    _moved()

    assert before
    assert before == {
        check_in.key: (check_in.key_result.key, check_in.reading_id is not None)
        for check_in in CheckIn.objects.all()
    }
    mention = Mention.objects.get()
    assert str(mention.person.key) in mention.comment.body


def test_keeps_what_hangs_on_things() -> None:
    house.make_house()
    key = Task.objects.get(pk=ExternalReference.objects.get().subject_id).key

    _moved()

    task = Task.objects.get(key=key)
    assert ExternalReference.objects.get().subject_id == task.pk
    assert set(Comment.objects.values_list("subject_id", flat=True)) == {task.pk}


def test_keeps_the_order_in_which_things_came() -> None:
    house.make_house()
    before = list(Task.objects.order_by("pk").values_list("key", flat=True))

    _moved()

    assert list(Task.objects.order_by("pk").values_list("key", flat=True)) == before


def test_a_saved_view_means_the_same_people_and_teams() -> None:
    make_project()  # so that ids differ afterwards
    Project.objects.all().delete()
    house.make_house()
    team, person = Team.objects.get(), Person.objects.get(manager__isnull=False)
    keys = team.key, person.key

    _moved()

    team, person = Team.objects.get(key=keys[0]), Person.objects.get(key=keys[1])
    wanted = f"assignee={person.pk}&team={team.pk}%2Cnone&sort=-due"
    assert SavedView.objects.get().parameters == wanted


def test_undo_works_as_before() -> None:
    admin = house.make_house()
    task = Task.objects.order_by("pk")[0]
    key, title = task.key, task.title
    with history.change(actor=admin, now=house.NOW, verb="projects.x") as change:
        change.update(task, title="Other")
    with history.change(actor=admin, now=house.NOW, verb="projects.y") as change:
        change.delete(task)

    _moved()

    admin = Person.objects.get(key=admin.key)
    for verb in ("projects.y", "projects.x"):
        done = ChangeSet.objects.get(verb=verb)
        undo.undo(change_set=done, actor=admin, now=house.NOW)
    assert Task.objects.get(key=key).title == title
    assert ExternalReference.objects.get().subject_id == Task.objects.get(key=key).pk


def test_new_things_get_the_numbers_that_come_next() -> None:
    house.make_house()
    last = max(KeyResult.objects.values_list("number", flat=True))

    _moved()

    made = make_key_result(objective=make_objective())
    assert made.number == last + 1
    project = Project.objects.get()
    highest = max(project.tasks.values_list("number", flat=True))
    numbers_taken = numbers.take(f"task:{project.pk}")
    assert numbers_taken > highest


def test_a_new_row_gets_no_id_that_history_knows() -> None:
    admin = house.make_house()
    task = Task.objects.order_by("pk").last()
    assert task is not None
    with history.change(actor=admin, now=house.NOW, verb="projects.y") as change:
        change.delete(task)

    _moved()

    made = make_task(Project.objects.get(), number=77)
    known = Change.objects.filter(model="projects.task").values_list("row_id")
    assert (made.pk,) not in set(known)


def test_nobody_has_a_password_afterwards_unless_asked_for() -> None:
    admin = house.make_house()
    admin.set_password("a long enough one")
    admin.save()
    plain, secret = house.document(), house.document(with_passwords=True)

    house.empty()
    house.take(plain)
    assert not Person.objects.get(email=admin.email).has_usable_password()

    house.empty()
    house.take(secret)
    assert Person.objects.get(email=admin.email).check_password("a long enough one")
    assert "password" not in plain.replace('"passwords":false', "")
