"""Projects as they came to be: plan, money, phases, and what was done."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from waypost.people.models import Person
from waypost.projects import actions
from waypost.projects.models import Milestone, Project, Task, TaskStatus
from waypost.sample.building.cast import Cast
from waypost.sample.building.plan import all_tasks, planned
from waypost.sample.building.resources import plan_resources
from waypost.sample.terms import ProjectContent, TaskContent, decimal

RECENT = -8  # working days: since then everybody closed their tasks one by one
MOST_AT_ONCE = 6  # tasks of a project that are being done
Statuses = dict[str, TaskStatus]
Done = TaskStatus.Kind.DONE


def build_projects(cast: Cast, contents: Iterable[ProjectContent]) -> None:
    """Add the projects, one after the other."""
    first = cast.clock.past(cast.clock.day(-95))
    listed = actions.ensure_default_statuses(actor=cast.admin, now=first)
    statuses = {status.kind: status for status in listed}
    _limit(cast, statuses[TaskStatus.Kind.DOING], first)
    for content in contents:
        tasks = _write_plan(cast, content)
        plan_resources(cast, content)
        _decide(cast, content)
        _close_long_ago(cast, content, tasks, statuses)
        for task in all_tasks(content):
            if not _is_long_ago(task):
                _progress(cast, content, task, (tasks[task.key], statuses))
        _achieve(cast, content)


def _limit(cast: Cast, doing: TaskStatus, now: datetime) -> None:
    """Say how much one project has in hand at once."""
    terms = actions.StatusTerms(doing.name, doing.kind, wip_limit=MOST_AT_ONCE)
    actions.edit_status(actor=cast.admin, now=now, status=doing, terms=terms)


def _write_plan(cast: Cast, content: ProjectContent) -> dict[str, Task]:
    manager = cast.people[content.manager]
    written = actions.apply_plan(
        actor=manager if manager.plans else cast.admin,
        now=cast.clock.past(cast.clock.day(content.created), 10),
        work=planned(cast, content),
        summary=content.name,
    )
    cast.projects[content.code] = Project.objects.get(pk=written.projects[content.code])
    milestones = Milestone.objects.in_bulk(list(written.milestones.values()))
    for key, pk in written.milestones.items():
        cast.milestones[content.code, key] = milestones[pk]
    for key, pk in written.tasks.items():
        cast.tasks[content.code, key] = pk
    rows = Task.objects.select_related("project", "status", "assignee")
    found = rows.in_bulk(list(written.tasks.values()))
    return {key: found[pk] for key, pk in written.tasks.items()}


def _decide(cast: Cast, content: ProjectContent) -> None:
    """Let the sponsor fund it, waive what must be, and open phase after phase."""
    clock, project = cast.clock, cast.projects[content.code]
    sponsor = cast.person(content.sponsor) or cast.admin
    at = clock.past(clock.day(content.created + 1), 15)
    if content.is_funded:
        actions.fund_project(actor=sponsor, now=at, project=project)
    if content.waiver:
        actions.set_waiver(
            actor=sponsor, now=at, project=project, waiver=content.waiver
        )
    for phase, day in content.phases:
        at = clock.past(clock.day(day), 14)
        actions.change_phase(actor=sponsor, now=at, project=project, phase=phase)


def _is_long_ago(task: TaskContent) -> bool:
    return task.done is not None and task.done < RECENT


def _close_long_ago(
    cast: Cast, content: ProjectContent, tasks: dict[str, Task], statuses: Statuses
) -> None:
    """Close what was done long ago, day by day."""
    by_day: dict[int, list[Task]] = defaultdict(list)
    for task in all_tasks(content):
        if task.done is not None and _is_long_ago(task):
            by_day[task.done].append(tasks[task.key])
    for day, rows in sorted(by_day.items()):
        actions.edit_tasks(
            actor=cast.people[content.manager],
            now=_on(cast, day, rows[0].title),
            ids=[row.pk for row in rows],
            changes={"status": statuses[Done]},
        )


def _progress(
    cast: Cast,
    content: ProjectContent,
    task: TaskContent,
    row: tuple[Task, Statuses],
) -> None:
    """Say how far a task is, by whoever works on it."""
    if task.state == TaskStatus.Kind.TODO:
        return
    stored, statuses = row
    changes: dict[str, Any] = {"status": statuses[task.state]}
    if task.percent:
        changes["percent_done"] = task.percent
    if task.remaining is not None:
        changes["remaining_hours"] = decimal(task.remaining)
    worker: Person = cast.person(task.who) or cast.people[content.manager]
    actions.edit_task(
        actor=worker, now=_touched(cast, content, task), task=stored, changes=changes
    )


def _touched(cast: Cast, content: ProjectContent, task: TaskContent) -> datetime:
    """Return when somebody last said how far a task is."""
    if task.done is not None:
        return _on(cast, task.done, task.title)
    first = task.days[0] if task.days else content.created + 1
    return _on(cast, min(first + 1, -1), task.title)


def _on(cast: Cast, day: int, what: str) -> datetime:
    """Return a moment of a day; nobody closes all tasks on the stroke of an hour."""
    at = cast.clock.past(cast.clock.day(day), 9)
    return at + timedelta(minutes=sum(map(ord, what)) % 420)


def _achieve(cast: Cast, content: ProjectContent) -> None:
    for milestone in content.milestones:
        if milestone.achieved is not None:
            day = cast.clock.day(milestone.achieved)
            actions.achieve_milestone(
                actor=cast.people[content.manager],
                now=cast.clock.past(day, 17),
                milestone=cast.milestones[content.code, milestone.key],
                on=day,
            )
