"""Which project holds which objective."""

from collections.abc import Iterable

from waypost.bets.models import ProjectObjective
from waypost.okrs import access as okrs_access
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects.models import Project


def project_of_objective(*, viewer: Person, objective: int) -> Project | None:
    """Return the project that holds an objective, if `viewer` may see both."""
    return projects_of_objectives(viewer=viewer, objectives=[objective]).get(objective)


def projects_of_objectives(
    *, viewer: Person, objectives: Iterable[int]
) -> dict[int, Project]:
    """Return the holding project of each objective that a project holds."""
    links = ProjectObjective.objects.filter(
        objective__in=okrs_access.visible_objectives(viewer).filter(
            pk__in=list(objectives)
        ),
        project__in=projects_access.visible_projects(viewer),
    )
    return {link.objective_id: link.project for link in links.select_related("project")}
