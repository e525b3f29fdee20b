"""What the forms offer to choose from."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.urls import reverse

from waypost.people.models import Person
from waypost.people.queries import Option
from waypost.projects import queries
from waypost.projects.models import Project, Task
from waypost.web.choices import people_to_choose, team_pairs, to_choose, told_apart
from waypost.web.named import Named, Thing
from waypost.web.projects.forms.plan import TaskChoices
from waypost.web.projects.forms.project import Choices


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
    """Return what the form of a task offers."""
    row = row_choices(viewer, project, task)
    milestones = queries.milestone_options(viewer=viewer, project=project)
    parents = parents_named(viewer, task)
    return TaskChoices(
        statuses=row.statuses,
        people=row.people,
        milestones=pairs(milestones),
        parents=to_choose(parents, lambda each: f"{each.code} {each.name}"),
    )


def parents_named(viewer: Person, task: Task) -> Named:
    """Return how one names what a task is part of, by its number in the project."""
    project, above = task.project, task.parent

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        said = f"{project.code}-{words}" if words.isdecimal() else words
        found = queries.parent_options(
            viewer=viewer, project=project, task=task, words=said, limit=limit
        )
        return [Thing(_number(each.code), each.title, each.code) for each in found]

    kept: tuple[Thing, ...] = ()
    if above is not None:
        number = str(above.number)
        kept = (Thing(number, above.title, f"{project.code}-{number}"),)
    return Named(
        find=find,
        one={each.value: each for each in kept}.get,
        offers=reverse("projects:offer_parents", args=[task.project.code, task.number]),
        kept=kept,
    )


def _number(code: str) -> str:
    return code.rpartition("-")[2]


def pairs(options: Iterable[Option], *kept: Person | None) -> list[tuple[Any, str]]:
    """Return options as a select takes them, with what is chosen and not offered."""
    found = told_apart(options)
    for person in kept:
        if person is not None and all(value != person.pk for value, _ in found):
            found.append((person.pk, person.name))
    return found
