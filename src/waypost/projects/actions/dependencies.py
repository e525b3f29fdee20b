"""What waits for what: a graph over all projects, without circles."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from waypost.core import graphs
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.moves import ancestors_of
from waypost.projects.actions.writing import By, changing, fresh
from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency, Task
from waypost.projects.terms import DependencyTerms

GRAPH = "dependencies"

# Everything that waits for a task, directly or not, in one statement.
_FOLLOWING = """
WITH RECURSIVE reached (id) AS (
  SELECT successor_id FROM projects_dependency WHERE predecessor_id = %s
  UNION
  SELECT d.successor_id FROM projects_dependency d
  JOIN reached r ON d.predecessor_id = r.id
)
SELECT d.predecessor_id, d.successor_id FROM projects_dependency d
WHERE d.predecessor_id = %s OR d.predecessor_id IN (SELECT id FROM reached)
"""


class DependencyCircle(ValidationError):
    """Tasks would wait for one another in a circle; the message names them."""


class PartOfIt(ValidationError):
    """A task cannot wait for what it is part of."""


def add_dependency(
    *,
    actor: Person,
    now: datetime,
    successor: Task,
    predecessor: Task,
    terms: DependencyTerms | None = None,
) -> Dependency:
    """Let `successor` wait for `predecessor`, also of another visible project.

    Raises
    ------
    DependencyCircle
        If `predecessor` waits for `successor` already, however far.
    PartOfIt
        If one of the two is part of the other.
    """
    _require_both(actor, successor, predecessor)
    how = terms or DependencyTerms()
    link = Dependency(
        predecessor=predecessor,
        successor=successor,
        kind=how.kind,
        lag=how.lag,
        lag_unit=how.lag_unit,
    )
    with changing(By(actor, now), "add_dependency", successor) as change:
        graphs.lock(GRAPH)
        _require_apart(successor, predecessor)
        if successor.pk != predecessor.pk:  # the constraint explains that better
            _require_no_circle(actor, successor, predecessor)
        change.create(link)
    return link


def edit_dependency(
    *,
    actor: Person,
    now: datetime,
    dependency: Dependency,
    terms: DependencyTerms,
    version: int | None = None,
) -> Dependency:
    """Change which ends wait, and how long."""
    successor = dependency.successor
    _require_both(actor, successor, dependency.predecessor)
    with changing(By(actor, now), "edit_dependency", successor) as change:
        stored = fresh(dependency, version=version)
        change.update(stored, kind=terms.kind, lag=terms.lag, lag_unit=terms.lag_unit)
    return stored


def remove_dependency(*, actor: Person, now: datetime, dependency: Dependency) -> None:
    """Let a task wait no longer."""
    successor = dependency.successor
    _require_both(actor, successor, dependency.predecessor)
    with changing(By(actor, now), "remove_dependency", successor) as change:
        change.delete(fresh(dependency))


def _require_both(actor: Person, successor: Task, predecessor: Task) -> None:
    """Let pass who may edit the task that waits and sees the one it waits for."""
    access.require_edit_tasks(actor, successor.project)
    if predecessor.project_id != successor.project_id:
        access.require_see(actor, predecessor.project)


def _require_apart(one: Task, other: Task) -> None:
    if one.pk in ancestors_of(other) or other.pk in ancestors_of(one):
        raise PartOfIt(_("A task does not wait for what it is part of."))


def _require_no_circle(actor: Person, successor: Task, predecessor: Task) -> None:
    edges: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWING, [successor.pk, successor.pk])
        for first, second in cursor.fetchall():
            edges.setdefault(first, []).append(second)
    path = graphs.path_between(edges, successor.pk, predecessor.pk)
    if path is not None:
        message = _("They would wait for one another: %(circle)s.")
        raise DependencyCircle(message % {"circle": _named(actor, [*path, path[0]])})


def _named(actor: Person, path: list[int]) -> str:
    """Name the tasks of a path by their codes; what `actor` may not see has none."""
    seen = access.visible_tasks(actor).filter(pk__in=set(path))
    rows = seen.values_list("pk", "project__code", "number")
    codes = {pk: code_of_task(code, number) for pk, code, number in rows}
    return " → ".join(codes.get(pk, _("other work")) for pk in path)
