"""What the texts of a key result's row mean, and whether they make a promise."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Choice
from waypost.exchange.reading.problems import LEAVE_EMPTY, LEAVE_ROW_OUT, Trouble
from waypost.exchange.reading.said import say
from waypost.exchange.reading.sheets import Entry
from waypost.exchange.sheets.people_here import folded
from waypost.okrs.limits import outside
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective

Kind = KeyResult.Kind
KINDS = {
    **dict.fromkeys(
        ("metric", "number", "numeric", "percentage", "currency"), Kind.METRIC
    ),
    **dict.fromkeys(("range", "keep in a range"), Kind.RANGE),
    **dict.fromkeys(("binary", "done or not", "boolean", "yes/no"), Kind.BINARY),
    **dict.fromkeys(("steps", "milestone", "milestones", "tasks"), Kind.BINARY),
}
OBJECTIVE_KINDS = {each.value: each.value for each in Objective.Kind}
STATES = {
    **dict.fromkeys(("draft", "entwurf"), Objective.State.DRAFT),
    **dict.fromkeys(("proposed", "planned", "pending"), Objective.State.PROPOSED),
    **dict.fromkeys(
        ("active", "open", "in progress", "on track", "at risk", "off track", "behind"),
        Objective.State.ACTIVE,
    ),
}
FROM_ZERO = Choice("zero", say(_("begin at 0")))
WITHIN = Choice("within", say(_("as far as the cycle goes")))


@dataclass(frozen=True, slots=True)
class Promise:
    """What a key result promises; what the file does not say is None."""

    kind: str
    baseline: Decimal | None
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None


def promise_of(entry: Entry, *, is_new: bool) -> Promise:
    """Read what is promised; a key result without numbers is done or not."""
    numbers = {
        name: entry.value(name) for name in ("baseline", "target", "low", "high")
    }
    kind = KINDS.get(folded(entry.text("kind")), "")
    has_range = numbers["low"] is not None and numbers["high"] is not None
    if kind not in {Kind.BINARY}:
        if has_range:
            kind = Kind.RANGE
        elif numbers["target"] is not None:
            kind = Kind.METRIC
        else:
            kind = Kind.BINARY
    if kind == Kind.BINARY:
        return Promise(kind, None, None, None, None)
    if numbers["baseline"] is None and is_new:
        numbers["baseline"] = _missing_baseline(entry)
    promise = Promise(kind, **numbers)
    _check(entry, promise)
    return promise


def _missing_baseline(entry: Entry) -> Decimal:
    reason = say(_("is empty: from where does it begin?"))
    entry.ask("baseline", Trouble("baseline", "", reason, (FROM_ZERO, LEAVE_ROW_OUT)))
    return Decimal(0)


def _check(entry: Entry, promise: Promise) -> None:
    low, high = promise.low, promise.high
    if promise.kind == Kind.RANGE and low is not None and high is not None:
        if high <= low:
            raise entry.refuse("high", say(_("must lie above the lower end")))
    elif promise.target is not None and promise.target == promise.baseline:
        raise entry.refuse("target", say(_("is where it begins: nothing is promised")))


def check_metric(entry: Entry, promise: Promise, metric: Metric) -> None:
    """Leave out what a metric that stands here can never be."""
    for name in ("baseline", "target", "low", "high"):
        value = getattr(promise, name)
        problem = outside(metric, value) if value is not None else None
        if problem:
            raise entry.refuse(name, problem)
    falls = (
        metric.is_counter
        and promise.target is not None
        and promise.baseline is not None
        and promise.target < promise.baseline
    )
    if falls:
        raise entry.refuse("target", say(_("lies below the baseline of a counter")))


def days_of(entry: Entry, cycle: Cycle, *, is_new: bool) -> dict[str, date | None]:
    """Return start and due within the cycle; of new ones the cycle's where empty."""
    start, due = entry.day("start"), entry.day("due")
    if is_new:
        start, due = start or cycle.starts_on, due or cycle.ends_on
    start = _within(entry, "start", start, cycle)
    due = _within(entry, "due", due, cycle)
    if start and due and due <= start:
        reason = say(_("is not after the start, %(day)s"), day=start.isoformat())
        raise entry.refuse("due", reason, due.isoformat())
    return {"starts_on": start, "due_on": due}


def _within(entry: Entry, name: str, day: date | None, cycle: Cycle) -> date | None:
    if day is None or cycle.starts_on <= day <= cycle.ends_on:
        return day
    reason = say(
        _("lies outside of %(cycle)s, %(start)s to %(end)s"),
        cycle=cycle.name,
        start=cycle.starts_on.isoformat(),
        end=cycle.ends_on.isoformat(),
    )
    trouble = Trouble("outside", entry.raw(name), reason, (WITHIN, LEAVE_ROW_OUT))
    entry.ask(name, trouble)
    return min(max(day, cycle.starts_on), cycle.ends_on)


def weight_of(entry: Entry) -> float | None:
    """Return a weight above 0."""
    weight = entry.value("weight")
    if weight is None or weight > 0:
        return None if weight is None else float(weight)
    reason = say(_("is not more than 0"))
    ways = (LEAVE_EMPTY, LEAVE_ROW_OUT)
    entry.ask("weight", Trouble("bad_value", entry.raw("weight"), reason, ways))
    return None


def words_of_objective(entry: Entry, kept: dict[str, str]) -> dict[str, Any]:
    """Return kind and state of an objective; words that are none of them are kept."""
    kind = OBJECTIVE_KINDS.get(folded(entry.text("kind")))
    state = STATES.get(folded(entry.text("state")))
    for name, value in (("kind", kind), ("state", state)):
        if value is None and entry.raw(name):
            kept[entry.column(name)] = entry.raw(name)
    return {"kind": kind, "state": state}
