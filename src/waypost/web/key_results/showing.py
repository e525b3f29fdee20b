"""What the page of a key result says and draws, made of rows and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from waypost import charts
from waypost.bets.queries import BetRow, KeyResultFigures, Story
from waypost.core.db import is_past
from waypost.core.registry import label_of
from waypost.okrs.models import CheckIn
from waypost.okrs.queries import CheckInRow, KeyResultPage, KeyResultRow
from waypost.web import pictures
from waypost.web.templatetags import formats

CHECK_INS = 12  # the rest is history


@dataclass(frozen=True, slots=True)
class BetLine:
    """A bet with what it is worth to this key result."""

    bet: BetRow
    worth: float | None
    share_at_due: float | None
    lands_on: date | None
    is_overdue: bool
    arithmetic: str

    @property
    def name(self) -> str:
        """What tells it from another bet of the same project."""
        return self.bet.milestone_title or self.bet.project_name


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """A check-in with how many comments stand on it, and where."""

    row: CheckInRow
    comments: int
    talk_url: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure's name, what it is made of, and what comes out."""

    name: str
    steps: str
    result: str


def headline(row: KeyResultRow) -> str:
    """Return the title with the promise: ``Days to first booking, from 34 to 14``."""
    if row.kind == "metric":
        return _("%(title)s, from %(start)s to %(target)s") % {
            "title": row.title,
            "start": formats.number(row.baseline),
            "target": formats.number(row.target, row.unit),
        }
    if row.kind == "range":
        return _("%(title)s, between %(low)s and %(high)s") % {
            "title": row.title,
            "low": formats.number(row.low),
            "high": formats.number(row.high, row.unit),
        }
    return row.title


def check_ins(rows: Sequence[CheckInRow], said: Mapping[int, int]) -> list[CheckInLine]:
    """Return the latest check-ins with what people said on them."""
    kind = label_of(CheckIn)
    return [
        CheckInLine(
            row=row,
            comments=said.get(row.pk, 0),
            talk_url=reverse("conversations:thread", args=[kind, row.pk]),
        )
        for row in rows[:CHECK_INS]
    ]


def bet_lines(bets: list[BetRow], figures: KeyResultFigures) -> list[BetLine]:
    """Return the bets, those that count first, each with its worth here."""
    stakes = {stake.bet: stake for stake in figures.stakes}
    lines = []
    for bet in bets:
        stake = stakes.get(bet.pk)
        lines.append(
            BetLine(
                bet=bet,
                worth=stake.worth if stake else None,
                share_at_due=stake.share_at_due if stake else None,
                lands_on=stake.lands_on if stake else bet.lands_on,
                is_overdue=stake.is_overdue if stake else False,
                arithmetic=_worth_in_words(bet, stake) if stake else "",
            )
        )
    return sorted(lines, key=lambda line: line.worth is None)


def _worth_in_words(bet: BetRow, stake: object) -> str:
    """Return ``70 % × −8 days × 1 landed by then − already in the reading``."""
    probability = formats.percent(bet.probability)
    if bet.likely is None:
        return _("%(step)s, named by one bet") % {"step": bet.step_title}
    effect = formats.number(getattr(stake, "effect", None), bet.unit)
    landed = formats.percent(
        getattr(stake, "share_at_due", 0) - getattr(stake, "share_landed", 0)
    )
    words = _("%(probability)s × %(effect)s (mean) × %(landed)s still to land") % {
        "probability": probability,
        "effect": effect,
        "landed": landed,
    }
    before = getattr(stake, "worth_before_overlap", 0.0)
    if abs(before - getattr(stake, "worth", 0.0)) > 1e-9:
        words += _(", less what overlaps in “%(group)s”") % {"group": bet.group_name}
    return words


def trend(
    page: KeyResultPage, story: Story, lines: list[BetLine], today: date
) -> SafeString:
    """Draw the readings against the expected path, with where bets land."""
    row = page.row
    return pictures.trend(trend_data(page, story, lines, today), unit=row.unit)


def trend_data(
    page: KeyResultPage, story: Story, lines: list[BetLine], today: date
) -> charts.Trend:
    """Return what the trend chart shows."""
    row = page.row
    inside = [
        charts.Point(localdate(at), value)
        for at, value in page.readings
        if row.starts_on <= localdate(at) <= row.due_on
    ]
    before = [
        charts.Point(row.starts_on, value)
        for at, value in page.readings
        if localdate(at) < row.starts_on
    ][-1:]
    starts = inside and inside[0].day == row.starts_on
    return charts.Trend(
        first=row.starts_on,
        last=row.due_on,
        today=today,
        readings=tuple(inside if starts else before + inside),
        expected=tuple(charts.Point(day, value) for day, value in story.path),
        target=_float(row.low if row.kind == "range" else row.target),
        target_high=_float(row.high) if row.kind == "range" else None,
        landings=tuple(
            charts.Landing(line.lands_on, line.bet.project_code)
            for line in lines
            if line.worth is not None
            and line.lands_on
            and today <= line.lands_on <= row.due_on
        ),
    )


