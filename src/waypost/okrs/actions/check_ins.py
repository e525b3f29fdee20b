"""Check-ins: the value, how sure, what happened, and who has read it."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access, doubts
from waypost.okrs.actions.errors import (
    Doubt,
    Doubtful,
    Refused,
    require_not_closed,
)
from waypost.okrs.actions.readings import (
    ReadingEntry,
    correct_reading,
    write_reading,
)
from waypost.okrs.actions.steps import mark_step
from waypost.okrs.models import CheckIn, KeyResult, Metric, Objective, Reading, Step
from waypost.people.installation import local_day
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class CheckInEntry:
    """What somebody says of a key result.

    `done_steps` holds the keys (pk) of all steps that are done, None leaves them as
    they are. `is_confirmed` answers a `Doubt`.
    """

    value: Decimal | None = None
    confidence: int | None = None
    went_well: str = ""
    in_the_way: str = ""
    next_steps: str = ""
    observed_at: datetime | None = None
    done_steps: frozenset[int] | None = None
    is_confirmed: bool = False

    @classmethod
    def of(cls, check_in: CheckIn) -> "CheckInEntry":
        """Return the entry as it is, without steps."""
        names = set(cls.__dataclass_fields__) - {"done_steps", "is_confirmed"}
        return cls(**{name: getattr(check_in, name) for name in names})

    def words(self) -> dict[str, object]:
        """Return the columns that hold neither value nor time."""
        names = ("confidence", "went_well", "in_the_way", "next_steps")
        return {name: getattr(self, name) for name in names}


def check_in(
    *, actor: Person, now: datetime, key_result: KeyResult, entry: CheckInEntry
) -> CheckIn:
    """Check in: the metric's reading is written in the same transaction.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither the owner nor who the owner has named.
    CycleIsClosed
        If the cycle is over.
    Doubtful
        If the value is far from the last five readings and not confirmed.
    Refused
        If the value breaks a bound of the metric, or there is none.
    """
    access.require_check_in(actor, key_result)
    with _changing(actor, now, "okrs.check_in", key_result) as change:
        locked = _lock(key_result)
        _require_open(locked)
        row = CheckIn(key_result=key_result, author=actor, **entry.words())
        row.observed_at = entry.observed_at or now
        _require_past(row.observed_at, now)
        row.reading = _measure(change, locked, entry, actor=actor, now=now)
        row.value = entry.value
        _mark_steps(change, locked, entry, row.observed_at, now)
        change.create(row)
        objective = locked.objective_id
        change.emit(
            "okrs.check_in",
            key_result=locked.pk,
            check_in=row.pk,
            objective=objective,
            metric=locked.metric_id,
        )
    return row


def edit_check_in(
    *,
    actor: Person,
    now: datetime,
    check_in: CheckIn,
    entry: CheckInEntry,
    version: int | None = None,
) -> CheckIn:
    """Correct a check-in; its reading follows, history keeps the former version.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither wrote it nor is an admin.
    CycleIsClosed
        If the cycle is over.
    Doubtful, Refused
        As for `check_in`.
    """
    access.require_edit_check_in(actor, check_in)
    with _changing(actor, now, "okrs.edit_check_in", check_in.key_result) as change:
        history.require_version(check_in, version)
        locked = _lock(check_in.key_result)
        _require_open(locked)
        observed_at = entry.observed_at or check_in.observed_at
        _require_past(observed_at, now)
        reading = check_in.reading
        if reading is None:
            reading = _measure(change, locked, entry, actor=actor, now=now)
        elif entry.value is None:
            check_in.reading = None
            change.update(check_in, reading=None)
            change.delete(reading)
            reading = None
        else:
            _ask_about(locked, entry, besides=reading)
            corrected = ReadingEntry(reading.metric, entry.value, observed_at)
            correct_reading(change, reading, corrected, now)
        _mark_steps(change, locked, entry, observed_at, now)
        change.update(
            check_in,
            reading=reading,
            value=entry.value,
            observed_at=observed_at,
            **entry.words(),
        )
        change.emit("okrs.edit_check_in", key_result=locked.pk, check_in=check_in.pk)
    return check_in


def delete_check_in(*, actor: Person, now: datetime, check_in: CheckIn) -> None:
    """Delete a check-in with the reading that it wrote; steps stay as they are.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither wrote it nor is an admin.
    CycleIsClosed
        If the cycle is over.
    """
    access.require_edit_check_in(actor, check_in)
    key_result = check_in.key_result
    with _changing(actor, now, "okrs.delete_check_in", key_result) as change:
        require_not_closed(key_result.objective.cycle)
        change.emit(
            "okrs.delete_check_in", key_result=key_result.pk, check_in=check_in.pk
        )
        reading = check_in.reading
        change.delete(check_in)
        if reading is not None:
            change.delete(reading)


def acknowledge(*, actor: Person, now: datetime, check_in: CheckIn) -> None:
    """Say that the reviewer has read a check-in.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is not the objective's reviewer.
    Refused
        If it was acknowledged already.
    """
    access.require_acknowledge(actor, check_in)
    with _changing(actor, now, "okrs.acknowledge", check_in.key_result) as change:
        if check_in.acknowledged_at is not None:
            raise Refused(_("It was acknowledged already."))
        change.update(check_in, acknowledged_by=actor, acknowledged_at=now)
        change.emit("okrs.acknowledge", check_in=check_in.pk, author=check_in.author_id)


def last_values(
    metric: Metric, *, besides: Reading | None = None
) -> list[tuple[datetime, float]]:
    """Return the last five readings of a metric, the oldest first."""
    found = metric.readings.exclude(pk=besides.pk if besides else 0)
    latest = found.order_by("-observed_at", "-pk").values_list("observed_at", "value")
    listed = list(latest[: doubts.LOOKED_AT])
    return [(at, float(value)) for at, value in reversed(listed)]


def _lock(key_result: KeyResult) -> KeyResult:
    """Return the key result as it is now, held until the transaction ends."""
    found = KeyResult.objects.select_related("objective__cycle", "metric")
    return found.select_for_update(of=("self",)).get(pk=key_result.pk)


def _require_open(key_result: KeyResult) -> None:
    objective = key_result.objective
    require_not_closed(objective.cycle)
    if objective.state == Objective.State.CANCELLED:
        raise Refused(_("The objective was given up; take it up again first."))


def _require_past(observed_at: datetime, now: datetime) -> None:
    if observed_at > now:
        raise Refused({"observed_at": _("Nothing is observed in the future.")})


def _measure(
    change: history.Recorder,
    key_result: KeyResult,
    entry: CheckInEntry,
    *,
    actor: Person,
    now: datetime,
) -> Reading | None:
    """Write the reading that the entry's value is."""
    metric = key_result.metric
    if entry.value is None:
        if metric is not None and metric.source == Metric.Source.HAND:
            raise Refused({"value": _("Give the value as it is now.")})
        return None
    if metric is None:
        message = _("This key result is made of steps; say which are done.")
        raise Refused({"value": message})
    _ask_about(key_result, entry)
    reading = ReadingEntry(metric, entry.value, entry.observed_at)
    return write_reading(change, actor, reading, now)


