"""Whether what a key result promises fits its cycle and its metric."""

from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core.fields import LARGEST
from waypost.okrs.actions.errors import Refused, say_day
from waypost.okrs.models import KeyResult, Metric

Kind = KeyResult.Kind
Better = Metric.Better


def scale_of(key_result: KeyResult) -> Decimal | None:
    """Return the distance that is promised: for a range, half its width."""
    baseline: Decimal | None = key_result.baseline
    target: Decimal | None = key_result.target
    low: Decimal | None = key_result.low
    high: Decimal | None = key_result.high
    if key_result.kind == Kind.METRIC and target is not None and baseline is not None:
        return abs(target - baseline)
    if key_result.kind == Kind.RANGE and high is not None and low is not None:
        return (high - low) / 2
    return None


def check_promise(key_result: KeyResult) -> None:
    """Refuse dates outside the cycle, and values that the metric cannot take."""
    _check_dates(key_result)
    _check_distance(key_result)
    metric = key_result.metric
    if metric is None:
        return
    for name in ("baseline", "target", "low", "high"):
        value = getattr(key_result, name)
        if value is not None:
            _check_bounds(metric, name, value)
    if metric.is_counter:
        _check_counter(metric, key_result)


def warnings_about(key_result: KeyResult) -> tuple[str, ...]:
    """Return what is allowed and yet worth a second look."""
    metric, baseline, target = (
        key_result.metric,
        key_result.baseline,
        key_result.target,
    )
    if metric is None or baseline is None or target is None:
        return ()
    rises = target > baseline
    against = {Better.HIGHER: not rises, Better.LOWER: rises}
    if not against.get(Better(metric.better), False):
        return ()
    message = _(
        "%(metric)s says “%(better)s”, and this target goes the other way. The key"
        " result's own direction counts."
    )
    words = {"metric": metric.name, "better": metric.get_better_display()}
    return (message % words,)


def _check_dates(key_result: KeyResult) -> None:
    cycle = key_result.objective.cycle
    message = _(
        "%(cycle)s runs from %(start)s to %(end)s. What takes longer belongs to a"
        " longer cycle."
    )
    words = {
        "cycle": cycle.name,
        "start": say_day(cycle.starts_on),
        "end": say_day(cycle.ends_on),
    }
    if not cycle.starts_on <= key_result.starts_on <= cycle.ends_on:
        raise Refused({"starts_on": message % words})
    if not cycle.starts_on <= key_result.due_on <= cycle.ends_on:
        raise Refused({"due_on": message % words})


def _check_distance(key_result: KeyResult) -> None:
    """Refuse two ends of which each fits its column, and what lies between does not."""
    if (scale_of(key_result) or 0) > LARGEST:
        message = _("That is too far from the baseline: no number here is that large.")
        raise Refused({"target": message})


def _check_bounds(metric: Metric, name: str, value: Decimal) -> None:
    low, high = metric.lower_bound, metric.upper_bound
    if low is not None and value < low:
        message = _("%(metric)s is never below %(bound)s.")
        words = {"metric": metric.name, "bound": f"{low.normalize():f}"}
        raise Refused({name: message % words})
    if high is not None and value > high:
        message = _("%(metric)s is never above %(bound)s.")
        words = {"metric": metric.name, "bound": f"{high.normalize():f}"}
        raise Refused({name: message % words})


def _check_counter(metric: Metric, key_result: KeyResult) -> None:
    baseline, target = key_result.baseline, key_result.target
    if baseline is not None and target is not None and target < baseline:
        message = _("%(metric)s counts up and never falls.")
        raise Refused({"target": message % {"metric": metric.name}})
