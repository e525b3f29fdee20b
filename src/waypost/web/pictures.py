"""Charts with the words and formats of the person who looks."""

from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost import charts
from waypost.core.db import is_past
from waypost.web.looking_back import today as shown_day
from waypost.web.templatetags import formats


def words(unit: str = "") -> charts.Words:
    """Return the words of pictures in the person's language."""

    def more(count: int) -> str:
        return ngettext("%(n)s more", "%(n)s more", count) % {"n": count}

    return charts.Words(
        value=lambda value: formats.number(value, unit),
        signed=lambda value: formats.signed(value, unit),
        size=lambda value: formats.size(value, unit),
        day=formats.day,
        today=formats.day(shown_day()) if is_past() else _("today"),
        target=_("target"),
        expected=_("expected"),
        start=_("Start"),
        measured=_("Measured"),
        gap=_("Gap"),
        beyond=_("beyond"),
        goal=_("Target"),
        middle=_("median"),
        more=more,
    )


def trend(data: charts.Trend, *, unit: str = "") -> SafeString:
    """Draw a metric over time; its sentence is written when it has none."""
    said = data.label or trend_sentence(data, unit=unit)
    drawn = charts.trend_chart(
        replace(data, label=said), words(unit if unit == "%" else "")
    )
    return mark_safe(drawn)  # escaped by the chart


def waterfall(data: charts.Waterfall, *, unit: str = "") -> SafeString:
    """Draw whether the work adds up; its sentence is written when it has none."""
    said = data.label or waterfall_sentence(data, unit=unit)
    drawn = charts.waterfall(replace(data, label=said), words())
    return mark_safe(drawn)  # escaped by the chart


def sparkline(line: charts.Sparkline) -> SafeString:
    """Draw a line as small as a word."""
    return mark_safe(charts.sparkline(line))  # escaped by the chart


def dot_strip(data: charts.DotStrip) -> SafeString:
    """Draw shares as dots on a line from 0 to 100 %."""
    said = replace(words(), value=formats.percent)
    return mark_safe(charts.dot_strip(data, said))  # escaped by the chart


def trend_sentence(data: charts.Trend, *, unit: str = "") -> str:
    """Say what a trend chart shows."""
    parts = []
    if data.readings:
        first, last = data.readings[0], data.readings[-1]
        parts.append(
            _("from %(first)s on %(start)s to %(last)s on %(end)s")
            % {
                "first": formats.number(first.value, unit),
                "start": formats.day(first.day),
                "last": formats.number(last.value, unit),
                "end": formats.day(last.day),
            }
        )
    else:
        parts.append(_("no readings yet"))
    if data.target is not None:
        target = formats.number(data.target, unit)
        day = formats.day(data.last)
        parts.append(_("target %(target)s by %(day)s") % {"target": target, "day": day})
    for goal in data.goals:
        words = {"label": goal.label, "value": formats.number(goal.value, unit)}
        words["day"] = formats.day(goal.last)
        parts.append(_("%(label)s wants %(value)s by %(day)s") % words)
    if data.landings:
        names = ", ".join(
            f"{landing.label} {formats.day(landing.day)}" for landing in data.landings
        )
        parts.append(_("bets land: %(names)s") % {"names": names})
    return _sentence(parts)


def waterfall_sentence(data: charts.Waterfall, *, unit: str = "") -> str:
    """Say what a waterfall shows."""
    parts = [
        _("from %(start)s by %(moved)s measured to %(now)s")
        % {
            "start": formats.number(data.start, unit),
            "moved": formats.signed(data.now - data.start),
            "now": formats.number(data.now, unit),
        }
    ]
    for bet in data.bets:
        parts.append(f"{bet.label} {formats.signed(bet.worth)}")
    reached = data.now + sum(bet.worth for bet in data.bets)
    toward = 1 if data.target >= data.start else -1
    gap = (data.target - reached) * toward
    target = formats.number(data.target, unit)
    shape = _("%(gap)s short of the target %(target)s")
    if gap <= 1e-9:
        shape = _("the target %(target)s is covered")
    parts.append(shape % {"gap": formats.size(abs(gap)), "target": target})
    return _sentence(parts)


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