def _ask_about(
    key_result: KeyResult, entry: CheckInEntry, *, besides: Reading | None = None
) -> None:
    metric, value = key_result.metric, entry.value
    if entry.is_confirmed or metric is None or value is None:
        return
    values = [each for _at, each in last_values(metric, besides=besides)]
    scale = None if key_result.scale is None else float(key_result.scale)
    usual = doubts.usual_range(values, scale=scale)
    if usual is None or usual[0] <= value <= usual[1]:
        return
    message = _(
        "%(value)s is far from the last readings, %(least)s to %(most)s. Save it again"
        " if it is right."
    )
    words = {
        "value": _say(float(value)),
        "least": _say(min(values)),
        "most": _say(max(values)),
    }
    raise Doubtful(Doubt(float(value), *usual, message % words))


def _say(value: float) -> str:
    return str(number_format(f"{value:.6g}")).replace("-", "−")


def _mark_steps(
    change: history.Recorder,
    key_result: KeyResult,
    entry: CheckInEntry,
    observed_at: datetime,
    now: datetime,
) -> None:
    if entry.done_steps is None:
        return
    steps = {step.pk: step for step in key_result.steps.all()}
    if not entry.done_steps <= steps.keys():
        message = _("The list has changed since you opened it; reload the page.")
        raise Refused({"done_steps": message})
    day, today = local_day(observed_at), local_day(now)
    for step in _open_among(steps.values(), entry.done_steps):
        mark_step(change, step, day, today=today)
    for pk, step in steps.items():
        if pk not in entry.done_steps and step.done_on is not None:
            change.update(step, done_on=None)


def _open_among(steps: Iterable[Step], done: frozenset[int]) -> list[Step]:
    return [step for step in steps if step.pk in done and step.done_on is None]


def _changing(
    actor: Person, now: datetime, verb: str, key_result: KeyResult
) -> AbstractContextManager[history.Recorder]:
    return history.change(
        actor=actor, now=now, verb=verb, subject=key_result, summary=key_result.title
    )
