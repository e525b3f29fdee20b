"""What the addresses of this family name; 404 where there is none for the person."""

from django.http import Http404

from waypost.core.access import require
from waypost.people import queries as people
from waypost.people.models import Person, Team
from waypost.projects import access, queries
from waypost.projects.models import Dependency, Milestone, Project, Task, TaskStatus
from waypost.web.http import HttpRequest

_NOBODY = (Person.DoesNotExist, Team.DoesNotExist, ValueError)


def find_project(request: HttpRequest, code: str) -> Project:
    """Return the project of an address."""
    try:
        return queries.project(viewer=request.user, code=code)
    except Project.DoesNotExist as error:
        raise Http404 from error


def find_milestone(request: HttpRequest, code: str, pk: int) -> Milestone:
    """Return the milestone of an address, if it is the project's."""
    try:
        found = queries.milestone(viewer=request.user, pk=pk)
    except Milestone.DoesNotExist as error:
        raise Http404 from error
    if found.project.code != code.upper():
        raise Http404
    return found


def find_task(request: HttpRequest, code: str, number: int) -> Task:
    """Return the task of an address."""
    try:
        return queries.task(viewer=request.user, code=code, number=number)
    except Task.DoesNotExist as error:
        raise Http404 from error


def find_dependency(request: HttpRequest, pk: int) -> Dependency:
    """Return the dependency of an address, if its both ends are seen."""
    try:
        return queries.dependency(viewer=request.user, pk=pk)
    except Dependency.DoesNotExist as error:
        raise Http404 from error


def find_status(request: HttpRequest, pk: str) -> TaskStatus:
    """Return the status that a form names."""
    try:
        return queries.status(viewer=request.user, pk=int(pk))
    except (TaskStatus.DoesNotExist, ValueError) as error:
        raise Http404 from error


def person_of(request: HttpRequest, pk: str) -> Person | None:
    """Return the person that a form names, or nobody."""
    if not pk:
        return None
    try:
        return people.person(viewer=request.user, pk=int(pk))
    except _NOBODY as error:
        raise Http404 from error


def team_of(request: HttpRequest, pk: str) -> Team | None:
    """Return the team that a form names, or none."""
    if not pk:
        return None
    try:
        return people.team(viewer=request.user, pk=int(pk))
    except _NOBODY as error:
        raise Http404 from error


def milestone_of(request: HttpRequest, project: Project, pk: str) -> Milestone | None:
    """Return the milestone that a form names, or none."""
    return find_milestone(request, project.code, int(pk)) if pk else None


def parent_of(request: HttpRequest, project: Project, number: str) -> Task | None:
    """Return the task that a form names by its number, or none."""
    return find_task(request, project.code, int(number)) if number else None


def require_editable(request: HttpRequest, project: Project) -> None:
    """Answer 403 to who may see the project and not change it."""
    access.require_edit(request.user, project)


def require_tasks_editable(request: HttpRequest, project: Project) -> None:
    """Answer 403 to who may see the project and not change its tasks."""
    access.require_edit_tasks(request.user, project)


def require_updatable(request: HttpRequest, task: Task, *, message: str) -> bool:
    """Answer 403 to who may not say how far a task is.

    Return whether that is all the person may say of it.
    """
    rights = access.rights_on(request.user, task.project)
    require(access.can_edit_task(request.user, task, rights), message)
    return not rights.edit_tasks
