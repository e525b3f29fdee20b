"""Ready-made OKRs, valid unless a test says otherwise. Dates stand still."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from waypost.core import numbers
from waypost.okrs.models import (
    Alignment,
    CheckIn,
    Cycle,
    KeyResult,
    Metric,
    Objective,
    Reading,
    Step,
)
from waypost.people.tests.factories import make_person

_next = count(1)
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)  # a Monday
TODAY = NOW.date()
STARTS_ON, ENDS_ON = date(2026, 1, 1), date(2026, 3, 31)


def make_cycle(**changes: Any) -> Cycle:
    """Create an active quarter."""
    fields: dict[str, Any] = {
        "name": f"Cycle {next(_next)}",
        "state": Cycle.State.ACTIVE,
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
    }
    return Cycle.objects.create(**fields | changes)


def make_objective(**changes: Any) -> Objective:
    """Create an active objective; of the company, unless a team or person is given."""
    fields: dict[str, Any] = {
        "title": "Clinics get value in their first month",
        "level": Objective.Level.COMPANY,
    }
    if "team" in changes:
        fields["level"] = Objective.Level.TEAM
    if "person" in changes:
        fields |= {"level": Objective.Level.PERSON, "owner": changes["person"]}
    if "owner" not in changes and "owner" not in fields:
        fields["owner"] = make_person()
    if "cycle" not in changes:
        fields["cycle"] = make_cycle()
    fields["number"] = numbers.take("O")
    return Objective.objects.create(**fields | changes)


def make_metric(**changes: Any) -> Metric:
    """Create a metric that is read by hand and belongs to nobody."""
    fields: dict[str, Any] = {
        "name": "Days to first booking",
        "unit": "days",
        "number": numbers.take("M"),
    }
    return Metric.objects.create(**fields | changes)


def make_key_result(**changes: Any) -> KeyResult:
    """Create a key result that moves a metric from 20 to 40 within the cycle."""
    fields: dict[str, Any] = {"title": "Bookings a week", "number": numbers.take("KR")}
    objective = changes.get("objective") or make_objective()
    fields["objective"] = objective
    kind = changes.get("kind", KeyResult.Kind.METRIC)
    if kind in {KeyResult.Kind.METRIC, KeyResult.Kind.RANGE}:
        fields |= {"baseline": Decimal(20), "scale": Decimal(20)}
        if "metric" not in changes:
            fields["metric"] = make_metric()
    if kind == KeyResult.Kind.METRIC:
        fields["target"] = Decimal(40)
    if kind == KeyResult.Kind.RANGE:
        fields |= {"low": Decimal(30), "high": Decimal(70)}
    fields |= {"starts_on": STARTS_ON, "due_on": ENDS_ON, "owner": objective.owner}
    return KeyResult.objects.create(**fields | changes)


def make_steps_key_result(*titles: str, **changes: Any) -> KeyResult:
    """Create a key result of steps, three unless they are named."""
    kind = changes.pop("kind", KeyResult.Kind.STEPS)
    key_result = make_key_result(kind=kind, **changes)
    for position, title in enumerate(titles or ("Draft", "Pilot", "Roll-out")):
        Step.objects.create(key_result=key_result, title=title, position=position)
    return key_result


def make_binary_key_result(**changes: Any) -> KeyResult:
    """Create a key result that is done or not."""
    return make_steps_key_result("Certified", kind=KeyResult.Kind.BINARY, **changes)


def make_reading(metric: Metric, value: float, **changes: Any) -> Reading:
    """Create a reading by hand; `days_ago` counts back from NOW."""
    days_ago = changes.pop("days_ago", 0)
    fields: dict[str, Any] = {"observed_at": NOW - timedelta(days=days_ago)}
    return Reading.objects.create(
        metric=metric, value=Decimal(str(value)), **fields | changes
    )


def make_check_in(key_result: KeyResult, **changes: Any) -> CheckIn:
    """Create a check-in by the owner, with its reading if it has a value."""
    days_ago = changes.pop("days_ago", 0)
    fields: dict[str, Any] = {
        "author": key_result.owner,
        "observed_at": NOW - timedelta(days=days_ago),
    }
    fields |= changes
    value = fields.get("value")
    if value is not None and key_result.metric is not None:
        fields["reading"] = make_reading(
            key_result.metric, value, observed_at=fields["observed_at"]
        )
    return CheckIn.objects.create(key_result=key_result, **fields)


def make_alignment(child: Objective, parent: Objective | KeyResult) -> Alignment:
    """Let `child` support `parent`."""
    if isinstance(parent, Objective):
        return Alignment.objects.create(child=child, parent_objective=parent)
    return Alignment.objects.create(child=child, parent_key_result=parent)
