"""Small organisations to carry out and in again."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, models

from waypost.bets.tests.factories import make_bet, make_overlap_group
from waypost.conversations.models import Comment
from waypost.conversations.tests.factories import make_comment, make_mention
from waypost.core import history, numbers, undo
from waypost.core.models import ChangeSet
from waypost.exchange.whole import taking
from waypost.exchange.whole.tables import SECRET, TABLES, tables
from waypost.exchange.whole.writing import lines
from waypost.okrs.models import ObjectiveViewer
from waypost.okrs.tests.factories import (
    make_alignment,
    make_check_in,
    make_key_result,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_membership,
    make_organisation,
    make_person,
    make_team,
)
from waypost.planning.models import SavedView
from waypost.projects.models import Task
from waypost.projects.tests.factories import (
    make_allocation,
    make_budget_line,
    make_dependency,
    make_milestone,
    make_project,
    make_reference,
    make_task,
)

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def make_house() -> Person:
    """Make a bit of everything, and return who administers it."""
    make_organisation()
    admin = make_admin("Signe Ravn", email="signe@example.org")
    person = make_person(manager=admin, calendar=make_calendar())
    team = make_team(lead=person)
    make_membership(team, person)
    objective = make_objective(team=team, owner=person)
    ObjectiveViewer.objects.create(objective=objective, person=admin)
    key_result = make_key_result(objective=objective)
    metric = key_result.metric
    assert metric is not None
    make_check_in(key_result)
    make_reading(metric, 31)
    make_steps_key_result("One", "Two", objective=objective)
    make_alignment(make_objective(cycle=objective.cycle, owner=admin), key_result)
    project = make_project(team=team, manager=admin)
    milestone = make_milestone(project)
    first = make_task(project, milestone=milestone, assignee=person, labels=["a", "ü"])
    make_dependency(first, make_task(project))
    make_reference(first, system="jira", external_id="ONB-1")
    make_allocation(project, person=person)
    make_budget_line(project)
    group = make_overlap_group(metric)
    make_bet(project=project, key_result=key_result, overlap_group=group)
    make_mention(first, admin)
    SavedView.objects.create(
        owner=admin,
        table="tasks",
        name="Mine",
        parameters=f"assignee={person.pk}&team={team.pk}%2Cnone&sort=-due",
    )
    return admin


class Doer:
    """Does things as people do, so that history grows: create, change, delete, undo."""

    def __init__(self, actor: Person) -> None:
        self.actor = actor
        self.now = NOW

    def do(self, deed: str, pick: int) -> None:
        """Do one thing; `pick` chooses among what there is."""
        self.now += timedelta(minutes=1)
        getattr(self, f"_{deed}")(pick)

    def _changing(self) -> Any:
        return history.change(actor=self.actor, now=self.now, verb="projects.edit_task")

    def _create(self, pick: int) -> None:
        task = _one(Task.objects.all(), pick)
        if task is None:
            return
        with self._changing() as change:
            made = Task(
                project=task.project,
                number=numbers.take(f"task:{task.project_id}"),
                title=f"Task {pick}",
                status=task.status,
                parent=task if pick % 2 else None,
            )
            change.create(made)
            change.about(made)

    def _change(self, pick: int) -> None:
        task = _one(Task.objects.all(), pick)
        if task is not None:
            with self._changing() as change:
                change.update(
                    task, title=f"Once {pick} \u2028", percent_done=pick % 101
                )

    def _delete(self, pick: int) -> None:
        task = _one(Task.objects.all(), pick)
        if task is not None:
            with self._changing() as change:
                change.delete(task)

    def _say(self, pick: int) -> None:
        task = _one(Task.objects.all(), pick)
        if task is not None:
            comment = make_comment(task)
            with self._changing() as change:
                change.update(comment, body=f"{pick} is better")

    def _hush(self, pick: int) -> None:
        comment = _one(Comment.objects.all(), pick)
        if comment is not None:
            with self._changing() as change:
                change.delete(comment)

    def _refer(self, pick: int) -> None:
        task = _one(Task.objects.all(), pick)
        if task is not None:
            number = int(self.now.timestamp())
            row = make_reference(task, system="jira", external_id=f"R-{number}")
            with self._changing() as change:
                change.update(row, external_id=f"S-{number}")

    def _undo(self, pick: int) -> None:
        done = ChangeSet.objects.filter(undone_by=None, undoes=None)
        change_set = _one(done, pick)
        if change_set is not None:
            with suppress(undo.CannotUndo):  # what it names was deleted since
                undo.undo(change_set=change_set, actor=self.actor, now=self.now)


DEEDS = ("create", "change", "delete", "say", "hush", "refer", "undo")


def _one(rows: "models.QuerySet[Any]", pick: int) -> Any:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=ids[pick % len(ids)]) if ids else None


def document(*, with_passwords: bool = False) -> str:
    """Return the whole organisation, as its file has it."""
    return "".join(f"{line}\n" for line in lines(with_passwords=with_passwords))


def empty() -> None:
    """Make the installation empty, as a new one is."""
    for table in reversed(tables(with_passwords=True)):
        rows: Any = table.model._base_manager.all()
        rows._raw_delete("default")


def take(text: str | bytes, name: str = "all.json") -> taking.Taken:
    """Take in a document."""
    data = text.encode() if isinstance(text, str) else text
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return taking.take(path)


def counts() -> dict[str, int]:
    """Return how many rows each table has, by one question: it is asked often."""
    found: Sequence[Any] = tables(with_passwords=True)
    each = [
        f"SELECT '{table.label}', COUNT(*) FROM \"{table.model._meta.db_table}\""
        for table in found
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


ALL = (*TABLES, *SECRET)
