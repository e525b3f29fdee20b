"""Writing a compared plan part by part, in the order in which parts need each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max

from waypost.core import bulk, history, numbers
from waypost.core.keys import new_keys
from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.projects.actions.plan_rows import COLUMNS, READY, Ready, ReadyTask
from waypost.projects.actions.statuses import ensure_default_statuses
from waypost.projects.actions.writing import STEP
from waypost.projects.codes import free_code, suggest_code
from waypost.projects.models import (
    Dependency,
    Milestone,
    Project,
    ProjectViewer,
    Task,
    TaskStatus,
)
from waypost.projects.planned import (
    PlannedProject,
    PlannedReference,
)
from waypost.projects.queries import PlanComparison
from waypost.projects.queries.values import (
    dependency_values,
    milestone_values,
    project_values,
)

BATCH = 2_000
REFERENCE = (
    "subject_kind",
    "subject_id",
    "system",
    "external_id",
    "url",
    "extras",
)
LINK = ("key", "predecessor_id", "successor_id", "kind", "lag", "lag_unit")
MODELS: dict[str, Any] = {
    "project": Project,
    "milestone": Milestone,
    "task": Task,
    "dependency": Dependency,
}
Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Ids:
    """The id of each item of the work that stands here by now, by local id."""

    comparison: PlanComparison
    projects: dict[str, int] = field(init=False)
    milestones: dict[str, int] = field(init=False)
    tasks: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        known = self.comparison.known
        self.projects = dict(known.get("project", {}))
        self.milestones = dict(known.get("milestone", {}))
        self.tasks = dict(known.get("task", {}))

    def task(self, end: str | int) -> int:
        """Return the id of one end of a link."""
        return self.tasks[end] if isinstance(end, str) else end


@dataclass(slots=True)
class Writer:
    """Writes the parts of a plan in the order in which they need each other."""

    change: history.Recorder
    actor: Person
    now: datetime
    comparison: PlanComparison
    ready: Ready
    ids: Ids
    tell: Tell | None
    done: int = 0
    total: int = 0
    statuses: dict[tuple[str, str], TaskStatus] = field(default_factory=dict)

    def write(self) -> None:
        counts = self.comparison.counts
        self.total = counts["new"] + counts["updated"]
        self._drop_stale_references()
        self._complete_statuses()
        self._create_projects()
        self._create_milestones()
        self._create_tasks()
        self._create_dependencies()
        self._update_rows()
        self._update_references()

    def _told(self, rows: int) -> None:
        self.done += rows
        if self.tell is not None:
            self.tell(self.done, self.total)

    def _drop_stale_references(self) -> None:
        rows = ExternalReference.objects.filter(pk__in=self.comparison.stale_references)
        self.change.forget(list(rows))
        rows.delete()

    def _complete_statuses(self) -> None:
        """Add the kinds that the organization has no status of."""
        self.statuses = dict(self.comparison.found.statuses)
        wanted = {(t.status, t.status_kind) for t in self.comparison.work.tasks}
        if wanted - set(self.statuses):
            by_kind: dict[str, TaskStatus] = {}
            for status in ensure_default_statuses(actor=self.actor, now=self.now):
                by_kind.setdefault(status.kind, status)
            for name, kind in wanted:
                self.statuses.setdefault((name, kind), by_kind[kind])

    def _create_projects(self) -> None:
        taken = set(Project.objects.values_list("code", flat=True))
        items = self.comparison.new_projects
        rows = []
        for item in items:
            code = _code_for(item, taken)
            taken.add(code)
            values = project_values(item, self.comparison.found)
            values.setdefault("manager_id", self.actor.pk)
            row = Project(code=code, **values)
            row.full_clean()  # projects are few
            rows.append(row)
        self.change.create_many(rows)
        for item, row in zip(items, rows, strict=True):
            self.ids.projects[item.local_id] = row.pk
        self._create_viewers()
        self._refer(Project, ((i, self.ids.projects[i.local_id]) for i in items))
        self._told(len(rows))

    def _create_viewers(self) -> None:
        rows = []
        for item in self.comparison.new_projects:
            named = {self.comparison.found.person(p) for p in item.viewers}
            home = self.ids.projects[item.local_id]
            rows += [ProjectViewer(project_id=home, person_id=pk) for pk in named if pk]
        self.change.create_many(rows)

    def _create_milestones(self) -> None:
        items = sorted(self.comparison.new_milestones, key=lambda item: item.position)
        places = _Places(Milestone.objects.all(), set(self.ids.projects.values()))
        rows = [
            Milestone(
                project_id=(home := self.ids.projects[item.project]),
                position=places.after(home),
                **milestone_values(item),
            )
            for item in items
        ]
        self.change.create_many(rows)
        for item, row in zip(items, rows, strict=True):
            self.ids.milestones[item.local_id] = row.pk
        self._refer(Milestone, ((i, self.ids.milestones[i.local_id]) for i in items))
        self._told(len(rows))

    def _create_tasks(self) -> None:
        """Create the tasks; their ids are taken before, so that parts name wholes."""
        listed = [task.item for tasks in self.ready.values() for task in tasks]
        ids = bulk.next_ids(Task, len(listed))
        self.ids.tasks |= dict(
            zip((item.local_id for item in listed), ids, strict=True)
        )
        places = _Places(Task.objects.all(), set(self.ids.projects.values()))
        for project, tasks in self.ready.items():
            home = self.ids.projects[project]
            number = numbers.take(f"task:{home}", len(tasks))
            for batch in _batches(tasks):
                rows = [
                    (home, number + at, places.after(home), *self._task(task))
                    for at, task in enumerate(batch)
                ]
                number += len(batch)
                pairs = [(item, self.ids.tasks[item.local_id]) for item, *_ in batch]
                own = [pk for _item, pk in pairs]
                self.change.create_values(Task, COLUMNS, rows, ids=own, ready=READY)
                self._refer(Task, pairs)
                self._told(len(batch))

    def _task(self, task: ReadyTask) -> tuple[Any, ...]:
        """Return the values of a task but where it stands in its project."""
        item, milestone, values = task
        return (
            self.statuses[item.status, item.status_kind].pk,
            milestone and self.ids.milestones[milestone],
            None if item.parent is None else self.ids.task(item.parent),
            *values,
        )

    def _create_dependencies(self) -> None:
        for items in _batches(self.comparison.new_dependencies):
            rows = [
                (
                    key,
                    self.ids.task(item.predecessor),
                    self.ids.task(item.successor),
                    *map(dependency_values(item).__getitem__, LINK[3:]),
                )
                for key, item in zip(new_keys(len(items)), items, strict=True)
            ]
            self.change.create_values(Dependency, LINK, rows)
            self._told(len(items))

    def _update_rows(self) -> None:
        """Update rows together that change in the same fields."""
        groups: dict[tuple[str, ...], dict[int, dict[str, Any]]] = defaultdict(dict)
        for update in self.comparison.updated:
            columns = (update.kind, *sorted(update.values))
            groups[columns][update.pk] = update.values
        for group, updates in groups.items():
            kind, columns = group[0], group[1:]
            for ids in _batches(list(updates)):
                found = MODELS[kind]._base_manager.in_bulk(ids)
                for pk, row in found.items():
                    for column, value in updates[pk].items():
                        setattr(row, column, self._id_of(column, value))
                names = [column.removesuffix("_id") for column in columns]
                self.change.update_many(found.values(), names)
                self._told(len(ids))

    def _id_of(self, column: str, value: Any) -> Any:
        """Return the id of what was new when the plan was compared."""
        if isinstance(value, str) and column == "milestone_id":
            return self.ids.milestones[value]
        if isinstance(value, str) and column == "parent_id":
            return self.ids.tasks[value]
        return value

    def _refer(
        self, model: type[models.Model], pairs: Iterable[tuple[Any, int]]
    ) -> None:
        """Keep what rows are called elsewhere, with what no field here holds."""
        kind = label_of(model)
        rows = [
            (kind, pk, said.system, said.external_id, said.url, said.extras)
            for item, pk in pairs
            if (said := item.reference) is not None
        ]
        if rows:
            self.change.create_values(ExternalReference, REFERENCE, rows)

    def _update_references(self) -> None:
        planned: dict[int, PlannedReference] = dict(self.comparison.referred)
        for ids in _batches(list(planned)):
            rows = ExternalReference.objects.in_bulk(ids)
            for pk, row in rows.items():
                row.url = planned[pk].url or row.url
                row.extras = planned[pk].extras  # type: ignore[assignment]  # as JSON
            self.change.update_many(rows.values(), ["url", "extras"])


class _Places:
    """Hands out the positions after what stands in each project."""

    def __init__(self, rows: models.QuerySet[Any], homes: set[int]) -> None:
        last = rows.filter(project__in=homes).order_by().values_list("project")
        self._last: dict[int, int] = dict(last.annotate(last=Max("position")))

    def after(self, home: int) -> int:
        """Return the next position in a project."""
        place = self._last.get(home, 0) + STEP
        self._last[home] = place
        return place


def _code_for(item: PlannedProject, taken: set[str]) -> str:
    return free_code(item.code, taken) if item.code else suggest_code(item.name, taken)


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
