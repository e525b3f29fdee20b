"""Made-up figures for the gallery; real pages never show them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString

from waypost import charts
from waypost.core.elsewhere import Elsewhere
from waypost.web import pictures


@dataclass(frozen=True, slots=True)
class Item:
    """A choice, a step or a rule of the samples."""

    label: str = ""
    url: str = "#"
    is_on: bool = False
    count: int = 0
    note: str = ""
    state: str = ""
    text: str = ""
    is_met: bool = False
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sample tree."""

    node: str
    parent: str
    depth: int
    name: str
    health: str
    measured: float | None
    bets: float
    chance: float | None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Cycles:
    """What the cycle switcher asks of a page's choice."""

    name: str
    previous: str
    following: str
    links: list[Item]


@dataclass(frozen=True, slots=True)
class Sample:
    """All that the gallery shows."""

    cycles: Cycles
    today: date
    now: datetime
    segments: list[Item]
    chips: list[Item]
    tabs: list[Item]
    steps: list[Item]
    rules: list[Item]
    path: list[Item]
    names: list[str]
    rows: list[Row]
    spark: SafeString
    spark_short: SafeString
    elsewhere: tuple[Elsewhere, ...]
    falling: SafeString
    rising: SafeString
    waterfall: SafeString
    waterfall_long: SafeString
    heads: list[str]
    table: list[list[str]]


def make() -> Sample:
    """Return the samples, dated around today."""
    today = timezone.localdate()
    return Sample(
        cycles=Cycles("Q4 2026", "?before", "?after", _cycles()),
        today=today,
        now=timezone.now() - timedelta(minutes=4),
        segments=[Item("By team", is_on=True), Item("By alignment"), Item("By owner")],
        chips=[Item("Mine", is_on=True), Item("At risk or worse", count=5)],
        tabs=[Item("Charter", is_on=True), Item("Plan", count=34), Item("History")],
        steps=[
            Item("Initiation", note="until 28 Sep", state="done"),
            Item("Planning", note="until 12 Oct", state="done"),
            Item("Execution", note="since 12 Oct", state="now"),
            Item("Closure", note="2 of 6 ready", state="next"),
            Item("Closed", note="bets settled", state="next"),
        ],
        rules=[
            Item(text="It says for whom: large clinics.", is_met=True),
            Item(text="“Improve” has no end. Say what is true on 31 Dec."),
        ],
        path=[Item(title="Clinics get value in their first month")],
        names=["Mara Oyelaran", "Tove Nyström", "Luis Prado", "Ada Krol", "Jonas Bäck"],
        rows=_rows(),
        spark=pictures.sparkline(_spark(today, 12)),
        spark_short=pictures.sparkline(_spark(today, 1)),
        elsewhere=(
            Elsewhere(
                "jira", "ONB-17", "https://tickets.example/ONB-17", (("Sprint", "4"),)
            ),
            Elsewhere("", "", "", (("Region", "North"), ("Sheet", "2"))),
        ),
        falling=pictures.trend(_falling(today), unit="days"),
        rising=pictures.trend(_rising(today), unit="%"),
        waterfall=pictures.waterfall(_waterfall(2), unit="days"),
        waterfall_long=pictures.waterfall(_waterfall(14), unit="days"),
        heads=["Day", "Value"],
        table=[["1 Oct", "34"], ["21 Nov", "27"]],
    )


def _cycles() -> list[Item]:
    return [Item(name=f"Q{n} 2026", is_on=n == 4) for n in (4, 3, 2, 1)]


def _rows() -> list[Row]:
    first = "Clinics get value in their first month"
    return [
        Row("o1", "", 0, first, "at_risk", 0.31, 0.54, 0.58),
        Row("k1", "o1", 1, "Days from contract", "at_risk", 0.35, 0.47, 0.46),
        Row("k2", "o1", 1, "Clinics active", "on_track", 0.26, 0.62, 0.61),
        Row("o2", "", 0, "Growth that lasts", "off_track", 0.12, 0.1, 0.24),
        Row("k3", "o2", 1, "Enterprise pipeline", "no_data", None, 0.0, None),
        Row("k4", "o2", 1, "Net revenue retention", "off_track", -0.2, 0.2, 0.19),
    ]


def _spark(today: date, count: int) -> charts.Sparkline:
    first = today.toordinal() - 80
    points = tuple(
        (first + 7.0 * i, 34 - 0.55 * i - (1.4 if i % 3 == 0 else 0))
        for i in range(count)
    )
    return charts.Sparkline(
        points,
        label="From 34 to 27 days in twelve readings; target 14",
        target=14,
        first=first,
        last=first + 120,
    )


def _falling(today: date) -> charts.Trend:
    first, last = today - timedelta(days=53), today + timedelta(days=38)
    values = [34, 33.6, 32.2, 32.9, 31, 29.8, 28.1, 27]
    days = [first + timedelta(days=7 * i) for i in range(7)] + [today]
    return charts.Trend(
        first=first,
        last=last,
        today=today,
        readings=tuple(map(charts.Point, days, values)),
        expected=(charts.Point(first, 34), charts.Point(last, 14)),
        target=14,
        landings=(
            charts.Landing(today + timedelta(days=19), "Guided set-up"),
            charts.Landing(today + timedelta(days=26), "Calendar import"),
        ),
    )


def _rising(today: date) -> charts.Trend:
    first, last = today - timedelta(days=40), today + timedelta(days=50)
    values = [58, 59, 58.5, 60, 63.2, 62, 66]
    days = [first + timedelta(days=6 * i) for i in range(7)]
    fan = tuple(
        charts.Fan(
            today + timedelta(days=10 * i),
            66 + i,
            66 + 1.4 * i,
            66 + 1.8 * i,
            66 + 2.2 * i,
            66 + 2.7 * i,
        )
        for i in range(6)
    )
    return charts.Trend(
        first=first,
        last=last,
        today=today,
        readings=tuple(map(charts.Point, days, values)),
        expected=(charts.Point(first, 58), charts.Point(last, 75)),
        target=75,
        fan=fan,
    )


def _waterfall(count: int) -> charts.Waterfall:
    names = ["Guided set-up", "Calendar import of three systems", "Brand refresh"]
    bets = tuple(
        charts.WaterfallBet(
            names[i % 3] if i < 3 else f"{names[i % 3]} {i}",
            (-5.6, -2.5, 0.8)[i % 3] / max(1, count / 3),
        )
        for i in range(count)
    )
    return charts.Waterfall(start=34, now=27, target=14, bets=bets)
