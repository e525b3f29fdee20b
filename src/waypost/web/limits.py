"""The limits of a guardrail in words, and how a value breaks them."""

from django.utils.translation import gettext as _

from waypost.web.templatetags import formats


def limits_in_words(low: float | None, high: float | None, unit: str) -> str:
    """Say between what a metric is to stay."""
    words = {"low": formats.number(low, unit), "high": formats.number(high, unit)}
    if low is None:
        return _("not above %(high)s") % words
    if high is None:
        return _("not below %(low)s") % words
    return _("between %(low)s and %(high)s") % words


def breach_in_words(
    now: float | None, low: float | None, high: float | None, unit: str
) -> str:
    """Say by how much a value breaks its limits; nothing where it keeps them."""
    if now is not None and low is not None and now < low:
        return _("%(by)s too low") % {"by": formats.size(low - now, unit)}
    if now is not None and high is not None and now > high:
        return _("%(by)s too high") % {"by": formats.size(now - high, unit)}
    return ""
