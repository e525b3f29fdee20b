"""What can be chosen in a form: what to support, which metric."""

import re
from dataclasses import dataclass

from django.db.models import Q

from waypost.okrs import access
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
from waypost.okrs.queries.loading import holder_of
from waypost.people.models import Person
from waypost.people.queries import Option

_CODE = re.compile(r"\s*(O|KR)-?(\d{1,12})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParentOption:
    """Something to support; `value` is its code."""

    value: str
    label: str
    hint: str
    is_key_result: bool


class NoSuchParent(Exception):
    """No objective or key result has this code, for this viewer."""


def parent_options(
    *,
    viewer: Person,
    cycle: Cycle,
    words: str = "",
    child: Objective | None = None,
    limit: int = 20,
) -> list[ParentOption]:
    """Return what an objective of `cycle` can support: two queries.

    Objectives and key results of cycles that overlap with it, an objective before its
    key results.
    """
    overlapping = Cycle.objects.filter(
        starts_on__lte=cycle.ends_on, ends_on__gte=cycle.starts_on
    ).exclude(state=Cycle.State.CLOSED)
    seen = access.visible_objectives(viewer).filter(cycle__in=overlapping)
    if child is not None:
        seen = seen.exclude(pk=child.pk)
    related = seen.select_related("team", "person", "cycle")
    objectives = related.filter(_said("title", words)).order_by("priority", "number")
    promised = KeyResult.objects.filter(objective__in=seen).filter(
        _said("title", words)
    )
    ordered = promised.select_related("objective").order_by(
        "objective__priority", "objective__number", "position", "pk"
    )
    options = [
        ParentOption(each.code, each.title, holder_of(each), is_key_result=False)
        for each in objectives[:limit]
    ]
    options += [
        ParentOption(each.code, each.title, each.objective.title, is_key_result=True)
        for each in ordered[:limit]
    ]
    return options


def find_parent(*, viewer: Person, code: str) -> Objective | KeyResult:
    """Return the objective or key result of a code such as ``KR-7``.

    Raises
    ------
    NoSuchParent
        If there is none for `viewer`.
    """
    read = _CODE.fullmatch(code)
    if read is None:
        raise NoSuchParent(code)
    kind, number = read[1].upper(), int(read[2])
    found: Objective | KeyResult | None
    if kind == "O":
        found = access.visible_objectives(viewer).filter(number=number).first()
    else:
        found = access.visible_key_results(viewer).filter(number=number).first()
    if found is None:
        raise NoSuchParent(code)
    return found


def metric_options(*, viewer: Person, words: str = "", limit: int = 20) -> list[Option]:
    """Return metrics to choose from, each with its unit and code as a hint."""
    found = access.visible_metrics(viewer).filter(_said("name", words))
    return [
        Option(row.pk, row.name, " · ".join(filter(None, [row.code, row.unit])))
        for row in found.order_by("name", "number")[:limit]
    ]


def metric(*, viewer: Person, number: int) -> Metric:
    """Return one metric.

    Raises
    ------
    Metric.DoesNotExist
        If there is none for `viewer`.
    """
    return access.visible_metrics(viewer).select_related("owner").get(number=number)


def metric_by_pk(*, viewer: Person, pk: int) -> Metric:
    """Return the metric that was chosen in a form.

    Raises
    ------
    Metric.DoesNotExist
        If there is none for `viewer`.
    """
    return access.visible_metrics(viewer).select_related("owner").get(pk=pk)


def _said(column: str, words: str) -> Q:
    wanted = Q()
    for word in words.split():
        wanted &= Q(**{f"{column}__icontains": word})
    return wanted
