"""Who may see projects with their milestones and tasks, and who may change them.

A project that a person may not see does not exist for them: the guards raise its
``DoesNotExist``, and only then ask for the right.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core.access import Audience, require
from waypost.core.fields import Visibility
from waypost.core.rules import Rule
from waypost.people import access as people_access
from waypost.people.models import Person, Team
from waypost.projects.models import (
    Allocation,
    BudgetLine,
    Dependency,
    Milestone,
    Project,
    ProjectViewer,
    Task,
)

PROGRESS_FIELDS = frozenset({"status", "percent_done", "remaining_hours"})


@dataclass(frozen=True, slots=True)
class Led:
    """Whom, and which teams, a person leads and so may promise to a project."""

    is_everybody: bool = False
    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    def covers(self, person_id: int | None, team_id: int | None) -> bool:
        """Whether this person or team is among them."""
        return self.is_everybody or person_id in self.people or team_id in self.teams


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


_SEES = f"""
({{row}}.visibility = '{Visibility.EVERYONE}'
 OR {{row}}.manager_id = %s OR {{row}}.sponsor_id = %s OR {{row}}.reviewer_id = %s
 OR {{row}}.visibility = '{Visibility.TEAM}'
    AND {{row}}.team_id IN ({people_access.SEEN_TEAMS})
 OR EXISTS (
   SELECT 1 FROM projects_projectviewer v
   WHERE v.project_id = {{row}}.id AND v.person_id = %s))
