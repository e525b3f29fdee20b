import json
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from waypost.core.access import Denied
from waypost.core.models import Change
from waypost.exchange import actions, kinds, plan_writing, plans, queries, storage
from waypost.exchange.actions import working
from waypost.exchange.models import ImportRun
from waypost.exchange.tests.files import (
    CALENDAR,
    EPIC,
    FORM,
    LATER,
    NOW,
    SUB,
    jira,
    make_planner,
    upload,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions as project_actions
from waypost.projects.models import Project, Task

pytestmark = pytest.mark.django_db
State = ImportRun.State


def work(run: ImportRun) -> ImportRun:
    """Do what was queued, as a worker would."""
    run.refresh_from_db()
    actions.work_on(actor=None, now=LATER, run=run.pk, attempt=run.attempt)
    run.refresh_from_db()
    return run


def started(actor: Person, run: ImportRun) -> ImportRun:
    return actions.start_import(actor=actor, now=LATER, run=run)


def folders() -> list[Path]:
    return list(Path(settings.UPLOADS_DIR).glob("*"))


def test_is_previewed_before_anything_is_written(tmp_path: Path) -> None:
    actor = make_planner()

    run = upload(actor, jira(tmp_path))

    page = queries.run_page(viewer=actor, pk=run.pk, now=NOW)
    assert page.row.state == State.PREVIEWED
    assert page.preview is not None
    assert page.preview.counts.new == 4
    assert not Project.objects.exists()
    assert not Change.objects.exists()


def test_is_written_by_a_job_and_its_file_removed(tmp_path: Path) -> None:
    actor = make_planner()
    run = upload(actor, jira(tmp_path))
    before = len(folders())

    started(actor, run)
    assert DBTaskResult.objects.count() == 1
    assert not Project.objects.exists()
    work(run)

    assert run.state == State.DONE
    assert run.projects == [Project.objects.get().pk]
    assert run.change_set is not None
    assert run.change_set.actor == actor
    assert len(folders()) == before - 1


def test_runs_once_however_often_its_job_does(tmp_path: Path) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))
    work(run)

    work(run)

    assert Task.objects.count() == 3


def test_writes_nothing_if_it_fails_halfway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))

    def break_off(self: Any) -> None:
        message = "the disk is full"
        raise OSError(message)

    monkeypatch.setattr(
        "waypost.projects.actions.plan_writer.Writer._create_dependencies", break_off
    )
    work(run)

    assert run.state == State.FAILED
    assert "Nothing was written" in run.error
    assert not Project.objects.exists()
    assert not Change.objects.exists()


def test_can_be_tried_again_after_it_failed(tmp_path: Path) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "preview_of", lambda _study: 1 / 0)
        work(run)
    assert run.state == State.FAILED

    work(started(actor, run))

    assert run.state == State.DONE
    assert Task.objects.count() == 3


def test_is_seen_as_stopped_when_its_worker_is_gone(tmp_path: Path) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))
    ImportRun.objects.filter(pk=run.pk).update(state=State.RUNNING, begun_at=LATER)
    soon, late = LATER + timedelta(seconds=30), LATER + timedelta(minutes=5)

    now = queries.run_page(viewer=actor, pk=run.pk, now=soon).row
    then = queries.run_page(viewer=actor, pk=run.pk, now=late).row

    assert now.state == State.RUNNING
    assert then.state == State.FAILED
    assert "nothing was written" in then.error


def test_writes_nothing_when_another_attempt_has_begun(tmp_path: Path) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))
    first = run.attempt
    ImportRun.objects.filter(pk=run.pk).update(state=State.RUNNING, begun_at=LATER)
    run.refresh_from_db()
    again = actions.start_import(actor=actor, now=LATER + timedelta(minutes=5), run=run)

    actions.work_on(actor=None, now=LATER, run=run.pk, attempt=first)
    assert not Project.objects.exists()
    work(again)

    assert Task.objects.count() == 3


def test_an_attempt_that_was_overtaken_rolls_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))
    write = plan_writing.write_study

    def overtaken(*args: Any, **how: Any) -> Any:
        ImportRun.objects.filter(pk=run.pk).update(attempt=99)
        return write(*args, **how)

    monkeypatch.setattr(plans, "write_study", overtaken)
    work(run)

    assert not Project.objects.exists()


def test_tells_how_far_it_is_while_the_process_lives(tmp_path: Path) -> None:
    run = upload(make_planner(), jira(tmp_path))

    with storage.told(run.stored_as) as teller:
        teller.begin("writing")
        teller.told_at = 0.0
        teller(30, 40)
        found = storage.progress_of(run.stored_as, at=time.time())

    assert found is not None
    assert (found.phase, found.done, found.total) == ("writing", 30, 40)
    assert found.age < 5
    assert storage.progress_of(run.stored_as, at=time.time()) is None


def test_reads_a_large_file_by_a_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SMALL", 10)
    actor = make_planner()

    run = upload(actor, jira(tmp_path))
    assert run.state == State.READING
    work(run)

    assert run.state == State.PREVIEWED


def test_compares_again_when_somebody_saved_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = make_planner()
    work(started(actor, upload(actor, jira(tmp_path))))
    newer = FORM | {"Summary": "Longer form"}
    run = started(actor, upload(actor, jira(tmp_path, EPIC, newer, CALENDAR, SUB)))
    study, calls = kinds.study, list[int]()

    def slow(**how: Any) -> Any:
        found = study(**how)
        if not calls:
            row = Task.objects.get(title="Sign-up form")
            project_actions.edit_task(
                actor=actor, now=LATER, task=row, changes={"priority": 1}
            )
        calls.append(1)
        return found

    monkeypatch.setattr(kinds, "study", slow)
    work(run)

    assert run.state == State.DONE
    assert len(calls) == 2
    assert Task.objects.get(title="Longer form").priority == 1


