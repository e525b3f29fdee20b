"""Whether the work adds up: from the start over what is measured and bet."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from waypost.charts._scale import Scale, padded
from waypost.charts._svg import Words, both_widths, share, shorten, tag, text, title

MOST_BETS = 12
MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class WaterfallBet:
    """What one bet is worth, signed, in the metric's unit."""

    label: str
    worth: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From `start` over `now` and the bets to `target`; works for rising and falling.

    A bet that leads away from the target is a harm and is drawn so.
    """

    start: float
    now: float
    target: float
    bets: tuple[WaterfallBet, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar: where it begins and ends on the value axis."""

    kind: str
    label: str
    amount: str
    begin: float
    end: float

    @property
    def is_level(self) -> bool:
        return self.kind in {"start", "goal"}


def waterfall(data: Waterfall, words: Words) -> str:
    """Draw columns where there is room for their names, rows elsewhere."""
    bars = _bars(data, words)
    rows = _as_rows(bars, data)
    fits = len(bars) <= MOST_COLUMNS
    return both_widths(
        data.label,
        wide=_as_columns(bars, data) if fits else rows,
        narrow=rows,
        heights=(COLUMNS_HEIGHT if fits else _rows_height(bars), _rows_height(bars)),
        kind="bars",
    )


def _bars(data: Waterfall, words: Words) -> list[_Bar]:
    moved = data.now - data.start
    bars = [
        _Bar("start", words.start, words.value(data.start), data.start, data.start),
        _Bar("measured", words.measured, words.signed(moved), data.start, data.now),
    ]
    toward = 1 if data.target >= data.start else -1
    reached = data.now
    for bet in _few(data.bets, words):
        kind = "harm" if bet.worth * toward < 0 else "bet"
        bars.append(
            _Bar(kind, bet.label, words.signed(bet.worth), reached, reached + bet.worth)
        )
        reached += bet.worth
    gap = data.target - reached
    if gap * toward > 1e-9:
        bars.append(_Bar("gap", words.gap, words.size(abs(gap)), reached, data.target))
    bars.append(
        _Bar("goal", words.goal, words.value(data.target), data.target, data.target)
    )
    if gap * toward < -1e-9:
        over = f"{words.value(data.target)}, {words.size(abs(gap))} {words.beyond}"
        bars[-1] = replace(bars[-1], amount=over)
    return bars


def _few(bets: tuple[WaterfallBet, ...], words: Words) -> list[WaterfallBet]:
    """Keep the largest bets in their order and join the rest."""
    if len(bets) <= MOST_BETS:
        return list(bets)
    by_size = sorted(bets, key=lambda bet: -abs(bet.worth))
    kept = {id(bet) for bet in by_size[: MOST_BETS - 1]}
    rest = [bet for bet in bets if id(bet) not in kept]
    joined = WaterfallBet(words.more(len(rest)), sum(bet.worth for bet in rest))
    return [*(bet for bet in bets if id(bet) in kept), joined]


COLUMNS_HEIGHT, COLUMNS_TOP, COLUMNS_FOOT = 230, 24, 42
ROW = 40


def _values(bars: list[_Bar]) -> list[float]:
    return [value for bar in bars for value in (bar.begin, bar.end)]


def _as_columns(bars: list[_Bar], data: Waterfall) -> str:
    y = Scale(
        *padded(_values(bars), 0.04), COLUMNS_HEIGHT - COLUMNS_FOOT - 14, COLUMNS_TOP
    )
    column = 1 / len(bars)
    at = y(data.target)
    drawn = tag("line", class_="aim", x1=0, x2="100%", y1=at, y2=at)
    for i, bar in enumerate(bars):
        middle = share((i + 0.5) * column)
        drawn += _column(bar, (i + 0.18) * column, 0.64 * column, y)
        drawn += _amount(bar, middle, y)
        drawn += _name(bar.label, middle, 640 * column)
        if i < len(bars) - 1 and bar.kind != "gap":
            drawn += _step(y(bar.end), (i + 0.82) * column, (i + 1.18) * column)
    return drawn


def _column(bar: _Bar, left: float, width: float, y: Scale) -> str:
    top, foot = sorted((y(bar.begin), y(bar.end)))
    if bar.is_level:
        top, foot = top - 2, top + 2
    return tag(
        "rect",
        title(f"{bar.label}: {bar.amount}"),
        class_=bar.kind,
        x=share(left),
        width=share(width),
        y=top,
        height=max(1.5, foot - top),
        rx=2,
    )


def _amount(bar: _Bar, middle: str, y: Scale) -> str:
    """Write the amount where the bar points to, out of the way of the step line."""
    above = bar.is_level or y(bar.end) < y(bar.begin)
    top, foot = sorted((y(bar.begin), y(bar.end)))
    return text(
        bar.amount,
        class_=f"t-{'bet' if bar.kind == 'harm' else bar.kind}",
        x=middle,
        y=top - 7 if above else foot + 15,
        text_anchor="middle",
    )


def _name(label: str, middle: str, width: float) -> str:
    """Write a name under its column, on two lines where it needs them."""
    first, second = _two_lines(label, width - 8)
    drawn = text(first, x=middle, y=COLUMNS_HEIGHT - 22, text_anchor="middle")
    if second:
        drawn += text(second, x=middle, y=COLUMNS_HEIGHT - 7, text_anchor="middle")
    return drawn


def _two_lines(label: str, width: float) -> tuple[str, str]:
    if shorten(label, width) == label:
        return label, ""
    words = label.split()
    first: Callable[[int], str] = lambda n: " ".join(words[:n])  # noqa: E731 - used thrice below
    fits = [n for n in range(1, len(words)) if shorten(first(n), width) == first(n)]
    cut = max(fits, default=0)
    if not cut:
        return shorten(label, width), ""
    return first(cut), shorten(" ".join(words[cut:]), width)


def _step(y: float, left: float, right: float) -> str:
    return tag("line", class_="step", x1=share(left), x2=share(right), y1=y, y2=y)


def _rows_height(bars: list[_Bar]) -> int:
    return ROW * len(bars) + 6


def _as_rows(bars: list[_Bar], data: Waterfall) -> str:
    """Draw the same lying: a name and an amount on a line, the bar under them."""
    x = Scale(*padded(_values(bars), 0.03), 0.0, 1.0)
    if data.target < data.start:  # progress runs to the right, whatever its sign
        x = Scale(x.low, x.high, 1.0, 0.0)
    at = share(x(data.target))
    drawn = ""
    for i, bar in enumerate(bars):
        left, right = sorted((x(bar.begin), x(bar.end)))
        top = i * ROW
        kind = "bet" if bar.kind == "harm" else bar.kind
        drawn += tag("line", class_="aim", x1=at, x2=at, y1=top + 18, y2=top + 34)
        drawn += text(shorten(bar.label, 205), x=0, y=top + 14)
        drawn += text(
            bar.amount, class_=f"t-{kind}", x="100%", y=top + 14, text_anchor="end"
        )
        drawn += tag(
            "rect",
            title(f"{bar.label}: {bar.amount}"),
            class_=bar.kind,
            x=share(max(0.0, left - 0.006) if bar.is_level else left),
            width=share(0.012 if bar.is_level else max(0.004, right - left)),
            y=top + 20,
            height=12,
            rx=2,
        )
    return drawn