"""


def sees(person: Person, through: str = "") -> Rule:
    """Return who is let in; `through` leads to the project."""
    return Rule(_SEES, person.pk, through=through)


def visible_projects(person: Person) -> QuerySet[Project]:
    """Return the projects that `person` may see; the rest does not exist."""
    if person.is_admin:
        return Project.objects.all()
    return Project.objects.filter(sees(person))


def visible_milestones(person: Person) -> QuerySet[Milestone]:
    """Return the milestones of the projects that `person` may see."""
    if person.is_admin:
        return Milestone.objects.all()
    return Milestone.objects.filter(sees(person, "project__"))


def visible_tasks(person: Person) -> QuerySet[Task]:
    """Return the tasks of the projects that `person` may see."""
    if person.is_admin:
        return Task.objects.all()
    return Task.objects.filter(sees(person, "project__"))


def visible_dependencies(person: Person) -> QuerySet[Dependency]:
    """Return the dependencies of which `person` may see both ends."""
    if person.is_admin:
        return Dependency.objects.all()
    return Dependency.objects.filter(
        sees(person, "predecessor__project__"), sees(person, "successor__project__")
    )


def visible_allocations(person: Person) -> QuerySet[Allocation]:
    """Return who is promised to the projects that `person` may see."""
    if person.is_admin:
        return Allocation.objects.all()
    return Allocation.objects.filter(sees(person, "project__"))


def visible_budget_lines(person: Person) -> QuerySet[BudgetLine]:
    """Return the planned money of the projects that `person` may see."""
    if person.is_admin:
        return BudgetLine.objects.all()
    return BudgetLine.objects.filter(sees(person, "project__"))


def editable_projects(person: Person) -> QuerySet[Project]:
    """Return the projects that `person` may edit."""
    if not person.acts:
        return Project.objects.none()
    if person.is_admin:
        return Project.objects.all()
    return Project.objects.filter(Q(manager=person) | Q(sponsor=person))


def projects_of(person: Person) -> QuerySet[Project]:
    """Return the projects that `person` manages, sponsors or reviews."""
    roles = Q(manager=person) | Q(sponsor=person) | Q(reviewer=person)
    return Project.objects.filter(roles)


def milestones_of(person: Person) -> QuerySet[Milestone]:
    """Return the milestones of the projects that `person` manages."""
    return Milestone.objects.filter(project__manager=person)


def tasks_of(person: Person) -> QuerySet[Task]:
    """Return the tasks that `person` does."""
    return Task.objects.filter(assignee=person)


def audience_of(project_ids: Iterable[int] | None = None) -> dict[int, Audience]:
    """Return who may see each project, by id; None takes all projects.

    Three queries for any number of projects.
    """
    projects = Project.objects.all()
    if project_ids is not None:
        projects = projects.filter(pk__in=list(project_ids))
    rows = projects.values_list(
        "pk", "visibility", "team_id", "manager_id", "sponsor_id", "reviewer_id"
    )
    shown: dict[int, people_access.Shown] = {}
    always: dict[int, set[int | None]] = {}
    for pk, visibility, team_id, *people in rows:
        shown[pk] = people_access.Shown(visibility, team_id)
        always[pk] = set(people)
    private = [pk for pk, each in shown.items() if not each.is_open]
    named = people_named_for(private)
    let_in = {pk: always[pk] | named.get(pk, set()) for pk in private}
    of_team = people_access.team_people(people_access.teams_shown_to(shown.values()))
    return people_access.audiences(shown, let_in, of_team)


def people_named_for(ids: Collection[int]) -> dict[int, set[int | None]]:
    """Return who is named to see private projects, by project: one query."""
    named: dict[int, set[int | None]] = defaultdict(set)
    if not ids:
        return named
    rows = ProjectViewer.objects.filter(project__in=ids)
    for project_id, person_id in rows.values_list("project_id", "person_id"):
        named[project_id].add(person_id)
    return named


# The same pairs for whoever reads them with others.
PEOPLE_NAMED_FOR = """
SELECT v.project_id, v.person_id FROM projects_projectviewer v
WHERE v.project_id {among}
"""


def rights_on(person: Person, project: Project) -> Rights:
    """Return what `person` may do with a project that they see; one query."""
    return rights_on_many(person, [project])[project.pk]


def rights_on_many(person: Person, projects: Iterable[Project]) -> dict[int, Rights]:
    """Return what `person` may do with each project, by id; one query."""
    listed = list(projects)
    if not person.acts:
        return {p.pk: Rights() for p in listed}
    if person.is_admin:
        return {p.pk: Rights(edit=True, edit_tasks=True, decide=True) for p in listed}
    # The teams that they are in, and those that they lead, with all below.
    seen = Team.objects.filter(pk__in=people_access.seen_teams(person))
    own_teams = set(seen.values_list("pk", flat=True))
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
    own = task.assignee_id == person.pk and person.acts
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
    return rights.edit_tasks or (task.assignee_id == person.pk and person.acts)


def led_by(
    person: Person, *, people: Iterable[int | None], teams: Iterable[int | None] = ()
) -> Led:
    """Return which of these people and teams `person` leads: two queries.

    Who leads a team, or one above it, leads its members and its own lead.
    """
    if not person.acts:
        return Led()
    if person.is_admin:
        return Led(is_everybody=True)
    asked_people = {pk for pk in people if pk is not None}
    asked_teams = {pk for pk in teams if pk is not None}
    below = Team.objects.filter(pk__in=people_access.led_teams(person))
    leads = dict(below.values_list("pk", "lead_id"))
    found = asked_people & set(leads.values())
    if asked_people - found and leads:
        members = people_access.active_memberships().filter(
            person_id__in=asked_people, team_id__in=people_access.led_teams(person)
        )
        found |= set(members.values_list("person_id", flat=True))
    return Led(people=frozenset(found), teams=frozenset(asked_teams & leads.keys()))


def require_allocate(
    person: Person, project: Project, whom: Person | None, team: Team | None
) -> bool:
    """Let the project's managers pass, and the lead of whom it takes.

    Return whether `person` is that lead, so that what they say is firm.
    """
    require_see(person, project)
    person_id = None if whom is None else whom.pk
    team_id = None if team is None else team.pk
    found = led_by(person, people=[person_id], teams=[team_id])
    led = found.covers(person_id, team_id)
    require(
        led or rights_on(person, project).edit,
        _(
            "Only the lead of a person's team, or the project's manager, its sponsor or"
            " an admin allocates people."
        ),
    )
    return led


def require_confirm(person: Person, allocation: Allocation) -> None:
    """Let the lead of whom it takes pass, and admins."""
    require_see(person, allocation.project)
    led = led_by(person, people=[allocation.person_id], teams=[allocation.team_id])
    require(
        led.covers(allocation.person_id, allocation.team_id),
        _("Only the lead of the team, one above, or an admin confirms this."),
    )


def require_set_statuses(person: Person) -> None:
    """Let admins pass: the statuses are the whole organization's."""
    people_access.require_admin(person)
