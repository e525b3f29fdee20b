"""Dependencies as the tasks at their ends show them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency, TaskStatus
from waypost.projects.queries.rows import Link

_CLOSED = {TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED}


Told = tuple[Any, ...]


def links_by_end(
    links: QuerySet[Dependency], *, other: str
) -> dict[int, tuple[Link, ...]]:
    """Group links by one end's id and name the task at the other end: one query.

    `other` is ``predecessor`` to show what a task waits for, ``successor`` to show
    what waits for it.
    """
    return by_end(told(links, other=other))


def told(links: QuerySet[Dependency], *, other: str) -> QuerySet[Dependency, Told]:
    """Return what `by_end` takes, of the task at the other end; see `links_by_end`."""
    near = "successor" if other == "predecessor" else "predecessor"
    columns = (
        f"{near}_id",
        "pk",
        f"{other}_id",
        f"{other}__project__code",
        f"{other}__number",
        f"{other}__title",
        f"{other}__status__kind",
        "kind",
        "lag",
        "lag_unit",
    )
    ordered = links.order_by(f"{other}__project__code", f"{other}__number")
    return ordered.values_list(*columns)


def by_end(rows: Iterable[Told]) -> dict[int, tuple[Link, ...]]:
    """Group links that were told by the end that they were asked for."""
    found: dict[int, list[Link]] = defaultdict(list)
    for near_id, pk, task_pk, code, number, title, status, kind, lag, unit in rows:
        found[near_id].append(
            Link(
                pk=pk,
                task_pk=task_pk,
                code=code_of_task(code, number),
                project_code=code,
                number=number,
                title=title,
                is_closed=status in _CLOSED,
                kind=kind,
                lag=lag,
                lag_unit=unit,
            )
        )
    return {pk: tuple(each) for pk, each in found.items()}
