"""The table of tasks: its columns, and what can be set for many."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waypost.core.listing import Order
from waypost.people.models import Person
from waypost.projects import actions, queries
from waypost.projects.models import TaskStatus
from waypost.projects.queries import TaskLine
from waypost.web import tables
from waypost.web.tables import Bulk, Column, Option, Quick, cells
from waypost.web.tasks.forms import TasksForm, statuses
from waypost.web.templatetags import formats


def _url(line: TaskLine) -> str:
    return f"{_project_url(line.project_code)}tasks/{line.number}/"


@lru_cache(maxsize=10_000)
def _project_url(code: str) -> str:
    return reverse("projects:page", args=[code])


def _kinds(_viewer: Person) -> list[Option]:
    return [
        Option("open", _("Open"), queries.OPEN),
        Option("late", _("Open and late"), queries.LATE),
        *(Option(kind.value, str(kind.label), kind.value) for kind in TaskStatus.Kind),
    ]


def _name(line: TaskLine) -> str:
    return cells.name(line.title, _url(line), (line.code,))


def _status(line: TaskLine) -> str:
    return cells.tag(line.status, "good" if line.status_kind == "done" else "")


def _hours(value: object) -> str:
    return cells.text(formats.hours(value))  # type: ignore[arg-type]  # a number or None


COLUMNS: tuple[Column[TaskLine], ...] = (
    Column("title", gettext_lazy("Task"), _name, lambda t: t.title, is_name=True),
    Column(
        "code",
        gettext_lazy("Key"),
        lambda t: cells.link(t.code, _url(t)),
        lambda t: t.code,
        is_shown=False,
    ),
    Column(
        "project",
        gettext_lazy("Project"),
        lambda t: cells.link(t.project_name, _project_url(t.project_code)),
        lambda t: t.project_name,
        tables.Words(),
        css="wrap",
    ),
    Column(
        "status",
        gettext_lazy("Status"),
        _status,
        lambda t: t.status,
        tables.Choices(statuses),
    ),
    Column(
        "kind",
        gettext_lazy("How far"),
        lambda t: cells.text(TaskStatus.Kind(t.status_kind).label),
        lambda t: str(TaskStatus.Kind(t.status_kind).label),
        tables.Choices(_kinds),
        sorts=False,
        is_shown=False,
    ),
    Column(
        "assignee",
        gettext_lazy("Assignee"),
        lambda t: cells.person(t.assignee),
        lambda t: t.assignee.name if t.assignee else "",
        tables.Person(),
    ),
    Column(
        "milestone",
        gettext_lazy("Milestone"),
        lambda t: cells.text(t.milestone),
        lambda t: t.milestone,
        tables.Words(),
        css="wrap",
    ),
    Column(
        "start",
        gettext_lazy("Start"),
        lambda t: cells.day(t.starts_on),
        lambda t: t.starts_on,
        tables.Days(),
        is_shown=False,
        is_numeric=True,
    ),
    Column(
        "due",
        gettext_lazy("Due"),
        lambda t: cells.day(t.due_on, is_late=t.is_late),
        lambda t: t.due_on,
        tables.Days(),
        is_numeric=True,
    ),
    Column(
        "done",
        gettext_lazy("Done on"),
        lambda t: cells.day(t.done_at),
        lambda t: t.done_at,
        tables.Days(),
        is_shown=False,
        is_numeric=True,
        falls_first=True,
    ),
    Column(
        "labels",
        gettext_lazy("Labels"),
        lambda t: cells.tags(t.labels),
        lambda t: ", ".join(t.labels),
        tables.Words(),
        sorts=False,
    ),
    Column(
        "estimate",
        gettext_lazy("Estimate"),
        lambda t: _hours(t.estimate_hours),
        lambda t: t.estimate_hours,
        tables.Numbers(unit="h"),
        is_numeric=True,
        falls_first=True,
    ),
    Column(
        "remaining",
        gettext_lazy("Remaining"),
        lambda t: _hours(t.remaining_hours),
        lambda t: t.remaining_hours,
        tables.Numbers(unit="h"),
        is_numeric=True,
        is_shown=False,
        falls_first=True,
    ),
    Column(
        "percent",
        gettext_lazy("Percent done"),
        lambda t: cells.percent(t.percent / 100),
        lambda t: t.percent / 100,
        tables.Numbers(unit="%"),
        is_numeric=True,
        is_shown=False,
    ),
    Column(
        "priority",
        gettext_lazy("Priority"),
        lambda t: cells.number(t.priority),
        lambda t: t.priority,
        tables.Numbers(),
        is_numeric=True,
    ),
)


def _count(n: int) -> str:
    words = ngettext("%(n)s task", "%(n)s tasks", n)
    return words % {"n": formats.number(n)}


TASKS = tables.Table(
    name="tasks",
    title=gettext_lazy("Tasks"),
    columns=COLUMNS,
    find=queries.task_ids,
    read=queries.task_lines,
    key=lambda task: task.pk,
    named=lambda task: f"{task.code} {task.title}",
    count=_count,
    order=(Order("due"),),
    opening="kind=open",
    searches=gettext_lazy("Title or key"),
    quick=(
        Quick(gettext_lazy("Mine"), (("assignee", "me"),)),
        Quick(gettext_lazy("Late"), (("kind", "late"),)),
    ),
    bulk=Bulk(TasksForm, actions.edit_tasks),
    css=lambda task: "closed" if task.is_closed else "",
)
