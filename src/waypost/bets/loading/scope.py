"""Which objectives a plan is loaded for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from waypost.core.db import among


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan is asked for: some cycles, some objectives, or all that is live.

    Whatever is named brings the objectives aligned below it, at any depth, since an
    objective without key results takes their progress, and with `bare` only what such
    ones take it from: enough for figures of what is named; with `above`, also those
    that it is aligned to, and `alone` nothing else: enough for figures of key results.
    With `open_work`, projects without any bet are loaded too, so that orphans can be
    told; with `guardrails`, the metrics that objectives must not harm and the bets on
    them, so that pulls can.
    """

    cycles: tuple[int, ...] = ()
    objectives: tuple[int, ...] = ()
    live: bool = False
    open_work: bool = False
    above: bool = False
    alone: bool = False
    bare: bool = False
    guardrails: bool = False

    @property
    def names_something(self) -> bool:
        """Whether there can be any objective in it."""
        return bool(self.cycles or self.objectives or self.live)


def seeds(scope: Scope) -> tuple[str, list[Any]]:
    """Return the SQL condition of the objectives that `scope` names itself."""
    conditions, params = [], []
    for condition, given in _conditions(scope):
        conditions.append(condition)
        params += given
    return " OR ".join(conditions), params


def _conditions(scope: Scope) -> Iterator[tuple[str, list[Any]]]:
    if scope.live:
        yield "c.state IN ('planning', 'active', 'grading')", []
    for column, ids in (("c.id", scope.cycles), ("o.id", scope.objectives)):
        if ids:
            is_one_of, param = among(ids)
            yield f"{column} {is_one_of}", [param]
