"""What a coverage bar and its tag show of a key result or an objective."""

from dataclasses import dataclass

from waypost.bets.queries import KeyResultFigures, ObjectiveFigures
from waypost.okrs.queries import KeyResultRow
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of the promised way. `gap` is None where nothing can be said."""

    health: str = "no_data"
    measured: float | None = None
    bets: float = 0
    pace: float | None = None
    gap: float | None = None
    has_bets: bool = False

    @property
    def covered(self) -> float | None:
        """The share that is measured or bet on."""
        return None if self.gap is None else 1 - self.gap

    @property
    def is_covered(self) -> bool:
        """Whether measured and bets reach the target, as the tag beside it says."""
        return self.gap is not None and self.gap <= 0.0005


NOTHING = Bar()


def key_result_bar(found: KeyResultFigures | None) -> Bar:
    """Return the bar of a key result; what is not in the plan has an empty one."""
    if found is None:
        return NOTHING
    return Bar(
        health=found.health,
        measured=found.progress,
        bets=found.coverage - (found.progress or 0),
        pace=found.expected,
        gap=1 - found.coverage,
        has_bets=bool(found.stakes),
    )


def objective_bar(found: ObjectiveFigures | None) -> Bar:
    """Return the bar of an objective.

    One whose key results have no bet is covered by what is measured alone.
    """
    if found is None or found.progress is None:
        return NOTHING
    reached = found.progress if found.coverage is None else found.coverage
    return Bar(
        health=found.health,
        measured=None if found.not_measured == found.parts else found.progress,
        bets=max(0.0, reached - found.progress),
        pace=found.expected,
        gap=1 - max(reached, found.progress),
        has_bets=found.coverage is not None,
    )


def values_in_words(row: KeyResultRow) -> str:
    """Say where a key result stands and where it is to go: ``27 → 14 days``."""
    if row.kind == "binary":
        return "1 / 1" if row.steps_done else "0 / 1"
    if row.kind == "steps":
        return f"{row.steps_done} / {row.steps_total}"
    now = row.latest if row.latest is not None else row.baseline
    if row.kind == "range":
        span = f"{formats.number(row.low)}–{formats.number(row.high, row.unit)}"
        return f"{formats.number(now)} → {span}"
    return f"{formats.number(now)} → {formats.number(row.target, row.unit)}"
