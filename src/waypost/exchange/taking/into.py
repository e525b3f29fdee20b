"""Into a project that stands here, whatever projects the file names."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Refused, Said, say
from waypost.people.models import Person
from waypost.projects import access as project_access
from waypost.projects.models import Project
from waypost.projects.planned import PlannedProject, PlannedWork

# Among what a person said about a file: the short key of the project; empty is none.
INTO = "into"


def find_home(*, viewer: Person, code: str) -> Project | None:
    """Return the project that was chosen, if one was.

    Raises
    ------
    Refused
        If there is none of that key that `viewer` may change.
    """
    if not code.strip():
        return None
    seen = project_access.visible_projects(viewer)
    project = seen.filter(code=code.strip().upper()).first()
    if project is None or not project_access.rights_on(viewer, project).edit:
        reason = _("There is no project %(code)s here that you may change.")
        raise Refused(say(reason, code=code))
    return project


def move_into(work: PlannedWork, project: Project) -> PlannedWork:
    """Return the plan with everything in one project; the project stays as it is."""
    home = PlannedProject(
        local_id=project.code, name=project.name, kind=project.kind, pk=project.pk
    )
    return replace(
        work,
        projects=[home],
        milestones=[replace(each, project=home.local_id) for each in work.milestones],
        tasks=[replace(each, project=home.local_id) for each in work.tasks],
    )


def said_of(project: Project) -> Said:
    """Say where everything goes."""
    text = _(
        "Everything goes into %(name)s (%(code)s). Name, dates and calendar of that"
        " project stay as they are here."
    )
    return say(text, name=project.name, code=project.code)
