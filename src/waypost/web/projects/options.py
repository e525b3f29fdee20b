"""What the forms offer to choose from."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from waypost.people.models import Person
from waypost.people.queries import Option
from waypost.projects import queries
from waypost.projects.models import Project, Task
from waypost.web.choices import people_to_choose, team_pairs, told_apart
from waypost.web.projects.forms.plan import TaskChoices
from waypost.web.projects.forms.project import Choices

MOST = 1000  # tasks that a select offers


def project_choices(viewer: Person, project: Project | None = None) -> Choices:
    """Return what the form of a project offers; on editing, what it has as well."""
    kept = (project.manager, project.sponsor) if project else ()
    reviewer = project.reviewer if project else None
    return Choices(
        teams=team_pairs(viewer),
        owners=people_to_choose(viewer, *kept, writes=True),
        people=people_to_choose(viewer, reviewer),
    )


def row_choices(viewer: Person, project: Project, task: Task | None) -> TaskChoices:
    """Return what one line of the plan offers."""
    assignees = partial(queries.assignee_options, viewer=viewer, project=project)
    return TaskChoices(
        statuses=[(s.pk, s.name) for s in queries.status_options(viewer=viewer)],
        people=people_to_choose(
            viewer, task.assignee if task else None, options=assignees
        ),
    )


def task_choices(viewer: Person, project: Project, task: Task) -> TaskChoices:
    """Return what the form of a task offers.

    In a plan of thousands the select of tasks to be part of is cut; such a task is
    moved in the outline.
    """
    row = row_choices(viewer, project, task)
    milestones = queries.milestone_options(viewer=viewer, project=project)
    listed = queries.parent_options(viewer=viewer, project=project, task=task)
    parents = [
        (option.code.rpartition("-")[2], f"{option.code} {option.title}")
        for option in listed[:MOST]
        if option.pk != task.pk
    ]
    above = task.parent
    if above is not None and all(value != str(above.number) for value, _ in parents):
        parents.append((str(above.number), above.title))
    return TaskChoices(
        statuses=row.statuses,
        people=row.people,
        milestones=pairs(milestones),
        parents=parents,
    )


def pairs(options: Iterable[Option], *kept: Person | None) -> list[tuple[Any, str]]:
    """Return options as a select takes them, with what is chosen and not offered."""
    found = told_apart(options)
    for person in kept:
        if person is not None and all(value != person.pk for value, _ in found):
            found.append((person.pk, person.name))
    return found
