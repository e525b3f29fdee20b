"""The board of a project: its tasks as cards, by the organization's statuses."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from waypost.core.prepared import prepared
from waypost.people.models import Person
from waypost.people.queries import Option, Ref, maybe_ref_of
from waypost.projects import access
from waypost.projects.access import Rights
from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency, Milestone, Project, Task, TaskStatus
from waypost.projects.models.task import PLACE
from waypost.projects.queries.labels import saying
from waypost.projects.queries.listing import project as visible_project
from waypost.projects.queries.versions import Versions, versions_of

CLOSED = (TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED)
MOST_OPEN = 100  # cards of a column that is still worked on
MOST_CLOSED = 20  # of one that is over: the newest
MOST = 500  # of the one column that somebody asked to see whole
NOBODY = 0
Place = tuple[int, int, int]  # a task, its status, and how many have that


@dataclass(frozen=True, slots=True)
class BoardWanted:
    """Which cards a person wants to see.

    `milestone` and `assignee` are ids, 0 for those without; `whole` is a status whose
    column is shown further than the first cards.
    """

    is_mine: bool = False
    is_late: bool = False
    milestone: int | None = None
    assignee: int | None = None
    label: str = ""
    whole: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether some cards are left out."""
        ids = (self.milestone, self.assignee)
        chosen = any(each is not None for each in ids)
        return self.is_mine or self.is_late or chosen or bool(self.label)


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the board. `waits_for` are the open tasks that hold it up, by code."""

    pk: int
    number: int
    code: str
    title: str
    status_pk: int
    is_closed: bool
    is_blocked: bool
    is_late: bool
    assignee: Ref | None
    due_on: date | None
    estimate_hours: Decimal | None
    labels: tuple[str, ...]
    milestone_pk: int | None
    milestone: str
    part_of: str
    waits_for: tuple[str, ...]
    can_move: bool
    version: int


@dataclass(frozen=True, slots=True)
class Column:
    """A status with its cards; `total` counts those that are not shown as well."""

    pk: int
    name: str
    kind: str
    kind_label: str
    is_closed: bool
    cards: tuple[Card, ...]
    total: int
    wip_limit: int | None

    @property
    def more(self) -> int:
        """How many cards are not shown."""
        return self.total - len(self.cards)

    @property
    def is_over_limit(self) -> bool:
        """Whether more is begun than the organization wants at once."""
        return self.wip_limit is not None and self.total > self.wip_limit


@dataclass(frozen=True, slots=True)
class Board:
    """A project's board, and what it can be narrowed by."""

    project_pk: int
    code: str
    name: str
    rights: Rights
    columns: tuple[Column, ...]
    milestones: tuple[Option, ...]
    assignees: tuple[Option, ...]
    labels: tuple[str, ...]
    tasks_open: int
    tasks_late: int
    tasks_blocked: int


@dataclass(slots=True)
class _Surroundings:
    """What the cards of one board need beside their own row."""

    viewer: Person
    project: Project
    rights: Rights
    today: date
    waits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    versions: Versions = field(default_factory=dict)


