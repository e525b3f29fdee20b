from dataclasses import replace
from datetime import date, timedelta

from waypost.charts import Fan, Landing, Point, Trend, Words, trend_chart

FIRST, LAST, TODAY = date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 21)
DATA = Trend(
    first=FIRST,
    last=LAST,
    today=TODAY,
    readings=(Point(FIRST, 34), Point(TODAY, 27)),
    label="From 34 to 27 days; target 14",
    expected=(Point(FIRST, 34), Point(LAST, 14)),
    target=14,
)


def draw(**changes: object) -> str:
    return trend_chart(replace(DATA, **changes), Words())  # type: ignore[arg-type]  # test


def test_is_drawn_for_two_widths_and_says_what_it_shows() -> None:
    svg = draw()

    assert svg.count("<svg class=") >= 2
    assert svg.count('aria-label="From 34 to 27 days; target 14"') == 2


def test_names_the_target_on_its_line_and_the_last_reading() -> None:
    svg = draw()

    assert ">target 14</text>" in svg
    assert ">27</text>" in svg
    assert ">expected</text>" in svg


def test_leaves_out_today_when_it_lies_outside() -> None:
    assert 'class="today"' not in draw(today=LAST + timedelta(days=1))


def test_marks_bets_that_land_inside_and_no_others() -> None:
    landings = (Landing(date(2026, 12, 12), "GUIDE"), Landing(date(2027, 3, 1), "LATE"))

    svg = draw(landings=landings)

    assert ">GUIDE</text>" in svg
    assert "LATE" not in svg


def test_stacks_the_labels_of_bets_that_land_together() -> None:
    day = date(2026, 12, 12)

    svg = draw(
        landings=(Landing(day, "Guided set-up"), Landing(day, "Calendar import"))
    )

    heights = {
        part.split('y="')[1].split('"')[0]
        for part in svg.split("<text")
        if "t-bet" in part and "calendar" in part.lower() + "guided"
    }
    assert len(heights) >= 2


def test_draws_bands_only_when_a_forecast_is_given() -> None:
    fan = (Fan(TODAY, 27, 27, 27, 27, 27), Fan(LAST, 13, 15, 17, 20, 22))

    assert 'class="band"' not in draw()
    assert draw(fan=fan).count('class="band"') == 4


def test_draws_a_range_as_a_band() -> None:
    assert 'class="target-band"' in draw(target=10, target_high=20)


def test_stands_without_any_reading() -> None:
    svg = draw(readings=(), expected=(), target=None)

    assert 'class="line"' not in svg


def test_escapes_what_people_typed() -> None:
    svg = draw(landings=(Landing(TODAY, "<b>&"),))

    assert "<b>" not in svg
    assert "&lt;b&gt;" in svg
