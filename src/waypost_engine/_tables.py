"""The columns a plan is made of: read-only arrays, one class per kind of thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, Self, get_type_hints

import numpy as np
from numpy.typing import ArrayLike, NDArray

Keys = Annotated[NDArray[np.int64], np.int64]
Rows = Annotated[NDArray[np.int32], np.int32]
Days = Annotated[NDArray[np.int32], np.int32]
Codes = Annotated[NDArray[np.int8], np.int8]
Floats = Annotated[NDArray[np.float64], np.float64]
Flags = Annotated[NDArray[np.bool_], np.bool_]

NONE = -1
"""A row that points nowhere."""

NO_DAY = int(np.iinfo(np.int32).min)
"""A day that is not known or has not come."""


def _column(values: ArrayLike, dtype: type[np.generic], name: str) -> NDArray[Any]:
    given = np.asarray(values)
    if given.ndim != 1:
        message = f"{name} must have one dimension, got shape {given.shape}"
        raise ValueError(message)
    if given.size and not np.can_cast(given.dtype, dtype, casting="same_kind"):
        message = f"{name} must hold {dtype.__name__}, got {given.dtype}"
        raise ValueError(message)
    column = given.astype(dtype, copy=given.flags.writeable)
    if given.dtype != dtype and given.size and (column != given).any():
        message = f"{name} holds a number too large for {dtype.__name__}"
        raise ValueError(message)
    column.flags.writeable = False
    return column


_DTYPES: dict[type[Any], dict[str, type[np.generic]]] = {}


def _dtypes(table: type[Any]) -> dict[str, type[np.generic]]:
    """Return what each column holds; kept, because reading annotations is slow."""
    if table not in _DTYPES:
        hints = get_type_hints(table, include_extras=True)
        _DTYPES[table] = {n: hints[n].__metadata__[0] for n in table.names()}
    return _DTYPES[table]


class Table:
    """Columns of one length. Anything array-like goes in, read-only arrays stay."""

    __slots__ = ()

    def __post_init__(self) -> None:
        lengths = {}
        for name, dtype in _dtypes(type(self)).items():
            label = f"{type(self).__name__}.{name}"
            column = _column(getattr(self, name), dtype, label)
            object.__setattr__(self, name, column)
            lengths[name] = len(column)
        if len(set(lengths.values())) > 1:
            message = f"{type(self).__name__} has columns of unequal length: {lengths}"
            raise ValueError(message)

    def __len__(self) -> int:
        name = self.names()[0]
        return len(getattr(self, name))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(field.name for field in fields(cls))  # type: ignore[arg-type]  # every subclass is a dataclass

    @classmethod
    def empty(cls) -> Self:
        """Return the table without rows."""
        return cls(**{name: [] for name in cls.names()})

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Any]]) -> Self:
        """Return the table of these rows, each in the order of the columns.

        Fit for what a database cursor hands out. An optional value must already be
        `NONE`, `NO_DAY` or nan.
        """
        columns = list(zip(*rows, strict=True))
        if not columns:
            return cls.empty()
        return cls(**dict(zip(cls.names(), columns, strict=True)))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Metrics(Table):
    """Numbers followed over time. `better` holds `Better` codes."""

    key: Keys
    better: Codes


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Readings(Table):
    """Values of metrics, sorted by metric and day, one a day (`tidy_readings`)."""

    metric: Rows
    day: Days
    value: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Objectives(Table):
    """`kind` holds `ObjectiveKind` codes; `due` is the day it is graded for."""

    key: Keys
    kind: Codes
    weight: Floats
    due: Days


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Alignments(Table):
    """A child objective supports a parent: an objective, or a key result of one.

    Exactly one of `objective` and `key_result` is not `NONE`. `contributes` is false
    where the child is less visible than its parent: it then stays out of roll-ups.
    """

    child: Rows
    objective: Rows
    key_result: Rows
    contributes: Flags


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class KeyResults(Table):
    """What is promised.

    `kind` holds `KeyResultKind`, `path` holds `PathKind` codes.

    metric kind: `metric`, `baseline`, `target` (low, high nan).
    range kind: `metric`, `baseline`, `low` < `high` (target nan).
    steps and binary: rows in `Steps` (binary: one); all these nan, metric
    `NONE`; `checked_day` is the last check-in, or `NO_DAY`.

    `scale` is the distance as first agreed (nan for steps and binary).
    """

    key: Keys
    kind: Codes
    objective: Rows
    metric: Rows
    baseline: Floats
    target: Floats
    low: Floats
    high: Floats
    scale: Floats
    start: Days
    due: Days
    weight: Floats
    cadence_days: Days
    checked_day: Days
    path: Codes


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PathPoints(Table):
    """Own points of an expected path, sorted by key result and day, one a day.

    `value` is in the metric's unit; for steps and binary a share from 0 to 1.
    """

    key_result: Rows
    day: Days
    value: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Steps(Table):
    """Steps of `steps` and `binary` key results; `done_day` is `NO_DAY` while open."""

    key: Keys
    key_result: Rows
    weight: Floats
    done_day: Days


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Guardrails(Table):
    """Metrics an objective must not harm; a limit that is not set is nan."""

    objective: Rows
    metric: Rows
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Projects(Table):
    """`phase` holds `Phase` codes; `finish` is its due day, or the real one."""

    key: Keys
    phase: Codes
    finish: Days
    waived: Flags


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Milestones(Table):
    """`due` and `achieved` are `NO_DAY` where they are not known."""

    key: Keys
    project: Rows
    due: Days
    achieved: Days


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Overlaps(Table):
    """Groups of bets that work through one cause, with the share they overlap."""

    key: Keys
    share: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Bets(Table):
    """What projects are expected to do.

    A bet moves a `metric` by `low`, `likely`, `high` (P10, P50, P90, signed, in the
    metric's unit), or completes a `step` (metric `NONE`, the three nan). `milestone`
    and `overlap` may be `NONE`. `lag` and `ramp` are days. `counted` says that it is
    active and its project funded and neither on hold nor cancelled.
    """

    key: Keys
    project: Rows
    milestone: Rows
    metric: Rows
    step: Rows
    low: Floats
    likely: Floats
    high: Floats
    probability: Floats
    lag: Days
    ramp: Days
    overlap: Rows
    counted: Flags


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Stakes(Table):
    """A bet counts for a key result; who counts is the loader's to decide.

    `factor` is how much of the bet's effect reaches the key result's metric: 1 on the
    metric itself and on steps, the formula's slope for a computed metric above it.
    """

    bet: Rows
    key_result: Rows
    factor: Floats


def tidy_readings(metric: ArrayLike, day: ArrayLike, value: ArrayLike, /) -> Readings:
    """Sort readings by metric and day and keep the last entered of each day.

    Parameters
    ----------
    metric : array_like of int, shape (n,)
        Row of the metric in `Metrics`.
    day : array_like of int, shape (n,)
        Days from today; the past is negative.
    value : array_like of float, shape (n,)
        In the metric's own unit, in the order in which they were entered.

    Returns
    -------
    Readings
        At most n rows, fit for a `Plan`.

    Raises
    ------
    ValueError
        If the three differ in length or are not numbers.

    Notes
    -----
    O(n log n); 400,000 readings take about 40 ms, next to nothing when they come
    sorted.

    References
    ----------
    .. [1] Waypost specification, "The key-result forecast", readings, rule 1.

    Examples
    --------
    Two readings on the same day: the second corrects the first.

    >>> tidy_readings([0, 0, 0], [-1, -7, -1], [48.0, 40.0, 50.0]).value.tolist()
    [40.0, 50.0]
    """
    given = Readings(metric=metric, day=day, value=value)  # type: ignore[arg-type]  # a table takes anything array-like
    order = np.lexsort((given.day, given.metric))  # stable: entry order is kept
    rows, days = given.metric[order], given.day[order]
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = (rows[1:] != rows[:-1]) | (days[1:] != days[:-1])
    kept = order[last]
    return Readings(
        metric=given.metric[kept], day=given.day[kept], value=given.value[kept]
    )
