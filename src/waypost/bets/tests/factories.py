"""Ready-made bets, valid unless a test says otherwise."""

from decimal import Decimal
from typing import Any

from waypost.bets.models import Bet, OverlapGroup
from waypost.okrs.models import KeyResult, Metric
from waypost.okrs.tests.factories import make_key_result
from waypost.projects.models import Project
from waypost.projects.tests.factories import make_project


def make_bet(
    *,
    project: Project | None = None,
    key_result: KeyResult | None = None,
    **changes: Any,
) -> Bet:
    """Create an active bet that moves the key result's metric by 4 / 6 / 8, surely."""
    target = key_result or make_key_result()
    source = project or make_project(is_funded=True)
    fields: dict[str, Any] = {
        "project": source,
        "key_result": target,
        "metric": target.metric,
        "probability": 1.0,
        "owner": target.owner,
        "state": Bet.State.ACTIVE,
    }
    if target.metric is not None:
        fields |= {"low": Decimal(4), "likely": Decimal(6), "high": Decimal(8)}
    return Bet.objects.create(**fields | changes)


def make_overlap_group(metric: Metric, **changes: Any) -> OverlapGroup:
    """Create a group whose lesser effects lose half."""
    fields = {"name": "Same screens", "share": 0.5}
    return OverlapGroup.objects.create(metric=metric, **fields | changes)
