import pytest
from django_tasks_db.models import DBTaskResult

from waypost.conversations import actions as talk
from waypost.conversations.actions import Words
from waypost.core import outbox
from waypost.core.fields import Visibility
from waypost.core.history import change
from waypost.core.models import ChangeSet
from waypost.core.undo import undo
from waypost.okrs.models import Objective, Step
from waypost.okrs.tests.factories import (
    NOW,
    make_key_result,
    make_objective,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.models import Task
from waypost.projects.tests.factories import make_project, make_task
from waypost.search import following, indexing, jobs
from waypost.search.models import Document
from waypost.search.tests.finding import deleted, indexed, saved, titles, worked_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer() -> Person:
    return make_person("Vera Nobody")


def waiting() -> int:
    return DBTaskResult.objects.count()


def test_finds_on_the_next_read_what_was_just_created(viewer: Person) -> None:
    like = make_objective()
    fresh = Objective(
        title="Brand new quokka",
        number=4711,
        owner=like.owner,
        cycle=like.cycle,
        level=Objective.Level.COMPANY,
    )
    with change(actor=viewer, now=NOW, verb="test.create") as recorder:
        recorder.create(fresh)

    assert titles(viewer, "quokka") == ["Brand new quokka"]
    assert waiting() == 0


def test_finds_a_thing_by_its_new_name_alone(viewer: Person) -> None:
    objective = make_objective(title="Old wombat")
    indexed()

    saved(objective, title="New quokka")

    assert titles(viewer, "wombat") == []
    assert titles(viewer, "quokka") == ["New quokka"]


def test_drops_what_is_deleted_and_finds_it_again_when_that_is_undone(
    viewer: Person,
) -> None:
    objective = make_objective(title="A quokka")
    make_key_result(objective=objective, title="Quokkas counted")
    indexed()

    change_set = deleted(objective)
    gone = titles(viewer, "quokka")
    left = Document.objects.filter(subject_kind="okrs.keyresult").count()
    undo(change_set=change_set, actor=make_admin(), now=NOW)

    assert (gone, left) == ([], 0)
    assert sorted(titles(viewer, "quokka")) == ["A quokka", "Quokkas counted"]


def test_forgets_a_creation_that_is_undone(viewer: Person) -> None:
    objective = make_objective(title="Harmless")
    admin = make_admin()
    talk.post_comment(
        actor=admin, now=NOW, thing=objective, words=Words("A quokka came", ())
    )
    said = titles(viewer, "quokka")
    undo(change_set=ChangeSet.objects.latest("pk"), actor=admin, now=NOW)

    assert said == [admin.name]
    assert titles(viewer, "quokka") == []
    assert not Document.objects.filter(subject_kind="conversations.comment").exists()


def test_hides_a_comment_with_the_thing_it_is_on(viewer: Person) -> None:
    objective = make_objective(title="Harmless")
    words = Words("A quokka came", ())
    talk.post_comment(actor=objective.owner, now=NOW, thing=objective, words=words)

    saved(objective, visibility=Visibility.NAMED)

    assert titles(viewer, "quokka") == []
    assert titles(objective.owner, "quokka") == [objective.owner.name]


def test_follows_the_parts_of_a_thing_when_they_come_change_and_go(
    viewer: Person,
) -> None:
    key_result = make_steps_key_result("Draft", title="Ready")
    indexed()

    step = Step.objects.get(key_result=key_result)
    saved(step, title="Quokka")
    changed = titles(viewer, "quokka")
    deleted(step)

    assert changed == ["Ready"]
    assert titles(viewer, "quokka") == []


def test_lets_the_worker_read_what_stands_in_a_thing_with_a_new_name(
    viewer: Person,
) -> None:
    project = make_project(name="Old name")
    make_task(project, title="A task")
    indexed()

    saved(project, name="Quokka works")
    before = titles(viewer, "quokka task")
    worked_off()

    assert before == []
    assert titles(viewer, "quokka task") == ["A task"]


def test_reads_nothing_else_again_while_the_name_stays(viewer: Person) -> None:
    project = make_project(name="Same name")
    make_task(project)
    indexed()

    saved(project, purpose="Another quokka")

    assert waiting() == 0
    assert titles(viewer, "quokka") == ["Same name"]


def test_hands_a_large_change_set_to_the_worker(viewer: Person) -> None:
    project = make_project()
    like = make_task(project)
    rows = [
        Task(project=project, number=1000 + n, title=f"Quokka {n}", status=like.status)
        for n in range(following.AT_ONCE + 1)
    ]
    with change(actor=viewer, now=NOW, verb="test.import") as recorder:
        recorder.create_many(rows)
    before = titles(viewer, "quokka")
    worked_off()

    assert before == []
    assert len(titles(viewer, "quokka", limit=300)) == following.AT_ONCE + 1
    assert Document.objects.filter(subject_kind="projects.task").count() == len(rows)


def test_reads_after_a_large_change_set_what_stands_in_its_new_names(
    viewer: Person,
) -> None:
    projects = [make_project(name=f"Old {n}") for n in range(following.AT_ONCE + 1)]
    make_task(projects[0], title="A task")
    indexed()

    saved(*projects, name="Quokka works")
    worked_off()

    assert titles(viewer, "quokka task") == ["A task"]


def test_may_do_each_job_twice(viewer: Person) -> None:
    objective = make_objective(title="Quokka")
    saved(objective, title="Quokka two")
    last = ChangeSet.objects.latest("pk")

    for _turn in range(2):
        jobs.catch_up.func(change_set=last.pk)
        jobs.read_borrowers.func(lent={"okrs.objective": [objective.pk]})
        jobs.read_everything.func()

    assert titles(viewer, "quokka") == ["Quokka two"]


def test_writes_nothing_when_the_action_fails(viewer: Person) -> None:
    objective = make_objective(title="Wombat")
    indexed()

    def fail() -> None:
        with change(actor=None, now=NOW, verb="test.fail") as recorder:
            recorder.update(objective, title="Quokka")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert titles(viewer, "quokka") == []


def test_rests_while_somebody_fills_the_index_afterwards(viewer: Person) -> None:
    objective = make_objective(title="Wombat")
    with following.resting():
        saved(objective, title="Quokka")
    assert titles(viewer, "quokka") == []

    indexing.fill()

    assert titles(viewer, "quokka") == ["Quokka"]


def test_rebuilds_an_index_that_has_gone_wrong(viewer: Person) -> None:
    kept = make_objective(title="Quokka kept")
    lost = make_objective(title="Quokka lost")
    indexed()
    Objective.objects.filter(pk=lost.pk).delete()
    Objective.objects.filter(pk=kept.pk).update(title="Wombat kept")
    told: list[tuple[int, int]] = []

    count = indexing.rebuild(tell=lambda done, total: told.append((done, total)))

    assert count == Document.objects.count()
    assert not Document.objects.filter(
        subject_id=lost.pk, subject_kind="okrs.objective"
    )
    assert titles(viewer, "wombat") == ["Wombat kept"]
    assert titles(viewer, "quokka") == []
    assert told[-1][0] == told[-1][1]


def test_reads_everything_when_a_whole_organisation_has_come_in(viewer: Person) -> None:
    make_objective(title="Quokka")
    outbox.emit("exchange.organisation_arrived", {}, at=NOW)

    worked_off()

    assert titles(viewer, "quokka") == ["Quokka"]