def board(*, viewer: Person, code: str, today: date, wanted: BoardWanted) -> Board:
    """Return a project's board: a fixed number of queries.

    A column shows its first cards; one that is over the newest of them.

    Raises
    ------
    Project.DoesNotExist
        If there is none that `viewer` may see.
    """
    project = visible_project(viewer=viewer, code=code)
    statuses = {each.pk: each for each in TaskStatus.objects.order_by("position", "pk")}
    around = _Surroundings(viewer, project, access.rights_on(viewer, project), today)
    tasks = _narrowed(Task.objects.filter(project=project), wanted, around)
    places = [*_open(tasks, wanted), *_closed(tasks, wanted)]
    counted = Counter({status: total for _pk, status, total in places})
    by_id = {task.pk: task for task in _shown(each_task=[pk for pk, *_ in places])}
    shown = [by_id[pk] for pk, *_ in places if pk in by_id]
    around.waits = _waits(around)
    around.versions = versions_of(shown) if viewer.acts else {}
    cards: dict[int, list[Card]] = defaultdict(list)
    for task in shown:
        card = _card(task, statuses[task.status_id], around)
        cards[task.status_id].append(card)
    ((_project, still, late, blocked),) = _sums(project=project.pk, today=today) or [
        (project.pk, 0, 0, 0)
    ]
    assignees, labels = _named(project)
    return Board(
        project_pk=project.pk,
        code=project.code,
        name=project.name,
        rights=around.rights,
        columns=tuple(
            _column(each, cards[each.pk], counted[each.pk])
            for each in _ordered(statuses.values())
        ),
        milestones=tuple(Option(*row) for row in _milestones(project=project.pk)),
        assignees=assignees,
        labels=labels,
        tasks_open=still,
        tasks_late=late,
        tasks_blocked=blocked,
    )


@prepared
def _sums(project: int, today: date) -> QuerySet[Task, tuple[int, int, int, int]]:
    """Return what is open, late and blocked of a project that has anything open."""
    still = Task.objects.filter(project=project).exclude(status__kind__in=CLOSED)
    return (
        still.order_by()
        .values_list("project")
        .annotate(
            still=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=today)),
            blocked=Count("pk", filter=Q(status__kind=TaskStatus.Kind.BLOCKED)),
        )
    )


@prepared
def _milestones(project: int) -> QuerySet[Milestone, tuple[int, str]]:
    own = Milestone.objects.filter(project=project).order_by("position", "pk")
    return own.values_list("pk", "title")


def beside(*, viewer: Person, project: Project, number: int | None) -> Task | None:
    """Return the card that another should stand beside, if it is there."""
    if number is None:
        return None
    found = access.visible_tasks(viewer).filter(project=project, number=number)
    return found.first()


def first_of(*, viewer: Person, project: Project, status: TaskStatus) -> Task | None:
    """Return the first card of a column."""
    found = access.visible_tasks(viewer).filter(project=project, status=status)
    return found.order_by(PLACE, "pk").first()


def _ordered(statuses: Iterable[TaskStatus]) -> list[TaskStatus]:
    """Put columns of one kind side by side, in the order in which work goes."""
    kinds = list(TaskStatus.Kind)
    return sorted(statuses, key=lambda each: kinds.index(TaskStatus.Kind(each.kind)))


def _narrowed(
    tasks: QuerySet[Task], wanted: BoardWanted, around: _Surroundings
) -> QuerySet[Task]:
    if wanted.is_mine:
        tasks = tasks.filter(assignee=around.viewer)
    if wanted.is_late:
        still = ~Q(status__kind__in=CLOSED)
        tasks = tasks.filter(still, due_on__lt=around.today)
    if wanted.milestone is not None:
        tasks = tasks.filter(milestone=wanted.milestone or None)
    if wanted.assignee is not None:
        tasks = tasks.filter(assignee=wanted.assignee or None)
    if wanted.label:
        tasks = tasks.filter(saying(wanted.label, whole=True))
    return tasks


def _open(tasks: QuerySet[Task], wanted: BoardWanted) -> Iterable[Place]:
    rows = tasks.exclude(status__kind__in=CLOSED)
    first = [PLACE.asc(), F("pk").asc()]
    return _first(rows, first, Q(at__lte=MOST_OPEN) | _whole(wanted))


def _closed(tasks: QuerySet[Task], wanted: BoardWanted) -> Iterable[Place]:
    rows = tasks.filter(status__kind__in=CLOSED)
    newest = [F("done_at").desc(nulls_last=True), F("pk").desc()]
    return _first(rows, newest, Q(at__lte=MOST_CLOSED) | _whole(wanted))


def _whole(wanted: BoardWanted) -> Q:
    return Q(status=wanted.whole, at__lte=MOST)


