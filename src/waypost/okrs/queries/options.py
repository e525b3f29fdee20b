"""What can be chosen in a form: what to support, which metric."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from waypost.core.words import exact_first, has_words
from waypost.okrs import access
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
from waypost.okrs.queries.loading import holder_of
from waypost.people.models import Person
from waypost.people.queries import Option

_CODE = re.compile(r"\s*(O|KR|M)-?(\d{1,12})\s*", re.IGNORECASE)


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
    key results. Words are those of a title, or the one code.
    """
    seen = _upper(viewer, cycle, child)
    related = seen.select_related("team", "person", "cycle")
    objectives = related.filter(said_of("title", words, "O")).order_by(
        "priority", "number"
    )
    promised = KeyResult.objects.filter(objective__in=seen).filter(
        said_of("title", words, "KR")
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


def more_parents_than(
    most: int, *, viewer: Person, cycle: Cycle, child: Objective | None = None
) -> bool:
    """Whether `parent_options` has more than so many: at most two queries."""
    seen = _upper(viewer, cycle, child)
    left = most + 1 - seen.order_by()[: most + 1].count()
    if left <= 0:
        return True
    return KeyResult.objects.filter(objective__in=seen)[:left].count() == left


def _upper(
    viewer: Person, cycle: Cycle, child: Objective | None
) -> QuerySet[Objective]:
    """Return the objectives that `child` may support, or whose key results it may."""
    overlapping = Cycle.objects.filter(
        starts_on__lte=cycle.ends_on, ends_on__gte=cycle.starts_on
    ).exclude(state=Cycle.State.CLOSED)
    seen = access.visible_objectives(viewer).filter(cycle__in=overlapping)
    return seen if child is None else seen.exclude(pk=child.pk)


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
    found: Objective | KeyResult | None = None
    if kind == "O":
        seen = access.visible_objectives(viewer).select_related("team", "person")
        found = seen.filter(number=number).first()
    elif kind == "KR":
        promised = access.visible_key_results(viewer).select_related("objective")
        found = promised.filter(number=number).first()
    if found is None:
        raise NoSuchParent(code)
    return found


def parent_option(*, viewer: Person, code: str) -> ParentOption:
    """Return what has a code, as a field offers it.

    Raises
    ------
    NoSuchParent
        If there is none for `viewer`.
    """
    found = find_parent(viewer=viewer, code=code)
    if isinstance(found, KeyResult):
        above = found.objective.title
        return ParentOption(found.code, found.title, above, is_key_result=True)
    held = holder_of(found)
    return ParentOption(found.code, found.title, held, is_key_result=False)


def metric_options(*, viewer: Person, words: str = "", limit: int = 20) -> list[Option]:
    """Return metrics to choose from, each with its unit and code as a hint.

    Words are those of its name, or its code; what is called just so stands first.
    """
    found = access.visible_metrics(viewer).filter(said_of("name", words, "M"))
    if words:
        ordered = found.order_by(exact_first(words, "name"), "name", "number")
    else:
        ordered = found.order_by("name", "number")
    return [_metric_option(row) for row in ordered[:limit]]


def _metric_option(row: Metric) -> Option:
    """Return a metric as a field offers it."""
    return Option(row.pk, row.name, " · ".join(filter(None, [row.code, row.unit])))


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


def said_of(column: str, words: str, kind: str) -> Q:
    """Return what words of a name mean, or a code of this kind.

    ``KR-7`` is a code and nothing else; ``m25`` may be one, or a word.
    """
    read, named = _CODE.fullmatch(words), has_words(words, column)
    if read is None or read[1].upper() != kind:
        return named
    numbered = Q(number=int(read[2]))
    return numbered if "-" in words else numbered | named
