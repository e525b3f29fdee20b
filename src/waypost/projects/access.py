"""Who may see projects with their milestones and tasks, and who may change them.

A project that a person may not see does not exist for them: the guards raise its
``DoesNotExist``, and only then ask for the right.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core.access import EVERYONE, Audience, require
from waypost.core.fields import Visibility
from waypost.people import access as people_access
from waypost.people.models import Person, Team
from waypost.projects.models import (
    Dependency,
    Milestone,
    Project,
    ProjectViewer,
    Task,
)

PROGRESS_FIELDS = frozenset({"status", "percent_done", "remaining_hours"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with a project that they see.

    edit        the project, its plan and its milestones
    edit_tasks  create, edit and move tasks
    decide      fund it, hold it, cancel it, move it to another phase
    """

    edit: bool = False
    edit_tasks: bool = False
    decide: bool = False


def visible_projects(person: Person) -> QuerySet[Project]:
    """Return the projects that `person` may see; the rest does not exist."""
    if person.is_admin:
        return Project.objects.all()
    named = ProjectViewer.objects.filter(project=OuterRef("pk"), person=person)
    return Project.objects.filter(
        Q(visibility=Visibility.EVERYONE)
        | Q(manager=person)
        | Q(sponsor=person)
        | Q(reviewer=person)
        | Q(visibility=Visibility.TEAM, team_id__in=people_access.seen_teams(person))
        | Exists(named)
    )


def visible_milestones(person: Person) -> QuerySet[Milestone]:
    """Return the milestones of the projects that `person` may see."""
    return Milestone.objects.filter(project__in=visible_projects(person))


def visible_tasks(person: Person) -> QuerySet[Task]:
    """Return the tasks of the projects that `person` may see."""
    return Task.objects.filter(project__in=visible_projects(person))


def visible_dependencies(person: Person) -> QuerySet[Dependency]:
    """Return the dependencies of which `person` may see both ends."""
    seen = visible_projects(person)
    return Dependency.objects.filter(
        predecessor__project__in=seen, successor__project__in=seen
    )


def audience_of(project_ids: Iterable[int] | None = None) -> dict[int, Audience]:
    """Return who may see each project, by id; None takes all projects.

    Four queries for any number of projects.
    """
    projects = Project.objects.all()
    if project_ids is not None:
        projects = projects.filter(pk__in=list(project_ids))
    rows = projects.values_list(
        "pk", "visibility", "team_id", "manager_id", "sponsor_id", "reviewer_id"
    )
    named = _named_viewers()
    audiences: dict[int, Audience] = {}
    listed = list(rows)
    of_team = people_access.team_people(
        {row[2] for row in listed if row[1] == Visibility.TEAM and row[2] is not None}
    )
    for pk, visibility, team_id, *always in listed:
        if visibility == Visibility.EVERYONE:
            audiences[pk] = EVERYONE
            continue
        people = named[pk] | set(filter(None, always))
        if visibility == Visibility.TEAM and team_id is not None:
            people |= of_team.get(team_id, frozenset())
        audiences[pk] = Audience(is_everyone=False, people=frozenset(people))
    return audiences


def _named_viewers() -> dict[int, set[int]]:
    named: dict[int, set[int]] = defaultdict(set)
    rows = ProjectViewer.objects.exclude(project__visibility=Visibility.EVERYONE)
    for project_id, person_id in rows.values_list("project_id", "person_id"):
        named[project_id].add(person_id)
    return named


def rights_on(person: Person, project: Project) -> Rights:
    """Return what `person` may do with a project that they see; two queries."""
    return rights_on_many(person, [project])[project.pk]


def rights_on_many(person: Person, projects: Iterable[Project]) -> dict[int, Rights]:
    """Return what `person` may do with each project, by id; two queries."""
    listed = list(projects)
    if person.is_viewer or not person.is_active:
        return {p.pk: Rights() for p in listed}
    if person.is_admin:
        return {p.pk: Rights(edit=True, edit_tasks=True, decide=True) for p in listed}
    mine = people_access.active_memberships().filter(person=person)
    led = Team.objects.filter(pk__in=people_access.led_teams(person))
    own_teams = set(mine.values_list("team_id", flat=True)) | set(
        led.values_list("pk", flat=True)
    )
    return {p.pk: _rights(person, p, own_teams) for p in listed}


def _rights(person: Person, project: Project, own_teams: set[int]) -> Rights:
    decides = project.sponsor_id == person.pk
    edits = decides or project.manager_id == person.pk
    return Rights(
        edit=edits,
        edit_tasks=edits or project.team_id in own_teams,
        decide=decides,
    )


def require_see(person: Person, project: Project) -> None:
    """Let pass who may see `project`.

    Raises
    ------
    Project.DoesNotExist
        For everybody else, as if it were not there.
    """
    if not visible_projects(person).filter(pk=project.pk).exists():
        raise Project.DoesNotExist


def require_create(person: Person, *, funded: bool = False) -> None:
    """Let members create candidates, and managers any project.

    Raises
    ------
    waypost.core.access.Denied
        If `person` only reads, or wants it funded and is no manager.
    """
    require(not person.is_viewer, _("Viewers read; ask a member to create a project."))
    require(
        person.plans or not funded,
        _("You can create a candidate; its sponsor or an admin funds it."),
    )


def require_edit(person: Person, project: Project) -> None:
    """Let the project's manager, its sponsor and admins pass."""
    require_see(person, project)
    require(
        rights_on(person, project).edit,
        _("Only the project's manager, its sponsor or an admin can change this."),
    )


def require_edit_tasks(person: Person, project: Project) -> None:
    """Let pass who may edit the project, and the members of its team."""
    require_see(person, project)
    require(
        rights_on(person, project).edit_tasks,
        _(
            "Only the project's team, its manager, its sponsor or an admin can change"
            " its tasks."
        ),
    )


def require_decide(person: Person, project: Project) -> None:
    """Let the project's sponsor and admins pass."""
    require_see(person, project)
    require(
        rights_on(person, project).decide,
        _("Only the project's sponsor or an admin decides this."),
    )


def require_update(person: Person, task: Task, fields: Iterable[str]) -> None:
    """Let pass who may edit tasks, and the assignee for how far the task is."""
    require_see(person, task.project)
    own = task.assignee_id == person.pk and not person.is_viewer
    if own and set(fields) <= PROGRESS_FIELDS:
        return
    require_edit_tasks(person, task.project)


def require_import(person: Person) -> None:
    """Let managers and admins bring in plans from files.

    Raises
    ------
    waypost.core.access.Denied
        For everybody else.
    """
    require(person.plans, _("Only managers and admins can import."))


def can_edit_task(person: Person, task: Task, rights: Rights) -> bool:
    """Whether `person` may say how far `task` is, given their rights on its project."""
    return rights.edit_tasks or (task.assignee_id == person.pk and not person.is_viewer)