def waterfall(
    row: KeyResultRow, figures: KeyResultFigures, lines: list[BetLine]
) -> SafeString:
    """Draw from the start over what is measured and bet to the target."""
    data = charts.Waterfall(
        start=figures.baseline,
        now=figures.now,
        target=figures.target,
        bets=tuple(
            charts.WaterfallBet(line.name, line.worth)
            for line in lines
            if line.worth is not None
        ),
    )
    return pictures.waterfall(data, unit=row.unit)


def waterfall_rows(
    row: KeyResultRow, figures: KeyResultFigures, lines: list[BetLine]
) -> list[list[str]]:
    """Return the waterfall as a table; its last line is the sum."""
    unit = row.unit
    bars = [
        [_("Start"), formats.number(figures.baseline, unit)],
        [_("Measured"), formats.signed(figures.now - figures.baseline, unit)],
    ]
    bars += [
        [line.name, formats.signed(line.worth, unit)]
        for line in lines
        if line.worth is not None
    ]
    bars += [
        [_("Gap"), formats.signed(figures.gap, unit)],
        [_("Target"), formats.number(figures.target, unit)],
    ]
    return bars


def readings_table(page: KeyResultPage) -> list[list[str]]:
    """Return the readings of the chart, the newest first."""
    return [
        [formats.day(localdate(at)), formats.number(value, page.row.unit)]
        for at, value in reversed(page.readings)
    ]


def formulas(page: KeyResultPage, figures: KeyResultFigures) -> list[Formula]:
    """Return how each figure of the strip came about."""
    row = page.row
    found = [_progress(row, figures), _pace(figures), _coverage(row, figures)]
    if row.latest_at is not None:
        found.insert(0, _now(row, row.latest_at))
    return found


def _now(row: KeyResultRow, at: datetime) -> Formula:
    source = row.metric_name
    if row.source != "hand":
        source += f" ({row.source})"
    return Formula(
        _("Now"),
        _("last reading of %(metric)s, %(day)s")
        % {"metric": source, "day": formats.day(localdate(at))},
        formats.number(row.latest, row.unit),
    )


def _progress(row: KeyResultRow, figures: KeyResultFigures) -> Formula:
    if figures.progress is None:
        steps = _("nothing measured yet; a roll-up counts it as 0")
    elif row.kind == "metric":
        now, start, target = (
            formats.number(value)
            for value in (figures.value, figures.baseline, figures.target)
        )
        steps = f"({now} − {start}) ÷ ({target} − {start})"
    elif row.kind == "range":
        steps = _(
            "distance still to the range, against the distance at the start; from"
            " inside, the share of time inside"
        )
    else:
        steps = _("weight of the steps done ÷ weight of all")
    return Formula(_("Progress"), steps, formats.percent(figures.progress) or "–")


def _pace(figures: KeyResultFigures) -> Formula:
    said = _("progress %(progress)s − expected by today %(expected)s")
    if is_past():
        said = _("progress %(progress)s − expected by then %(expected)s")
    steps = said % {
        "progress": formats.percent(figures.progress) or "–",
        "expected": formats.percent(figures.expected),
    }
    if figures.pace is None:
        return Formula(_("Pace"), steps, "–")
    points = formats.signed(round(100 * figures.pace))
    return Formula(_("Pace"), steps, _("%(points)s points") % {"points": points})


def _coverage(row: KeyResultRow, figures: KeyResultFigures) -> Formula:
    worth = sum(stake.worth for stake in figures.stakes)
    start, target = formats.number(figures.baseline), formats.number(figures.target)
    steps = _(
        "(now %(now)s − %(start)s, and bets %(worth)s) ÷ (%(target)s − %(start)s)"
    )
    values = {
        "now": formats.number(figures.now),
        "start": start,
        "target": target,
        "worth": formats.signed(worth),
    }
    if row.kind == "range":
        steps = _("distance covered toward the nearest edge, bets %(worth)s included")
    return Formula(_("Coverage"), steps % values, formats.percent(figures.coverage))


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
