"""What the fields of forms offer."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Q, QuerySet

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.core.words import exact_first, has_words
from waypost.people.models import Person
from waypost.people.queries import Option, Ref, ref_of, said_options
from waypost.projects import access
from waypost.projects.codes import code_of_task, suggest_code
from waypost.projects.models import Project, Task, TaskStatus
from waypost.projects.queries.rows import StatusOption, TaskOption

CHUNK = 900
T = TypeVar("T")


def suggested_code(*, viewer: Person, name: str) -> str:
    """Return a short key from a project's name that nobody has."""
    taken = set(Project.objects.values_list("code", flat=True))
    return suggest_code(name, taken)


def editable_projects(
    *, viewer: Person, words: str = "", limit: int = 20
) -> list[Option]:
    """Return the projects that `viewer` may change; the hint is the short key."""
    found = access.editable_projects(viewer)
    if words:
        named = has_words(words, "name") | Q(code__iexact=words)
        found = found.filter(named).order_by(
            exact_first(words, "code", "name"), "name", "pk"
        )
    else:
        found = found.order_by("name", "pk")
    rows = found.values_list("pk", "name", "code")[:limit]
    return [Option(*row) for row in rows]


def status_options(*, viewer: Person) -> list[StatusOption]:
    """Return the organization's statuses in their order."""
    return [
        StatusOption(s.pk, s.name, s.kind, s.get_kind_display())
        for s in TaskStatus.objects.order_by("position", "pk")
    ]


def status(*, viewer: Person, pk: int) -> TaskStatus:
    """Return one status.

    Raises
    ------
    TaskStatus.DoesNotExist
        If there is none.
    """
    return TaskStatus.objects.get(pk=pk)


def assignee_options(
    *, viewer: Person, project: Project, words: str = "", limit: int = 50
) -> list[Option]:
    """Return who may be given a task: active people who see the project."""
    found = Person.objects.filter(is_active=True).exclude(role=Person.Role.VIEWER)
    audience = access.audience_of([project.pk]).get(project.pk)
    if audience is not None and not audience.is_everyone:
        found = found.filter(Q(pk__in=audience.people) | Q(role=Person.Role.ADMIN))
    by_name = found.order_by("name", "pk")
    return said_options(by_name, viewer=viewer, words=words, limit=limit)


def named_viewers(*, viewer: Person, project: Project) -> list[Ref]:
    """Return who was named to see a project that is not for everyone."""
    named = project.viewers.select_related("person").order_by("person__name", "pk")
    return [ref_of(row.person) for row in named]


def milestone_options(*, viewer: Person, project: Project) -> list[Option]:
    """Return the milestones of a project in their order."""
    found = access.visible_milestones(viewer).filter(project=project)
    rows = found.order_by("position", "pk").values_list("pk", "title")
    return [Option(pk, title) for pk, title in rows]


def parent_options(
    *,
    viewer: Person,
    project: Project,
    task: Task | None = None,
    words: str = "",
    limit: int | None = None,
) -> list[TaskOption]:
    """Return the tasks that `task` could be part of: not itself nor what is below."""
    seen = access.visible_tasks(viewer).filter(project=project)
    barred = _below(task.pk, dict(seen.values_list("pk", "parent_id"))) if task else ()
    for word in words.split():
        seen = seen.filter(_matches(word))
    rows = seen.order_by("position", "pk").values_list("pk", "number", "title")
    found = [
        TaskOption(pk, code_of_task(project.code, number), title, project.name)
        for pk, number, title in rows
        if pk not in barred
    ]
    return found[:limit]


def find_tasks(
    *, viewer: Person, words: str, near: Project | None = None, limit: int = 20
) -> list[TaskOption]:
    """Return tasks that match, across projects; those of `near` first.

    ``WEB-17`` finds that task.
    """
    found = access.visible_tasks(viewer)
    for word in words.split():
        found = found.filter(_matches(word))
    ordered = found.order_by("project__name", "position", "pk")
    if near is None:
        return _task_options(ordered, limit)
    own = _task_options(ordered.filter(project=near), limit)
    return own + _task_options(ordered.exclude(project=near), limit - len(own))


def known_tasks(
    *, viewer: Person, system: str, external_ids: Iterable[str]
) -> dict[str, TaskOption]:
    """Return the visible tasks that another tool knows by these ids."""
    found: dict[int, str] = {}
    for chunk in _chunks(sorted(set(external_ids))):
        rows = ExternalReference.objects.filter(
            subject_kind=label_of(Task), system=system, external_id__in=chunk
        )
        found |= dict(rows.values_list("subject_id", "external_id"))
    known: dict[str, TaskOption] = {}
    for ids in _chunks(sorted(found)):
        tasks = access.visible_tasks(viewer).filter(pk__in=ids)
        for option in _task_options(tasks, len(ids)):
            known[found[option.pk]] = option
    return known


def _matches(word: str) -> Q:
    code, _dash, number = word.upper().rpartition("-")
    text = Q(title__icontains=word) | Q(project__code__istartswith=word)
    if code and number.isdecimal() and len(number) < 10:
        return text | Q(project__code=code, number=int(number))
    return text


def _task_options(found: QuerySet[Task], limit: int) -> list[TaskOption]:
    if limit <= 0:
        return []
    rows = found.values_list("pk", "project__code", "number", "title", "project__name")[
        :limit
    ]
    return [
        TaskOption(pk, code_of_task(code, number), title, project)
        for pk, code, number, title, project in rows
    ]


def _below(pk: int, parents: dict[int, int | None]) -> set[int]:
    """Return `pk` and all that is part of it."""
    found = {pk}
    grew = True
    while grew:
        more = {child for child, up in parents.items() if up in found} - found
        grew = bool(more)
        found |= more
    return found


def _chunks(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
