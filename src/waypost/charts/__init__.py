"""Data to SVG: pure functions that pages, mails and documents draw with.

Each takes a frozen dataclass and returns markup that is escaped and holds neither
styles nor scripts, only classes and attributes. Words and formats come in by `Words`,
so that nothing here knows a language. Shapes stand in percent of the width and words
in pixels: a picture fills its place and its words do not stretch.
"""

from waypost.charts._bars import CoverageBar, Meter, coverage_bar, meter
from waypost.charts._dots import DotStrip, dot_strip
from waypost.charts._scale import Scale, date_ticks, nice_ticks
from waypost.charts._sparkline import Ahead, Sparkline, sparkline
from waypost.charts._svg import Words
from waypost.charts._trend import Fan, Goal, Landing, Point, Trend, trend_chart
from waypost.charts._waterfall import Waterfall, WaterfallBet, waterfall

__all__ = [
    "Ahead",
    "CoverageBar",
    "DotStrip",
    "Fan",
    "Goal",
    "Landing",
    "Meter",
    "Point",
    "Scale",
    "Sparkline",
    "Trend",
    "Waterfall",
    "WaterfallBet",
    "Words",
    "coverage_bar",
    "date_ticks",
    "dot_strip",
    "meter",
    "nice_ticks",
    "sparkline",
    "trend_chart",
    "waterfall",
]
