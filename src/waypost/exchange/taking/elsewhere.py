"""Keys that a file names and does not hold, where Waypost knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.exchange.reading.incoming import Incoming, Task
from waypost.people.models import Person
from waypost.projects import access as project_access
from waypost.projects import queries as project_queries
from waypost.projects.models import Milestone, Project
from waypost.projects.models import Task as Stored
from waypost.projects.planned import PlannedMilestone, PlannedReference

CHUNK = 900


@dataclass(slots=True)
class Elsewhere:
    """What was found here: parents, milestones, and ends of links.

    `parents` and `homes` go by the key of the file's task, `tasks` by the key that the
    file names. `solved` are problems that are none any more.
    """

    tasks: dict[str, int] = field(default_factory=dict)
    parents: dict[str, int] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    milestones: list[PlannedMilestone] = field(default_factory=list)
    solved: set[str] = field(default_factory=set)


def find_elsewhere(
    *, viewer: Person, incoming: Incoming, home: Project | None = None
) -> Elsewhere:
    """Look up what the file misses among what the viewer sees.

    With a `home` everything goes into that project, whatever the file says.
    """
    found = Elsewhere()
    wanted = {task.wanted_parent for task in incoming.tasks if task.wanted_parent}
    ends = {
        end for link in incoming.outside_links for end in (link.waits_for, link.task)
    }
    held = {task.key for task in incoming.tasks}
    if not wanted and not ends:
        return found
    known = project_queries.known_tasks(
        viewer=viewer, system=incoming.kind, external_ids=wanted | (ends - held)
    )
    found.tasks = {key: option.pk for key, option in known.items()}
    homes = _homes_of(found.tasks)
    projects = _projects(incoming)
    if home is not None:
        projects = {project.key: home.pk for project in incoming.projects}
    milestones = _milestones(viewer, incoming, wanted - found.tasks.keys())
    for task in incoming.tasks:
        if task.wanted_parent:
            _hang(found, task, (homes, projects, milestones))
    _solve(found, incoming, held)
    return found


def _hang(
    found: Elsewhere,
    task: Task,
    here: tuple[dict[int, int], Mapping[str, int], Mapping[str, Milestone]],
) -> None:
    """Hang a task on what stands here, if that is in the task's own project."""
    homes, projects, milestones = here
    home = projects.get(task.project)
    parent = found.tasks.get(task.wanted_parent)
    if parent is not None and home is not None and homes.get(parent) == home:
        found.parents[task.key] = parent
    milestone = milestones.get(task.wanted_parent)
    if milestone is not None and home is not None and milestone.project_id == home:
        found.homes[task.key] = task.wanted_parent
        if all(m.local_id != task.wanted_parent for m in found.milestones):
            found.milestones.append(_as_it_is(milestone, task))


def _as_it_is(milestone: Milestone, task: Task) -> PlannedMilestone:
    """Name a milestone that stands here, so that tasks can hang on it unchanged."""
    row = ExternalReference.objects.get(
        subject_kind=label_of(Milestone),
        subject_id=milestone.pk,
        system=task.reference.system,
        external_id=task.wanted_parent,
    )
    reference = PlannedReference(row.system, row.external_id, row.url, row.extras)
    return PlannedMilestone(
        local_id=task.wanted_parent,
        project=task.project,
        title=milestone.title,
        reference=reference,
    )


def _solve(found: Elsewhere, incoming: Incoming, held: set[str]) -> None:
    hung = found.parents.keys() | found.homes.keys()
    wanted = {t.key: t.wanted_parent for t in incoming.tasks if t.key in hung}
    for problem in incoming.problems:
        is_parent = problem.kind == "unknown_parent"
        if is_parent and wanted.get(problem.key) == problem.looks_for:
            found.solved.add(problem.id)
    here = held | found.tasks.keys()
    for link in incoming.outside_links:
        if {link.waits_for, link.task} <= here:
            found.solved.add(link.problem)


def _homes_of(tasks: Mapping[str, int]) -> dict[int, int]:
    ids = sorted(tasks.values())
    homes: dict[int, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Stored.objects.filter(pk__in=ids[start : start + CHUNK])
        homes |= dict(rows.values_list("pk", "project_id"))
    return homes


def _projects(incoming: Incoming) -> dict[str, int]:
    """Return the projects of the file that stand here already."""
    by_id = {project.reference.id: project.key for project in incoming.projects}
    rows = ExternalReference.objects.filter(
        subject_kind="projects.project",
        system=incoming.kind,
        external_id__in=list(by_id)[:CHUNK],
    )
    return {
        by_id[name]: pk for name, pk in rows.values_list("external_id", "subject_id")
    }


def _milestones(
    viewer: Person, incoming: Incoming, keys: set[str]
) -> dict[str, Milestone]:
    listed = sorted(keys)
    names: dict[int, str] = {}
    for start in range(0, len(listed), CHUNK):
        rows = ExternalReference.objects.filter(
            subject_kind=label_of(Milestone),
            system=incoming.kind,
            external_id__in=listed[start : start + CHUNK],
        )
        names |= dict(rows.values_list("subject_id", "external_id"))
    found: dict[str, Milestone] = {}
    ids = sorted(names)
    for start in range(0, len(ids), CHUNK):
        seen = project_access.visible_milestones(viewer)
        for milestone in seen.filter(pk__in=ids[start : start + CHUNK]):
            found[names[milestone.pk]] = milestone
    return found
