"""Which project holds which objective."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from waypost.bets.models import ProjectObjective
from waypost.core.prepared import prepared
from waypost.okrs import access as okrs_access
from waypost.people.models import Person
from waypost.people.queries import Ref, ref_of
from waypost.projects import access as projects_access
from waypost.projects.models import Project


def project_of_objective(*, viewer: Person, objective: int) -> Project | None:
    """Return the project that holds an objective, if `viewer` may see both."""
    return projects_of_objectives(viewer=viewer, objectives=[objective]).get(objective)


def projects_of_objectives(
    *, viewer: Person, objectives: Iterable[int]
) -> dict[int, Project]:
    """Return the holding project of each objective that a project holds."""
    links = _links(viewer, each_objective=objectives)
    return {link.objective_id: link.project for link in links}


@prepared
def _links(asker: Person, each_objective: list[int]) -> QuerySet[ProjectObjective]:
    found = ProjectObjective.objects.filter(objective__in=each_objective)
    if not asker.is_admin:
        found = found.filter(
            okrs_access.sees(asker, "objective__"),
            projects_access.sees(asker, "project__"),
        )
    return found.select_related("project")


@dataclass(frozen=True, slots=True)
class HeldObjective:
    """An objective that a project holds, in short."""

    number: int
    code: str
    title: str
    owner: Ref
    state: str
    state_name: str
    cycle: str
    key_results: int


def objectives_of_project(*, viewer: Person, project: int) -> list[HeldObjective]:
    """Return the objectives that a project holds, the latest first: one query."""
    held = ProjectObjective.objects.filter(
        project=project, project__in=projects_access.visible_projects(viewer)
    )
    seen = okrs_access.visible_objectives(viewer).filter(
        pk__in=held.values("objective")
    )
    related = seen.select_related("owner", "cycle").annotate(n=Count("key_results"))
    return [
        HeldObjective(
            number=row.number,
            code=row.code,
            title=row.title,
            owner=ref_of(row.owner),
            state=row.state,
            state_name=row.get_state_display(),
            cycle=row.cycle.name,
            key_results=row.n,
        )
        for row in related.order_by("-cycle__starts_on", "priority", "number")
    ]
