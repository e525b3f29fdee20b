"""What is said of a key result, and what of it may be said of one that stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, TargetIsRunning
from waypost.okrs.actions.metrics import MetricTerms
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.actions.steps import StepTerms
from waypost.okrs.models import KeyResult, Metric
from waypost.people.models import Person

Kind = KeyResult.Kind
_RUNNING = ("metric_id", "baseline", "target", "low", "high", "starts_on", "due_on")


@dataclass(frozen=True, slots=True)
class KeyResultTerms:
    """What is said of a key result.

    `metric` may be the terms of a new one. Without a `baseline` the metric's last
    reading is it. `steps` are those it begins with; later they have actions of their
    own.
    """

    title: str
    owner: Person
    starts_on: date
    due_on: date
    kind: str = Kind.METRIC
    metric: Metric | MetricTerms | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    path: str = KeyResult.Path.STRAIGHT
    weight: float = 1
    cadence_days: int = KeyResult.Cadence.WEEKLY
    delegate: Person | None = None
    steps: tuple[StepTerms, ...] = ()

    @classmethod
    def of(cls, key_result: KeyResult) -> "KeyResultTerms":
        """Return the terms as they are, without the steps."""
        names = set(cls.__dataclass_fields__) - {"steps"}
        return cls(**{name: getattr(key_result, name) for name in names})

    def values(self) -> dict[str, object]:
        """Return the columns, those that its kind does not use empty."""
        names = set(self.__dataclass_fields__) - {"steps"}
        values = {name: getattr(self, name) for name in names}
        unused = {
            Kind.METRIC: ("low", "high"),
            Kind.RANGE: ("target",),
        }.get(Kind(self.kind), ("metric", "baseline", "target", "low", "high"))
        values |= dict.fromkeys(unused)
        return values | {"title": self.title.strip()}


def fill(key_result: KeyResult, terms: KeyResultTerms, metric: Metric | None) -> None:
    """Put the terms into a new row; without a baseline, the last reading is it."""
    for name, value in (terms.values() | {"metric": metric}).items():
        setattr(key_result, name, value)
    if metric is not None and key_result.baseline is None:
        latest = metric.readings.order_by("-observed_at", "-pk").first()
        key_result.baseline = latest.value if latest else None


def promise_now(key_result: KeyResult) -> dict[str, object]:
    """Return what must stay once it counts."""
    return {name: getattr(key_result, name) for name in _RUNNING}


def require_still(edited: KeyResult, before: dict[str, object]) -> None:
    """Refuse that what counts already moves without a reason."""
    if access.is_running(edited) and promise_now(edited) != before:
        message = _(
            "It counts already: the owner of the objective moves its target or dates,"
            " with a reason."
        )
        raise TargetIsRunning(message)


def require_same_kind(key_result: KeyResult, terms: KeyResultTerms) -> None:
    """Refuse another kind, but for a metric and a range before it runs."""
    measured = {Kind.METRIC, Kind.RANGE}
    if terms.kind == key_result.kind:
        return
    if {terms.kind, key_result.kind} <= measured and not access.is_running(key_result):
        return
    message = _("A key result keeps its kind; delete it and promise another.")
    raise Refused({"kind": message})


def require_able(key_result: KeyResult, terms: KeyResultTerms) -> None:
    """Refuse that somebody new answers who has left or only reads."""
    if terms.owner != key_result.owner:
        require_able_owner(terms.owner)
    if terms.delegate is not None and terms.delegate != key_result.delegate:
        require_able_owner(terms.delegate, field="delegate")