def _first(rows: QuerySet[Task], order: list[OrderBy], fits: Q) -> Iterable[Place]:
    """Return which tasks stand first in their columns, and how many there are."""
    placed = rows.order_by().annotate(
        at=Window(RowNumber(), partition_by=F("status"), order_by=order),
        total=Window(Count("pk"), partition_by=F("status")),
    )
    return placed.filter(fits).order_by("at").values_list("pk", "status", "total")


@prepared
def _shown(each_task: list[int]) -> QuerySet[Task]:
    tasks = Task.objects.filter(pk__in=each_task)
    return tasks.select_related("assignee", "milestone", "parent").defer(
        "body", "parent__body", "milestone__acceptance_criteria"
    )


def _waits(around: _Surroundings) -> dict[int, tuple[str, ...]]:
    """Return what holds each open task up, as far as it may be named: two queries."""
    rows = _links(project=around.project.pk)
    elsewhere = {row[1] for row in rows} - {around.project.pk}
    seen = access.visible_projects(around.viewer).filter(pk__in=elsewhere)
    named = {around.project.pk, *seen.values_list("pk", flat=True)}
    found: dict[int, list[str]] = defaultdict(list)
    for successor, project, code, number in rows:
        said = code_of_task(code, number) if project in named else _("other work")
        if said not in found[successor]:
            found[successor].append(said)
    return {pk: tuple(codes) for pk, codes in found.items()}


@prepared
def _links(project: int) -> QuerySet[Dependency, tuple[Any, ...]]:
    own = Task.objects.filter(project=project).values("pk")
    links = Dependency.objects.filter(
        successor__in=own, kind=Dependency.Kind.FINISH_START
    )
    still = links.exclude(predecessor__status__kind__in=CLOSED).order_by("pk")
    return still.values_list(
        "successor_id",
        "predecessor__project_id",
        "predecessor__project__code",
        "predecessor__number",
    )


def _named(project: Project) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """Return who works on a project and its labels: one query."""
    people: dict[int, str] = {}
    labels: set[str] = set()
    for pk, name, said in _names(project=project.pk):
        if pk is not None:
            people[pk] = name
        labels.update(map(str, said))
    options = [Option(pk, name) for pk, name in people.items()]
    by_name = sorted(options, key=lambda each: (each.label.casefold(), each.value))
    return tuple(by_name), tuple(sorted(labels, key=str.casefold))


@prepared
def _names(project: int) -> QuerySet[Task, tuple[Any, ...]]:
    # Once each: hundreds of tasks name a few people and labels.
    own = Task.objects.filter(project=project).order_by()
    return own.values_list("assignee", "assignee__name", "labels").distinct()


def _column(status: TaskStatus, cards: list[Card], total: int) -> Column:
    return Column(
        pk=status.pk,
        name=status.name,
        kind=status.kind,
        kind_label=status.get_kind_display(),
        is_closed=status.kind in CLOSED,
        cards=tuple(cards),
        total=total,
        wip_limit=status.wip_limit,
    )


def _card(task: Task, status: TaskStatus, around: _Surroundings) -> Card:
    is_closed = status.kind in CLOSED
    waits = () if is_closed else around.waits.get(task.pk, ())
    return Card(
        pk=task.pk,
        number=task.number,
        code=code_of_task(around.project.code, task.number),
        title=task.title,
        status_pk=task.status_id,
        is_closed=is_closed,
        is_blocked=status.kind == TaskStatus.Kind.BLOCKED,
        is_late=not is_closed
        and task.due_on is not None
        and task.due_on < around.today,
        assignee=maybe_ref_of(task.assignee),
        due_on=task.due_on,
        estimate_hours=task.estimate_hours,
        labels=tuple(map(str, task.labels)),
        milestone_pk=task.milestone_id,
        milestone="" if task.milestone is None else task.milestone.title,
        part_of="" if task.parent is None else task.parent.title,
        waits_for=waits,
        can_move=access.can_edit_task(around.viewer, task, around.rights),
        version=around.versions.get((Task, task.pk), 0),
    )
