import re

from waypost.charts import DotStrip, Words, dot_strip


def draw(*values: float, own: float | None = None, middle: float | None = None) -> str:
    data = DotStrip(values, label="Three say 40 %", own=own, middle=middle)
    return dot_strip(data, Words(value=lambda share: f"{share:.0%}"))


def test_puts_those_alike_upon_one_another() -> None:
    svg = draw(0.4, 0.4, 0.8)

    dots = re.findall(r'cx="([\d.]+)%" cy="([\d.]+)"', svg)
    assert len(dots) == 3
    assert dots[0][0] == dots[1][0] != dots[2][0]
    assert dots[0][1] != dots[1][1]


def test_marks_ones_own_and_the_middle() -> None:
    svg = draw(0.2, 0.4, 0.9, own=0.4, middle=0.4)

    assert svg.count('class="own"') == 1
    assert "median 40%" in svg


def test_keeps_inside_whatever_comes() -> None:
    svg = draw(-3, 7, *[0.5] * 100)

    assert svg.count("<circle") == 10
    assert 'aria-label="Three say 40 %"' in svg


def test_draws_only_the_line_for_nobody() -> None:
    assert "<circle" not in draw()
