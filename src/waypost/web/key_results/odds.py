"""The odds of a key result: what one gives, and how far people are apart."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost import charts
from waypost.okrs.queries import OddsView
from waypost.web import pictures
from waypost.web.key_results.forms import OddsForm
from waypost.web.templatetags import formats

FAR_APART = 0.3


def odds_form(odds: OddsView) -> OddsForm:
    """Return the form with one's own odds as they stand."""
    own = None if odds.own is None else round(100 * odds.own)
    return OddsForm(initial={"probability": own})


def odds_strip(odds: OddsView) -> SafeString:
    """Draw everybody's odds without names; nothing before one's own are in."""
    if not odds.chances:
        return SafeString("")
    strip = charts.DotStrip(
        odds.chances, label=said(odds), own=odds.own, middle=odds.middle
    )
    return pictures.dot_strip(strip)


def said(odds: OddsView) -> str:
    """Say how far people are apart."""
    words = {
        "n": odds.count,
        "low": formats.percent(odds.low),
        "high": formats.percent(odds.high),
    }
    if not odds.chances:
        return ""
    if odds.chances[-1] - odds.chances[0] >= FAR_APART:
        text = _("%(n)d people are far apart, from %(low)s to %(high)s: talk about it.")
    else:
        text = _("%(n)d people are close together, from %(low)s to %(high)s.")
    return text % words