def test_keeps_the_mapping_for_the_next_file_of_the_same_columns(
    tmp_path: Path,
) -> None:
    actor = make_planner()
    run = upload(actor, jira(tmp_path))
    said = {"columns": {"Sprint": "leave_out"}}
    actions.choose(actor=actor, now=NOW, run=run, mapping=said)
    work(started(actor, run))

    again = upload(actor, jira(tmp_path), name="december.csv")

    assert again.mapping == said
    assert again.preview is not None
    assert "issues.csv" in again.preview["notes"][0]


def test_a_refused_mapping_leaves_what_was_said_before(tmp_path: Path) -> None:
    actor = make_planner()
    run = upload(actor, jira(tmp_path))

    with pytest.raises(actions.NotTaken):
        actions.choose(
            actor=actor, now=NOW, run=run, mapping={"columns": {"Sprint": "nonsense"}}
        )

    run.refresh_from_db()
    assert run.mapping == {}
    assert run.state == State.PREVIEWED


def test_is_visible_to_who_brought_it_and_to_admins(tmp_path: Path) -> None:
    run = upload(make_planner(), jira(tmp_path))
    stranger, admin = make_person(role=Person.Role.MANAGER), make_admin()

    assert queries.run(viewer=admin, pk=run.pk) == run
    with pytest.raises(ImportRun.DoesNotExist):
        queries.run(viewer=stranger, pk=run.pk)
    with pytest.raises(ImportRun.DoesNotExist):
        started(stranger, run)
    with pytest.raises(Denied):
        started(admin, run)


def test_who_may_import_no_longer_goes_no_further(tmp_path: Path) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))
    Person.objects.filter(pk=actor.pk).update(role=Person.Role.MEMBER)

    work(run)

    assert run.state == State.FAILED
    assert not Project.objects.exists()


def test_cannot_be_started_twice(tmp_path: Path) -> None:
    actor = make_planner()
    run = started(actor, upload(actor, jira(tmp_path)))

    with pytest.raises(actions.CannotGoOn):
        started(actor, run)
    work(run)
    with pytest.raises(actions.CannotGoOn):
        started(actor, run)


def test_old_files_are_removed_with_the_next_upload(tmp_path: Path) -> None:
    actor = make_planner()
    run = upload(actor, jira(tmp_path))
    path = storage.path_of(run.stored_as)

    actions.upload(
        actor=actor,
        now=NOW + timedelta(days=8),
        name="next.csv",
        chunks=[jira(tmp_path).read_bytes()],
    )

    assert not path.exists()
    assert not ImportRun.objects.filter(pk=run.pk).exists()


def test_folders_that_no_import_names_are_removed(tmp_path: Path) -> None:
    lost = Path(settings.UPLOADS_DIR) / "lost"
    lost.mkdir(parents=True)
    (lost / "plan.xml").write_text("x")
    old = (NOW - timedelta(days=3)).timestamp()
    os.utime(lost, (old, old))

    upload(make_planner(), jira(tmp_path))

    assert not lost.exists()


def test_is_let_go_with_its_file(tmp_path: Path) -> None:
    actor = make_planner()
    run = upload(actor, jira(tmp_path))
    path = storage.path_of(run.stored_as)

    actions.discard(actor=actor, now=NOW, run=run)

    assert not path.exists()
    assert not ImportRun.objects.exists()


@pytest.fixture
def _small_limit(settings: Any) -> None:
    settings.UPLOAD_MAX_MEGABYTES = 1


@pytest.mark.usefixtures("_small_limit")
def test_a_file_that_is_too_large_leaves_nothing_behind() -> None:
    actor = make_planner()
    before = folders()

    with pytest.raises(actions.TooLarge):
        actions.upload(actor=actor, now=NOW, name="a.csv", chunks=[b"x" * 600_000] * 3)

    assert folders() == before
    assert not ImportRun.objects.exists()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Project><Name>&b;</Name></Project>'
)
WRONG = {
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "binary": bytes(range(256)) * 40,
    "html": b"<!doctype html><html><body><table></table></body></html>",
    "json": json.dumps({"issues": []}).encode(),
    "empty": b"",
    "blank": b"  \n \n",
    "laughs": LAUGHS.encode(),
    "prose": b"Dear all, please find the plan attached.",
    "header": b"a," * 1_000_000 + b"z\n1,2\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_changes_nothing_and_says_why(name: str) -> None:
    actor = make_planner()
    before = folders()

    with pytest.raises(actions.NotTaken) as refused:
        actions.upload(actor=actor, now=NOW, name=f"{name}.csv", chunks=[WRONG[name]])

    assert len(refused.value.messages[0]) > 15
    assert folders() == before
    assert not ImportRun.objects.exists()
    assert not Project.objects.exists()


def test_a_cell_of_5_mb_is_refused_by_the_worker(tmp_path: Path) -> None:
    path = tmp_path / "field.csv"
    path.write_bytes(b'Summary,Issue key\n"' + b"x" * 5_000_000 + b'",A-1\n')
    actor = make_planner()

    run = work(upload(actor, path))

    assert run.state == State.FAILED
    assert run.error
    page = queries.run_page(viewer=actor, pk=run.pk, now=LATER)
    assert page.row.error == run.error
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../escape.csv", "/etc/passwd", "a\0b.csv", "C:\\x\\y.csv", "..", "é" * 400],
)
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    run = upload(make_planner(), jira(tmp_path), name=name)

    path = storage.path_of(run.stored_as).resolve()
    assert path.is_relative_to(Path(settings.UPLOADS_DIR).resolve())
    assert path.is_file()
    assert "/" not in run.file_name
