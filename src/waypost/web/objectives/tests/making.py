"""OKRs of a cycle that runs today: views take the day from the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.tests.factories import (
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
)


def running_cycle(**changes: Any) -> Cycle:
    """Create a cycle that began 45 days ago and ends in 45."""
    now = timezone.now()
    days = timedelta(days=45)
    dates = {"starts_on": (now - days).date(), "ends_on": (now + days).date()}
    return make_cycle(**dates | changes)


def running_key_result(objective: Objective, **changes: Any) -> KeyResult:
    """Create a key result from 20 to 40 over the whole of its cycle."""
    cycle = objective.cycle
    dates = {"starts_on": cycle.starts_on, "due_on": cycle.ends_on}
    return make_key_result(objective=objective, **dates | changes)


def read_now(key_result: KeyResult, value: float) -> None:
    """Let its metric be read just now."""
    assert key_result.metric is not None
    make_reading(key_result.metric, value, observed_at=timezone.now())


def measured(cycle: Cycle, title: str, value: float, **changes: Any) -> Objective:
    """Create an objective whose one key result stands at a value."""
    objective = make_objective(cycle=cycle, title=title, **changes)
    key_result = running_key_result(objective, title=f"Measure of {title}")
    read_now(key_result, value)
    return objective
