"""The plan of a project as it was on its first day, before any of it was done."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from waypost.projects.planned import (
    PlannedDependency,
    PlannedMilestone,
    PlannedPerson,
    PlannedProject,
    PlannedTask,
    PlannedWork,
)
from waypost.sample.building.cast import Cast
from waypost.sample.terms import MilestoneContent, ProjectContent, TaskContent

_LINK = re.compile(
    r"^(?:(?P<project>\w+):)?(?P<key>\w+)"
    r"(?: (?P<kind>FS|SS|FF|SF)(?:\+(?P<lag>\d+))?)?$"
)


def planned(cast: Cast, content: ProjectContent) -> PlannedWork:
    """Return project, milestones, tasks and links."""
    links = [(task, link) for task in all_tasks(content) for link in task.after]
    return PlannedWork(
        projects=[_project(cast, content)],
        milestones=[
            PlannedMilestone(
                local_id=milestone.key,
                project=content.code,
                title=milestone.title,
                due_on=cast.clock.day(milestone.due),
                weight=milestone.weight,
                acceptance_criteria=milestone.criteria,
                position=place,
            )
            for place, milestone in enumerate(content.milestones)
        ],
        tasks=[
            _task(cast, content, task, place)
            for place, task in enumerate(_placed(content))
        ],
        dependencies=[_link(cast, task, link) for task, link in links],
    )


def all_tasks(content: ProjectContent) -> Iterator[TaskContent]:
    """Yield the tasks of a project, each before its parts."""
    for task, _milestone, _parent in _placed(content):
        yield task


_Placed = tuple[TaskContent, str | None, str | None]


def _placed(content: ProjectContent) -> Iterator[_Placed]:
    """Yield each task with the keys of its milestone and of what it is part of."""
    for milestone in content.milestones:
        yield from _with_parts(milestone.tasks, milestone, None)
    yield from _with_parts(content.tasks, None, None)


def _with_parts(
    tasks: Iterable[TaskContent],
    milestone: MilestoneContent | None,
    parent: str | None,
) -> Iterator[_Placed]:
    for task in tasks:
        yield task, milestone.key if milestone else None, parent
        yield from _with_parts(task.parts, milestone, task.key)


def _project(cast: Cast, content: ProjectContent) -> PlannedProject:
    clock = cast.clock
    return PlannedProject(
        local_id=content.code,
        name=content.name,
        code=content.code,
        kind=content.kind,
        purpose=content.purpose,
        scope_in=content.scope_in,
        scope_out=content.scope_out,
        success_criteria=content.success,
        manager=_person(cast, content.manager),
        sponsor=_person(cast, content.sponsor),
        reviewer=_person(cast, content.reviewer),
        team_id=cast.teams[content.team].pk,
        starts_on=clock.day(content.starts),
        due_on=clock.day(content.due),
        category=content.category,
        color=content.color,
    )


def _task(
    cast: Cast, content: ProjectContent, placed: _Placed, place: int
) -> PlannedTask:
    task, milestone, parent = placed
    return PlannedTask(
        local_id=task.key,
        project=content.code,
        title=task.title,
        body=task.body,
        parent=parent,
        milestone=milestone,
        assignee=_person(cast, task.who),
        labels=task.labels,
        priority=task.priority,
        position=place,
        **_hours(task),
        **_days(cast, task),
    )


def _hours(task: TaskContent) -> dict[str, Any]:
    if isinstance(task.hours, tuple):
        names = ("low_hours", "estimate_hours", "high_hours")
        return dict(zip(names, task.hours, strict=True))
    return {"estimate_hours": task.hours}


def _days(cast: Cast, task: TaskContent) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if task.days is not None:
        values["starts_on"], values["due_on"] = map(cast.clock.day, task.days)
    if task.constraint is not None:
        kind, day = task.constraint
        values |= {"constraint": kind, "constraint_on": cast.clock.day(day)}
    return values


def _link(cast: Cast, task: TaskContent, link: str) -> PlannedDependency:
    """Read a link: what it waits for, then how if not finish to start, then a lag.

    What stands in another project, built before, is written ``CODE:key``.
    """
    found = _LINK.match(link)
    if found is None:
        message = f"{link} is no link to a task"
        raise ValueError(message)
    project, key = found["project"], found["key"]
    return PlannedDependency(
        predecessor=cast.tasks[project, key] if project else key,
        successor=task.key,
        kind=found["kind"] or "FS",
        lag=int(found["lag"] or 0),
    )


def _person(cast: Cast, key: str) -> PlannedPerson | None:
    return PlannedPerson(email=cast.people[key].email) if key else None
