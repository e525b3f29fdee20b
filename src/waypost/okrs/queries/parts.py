"""What a computed metric is made of, down to what is measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan, nan

from django.utils.translation import gettext as _

from waypost.core import graphs
from waypost.okrs import access, formulas
from waypost.okrs.models import Metric, MetricInput
from waypost.okrs.series import latest_of
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula: a word of it, or a metric that it names.

    `number` is None for words, and for a metric that the viewer may not see.
    """

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One metric in the tree of a computed one; without a number it is hidden.

    What stands above already has `is_repeat` and is not opened again.
    """

    depth: int
    number: int | None
    code: str
    name: str
    unit: str
    value: float | None
    at: datetime | None
    formula: tuple[Piece, ...]
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class FormulaView:
    """A formula as it would count now; `error` says what is wrong with it."""

    pieces: tuple[Piece, ...] = ()
    value: float | None = None
    error: str = ""


def parts_of(*, viewer: Person, metric: Metric) -> tuple[Part, ...]:
    """Return the tree of a computed metric, itself first: a fixed number of queries."""
    below: dict[int, list[int]] = defaultdict(list)
    edges = MetricInput.objects.order_by("source__number")
    for above, source in edges.values_list("metric_id", "source_id"):
        below[above].append(source)
    reached = list({metric.pk: None})
    for pk in reached:
        reached += [each for each in below[pk] if each not in reached]
    rows = Metric.objects.in_bulk(reached)
    seen = access.visible_metrics(viewer).filter(pk__in=reached)
    tree = _Tree(
        below, rows, latest_of(reached), set(seen.values_list("pk", flat=True))
    )
    tree.add(metric.pk, 0)
    return tuple(tree.parts)


def preview_formula(
    *, viewer: Person, formula: str, metric: int | None = None
) -> FormulaView:
    """Return what a formula would come to, or the first thing that is wrong with it.

    `metric` is the number of the one that it is to compute, if there is one already.
    """
    try:
        parsed = formulas.parse(formula)
    except formulas.FormulaError as error:
        return FormulaView(error=" ".join(error.messages))
    found = access.visible_metrics(viewer).filter(number__in=parsed.inputs)
    known = {row.number: row for row in found}
    missing = sorted(parsed.inputs - known.keys())
    if missing:
        return FormulaView(error=no_metric(missing[0]))
    circle = ""
    for own in access.visible_metrics(viewer).filter(number=metric or 0):
        circle = circle_of(viewer, own, known.values())
    latest = latest_of(row.pk for row in known.values())
    values = {n: latest[row.pk][1] for n, row in known.items() if row.pk in latest}
    result = parsed.evaluate(values) if len(values) == len(known) else nan
    return FormulaView(
        pieces=pieces(formula, known),
        value=None if isnan(result) else result,
        error=circle,
    )


def circle_of(viewer: Person, metric: Metric, sources: Iterable[Metric]) -> str:
    """Say by which way a metric would be computed from itself; nothing if by none."""
    edges: dict[int, list[int]] = defaultdict(list)
    for pk, source_id in MetricInput.objects.values_list("metric_id", "source_id"):
        edges[pk].append(source_id)
    for source in sources:
        path = graphs.path_between(edges, source.pk, metric.pk)
        if path:
            return _say_circle(viewer, metric, path)
    return ""


def no_metric(number: int) -> str:
    """Say that there is none by that number, for whoever asks."""
    return _("There is no metric M-%(number)s.") % {"number": number}


def _say_circle(viewer: Person, metric: Metric, path: Sequence[int]) -> str:
    """Say which way round: ``M-4 › M-7 Sum › M-4``; what is hidden has no name."""
    if len(path) == 1:
        return _("A metric is not computed from itself.")
    seen = access.visible_metrics(viewer).in_bulk(path)
    names = [
        f"{seen[pk].code} {seen[pk].name}" if pk in seen else _("another metric")
        for pk in path[:-1]
    ]
    message = _("It would be computed from itself: %(path)s.")
    return message % {"path": " › ".join([metric.code, *names, metric.code])}


def pieces(formula: str, known: Mapping[int, Metric]) -> tuple[Piece, ...]:
    """Cut a formula into words and metrics."""
    return tuple(
        Piece(part)
        if isinstance(part, str)
        else Piece(known[part].name, part)
        if part in known
        else Piece("")
        for part in formulas.spelled(formula)
    )


class _Tree:
    """Grows the list of parts, depth first; each metric is opened once."""

    def __init__(
        self,
        below: Mapping[int, list[int]],
        rows: Mapping[int, Metric],
        latest: Mapping[int, tuple[datetime, float]],
        seen: set[int],
    ) -> None:
        self.below, self.rows, self.latest, self.seen = below, rows, latest, seen
        self.by_number = {rows[pk].number: rows[pk] for pk in seen}
        self.opened: set[int] = set()
        self.parts: list[Part] = []

    def add(self, pk: int, depth: int) -> None:
        """Add a metric and what it is made of."""
        if pk not in self.seen:
            self.parts.append(Part(depth, None, "", "", "", None, None, ()))
            return
        row = self.rows[pk]
        at, value = self.latest.get(pk, (None, None))
        is_repeat = pk in self.opened and bool(row.formula)
        self.parts.append(
            Part(
                depth=depth,
                number=row.number,
                code=row.code,
                name=row.name,
                unit=row.unit,
                value=value,
                at=at,
                formula=pieces(row.formula, self.by_number),
                is_repeat=is_repeat,
            )
        )
        if not is_repeat:
            self.opened.add(pk)
            for source in self.below.get(pk, ()):
                self.add(source, depth + 1)
