import re

from waypost.charts import CoverageBar, Meter, coverage_bar, meter


def bar(measured: float | None, bets: float = 0, pace: float | None = None) -> str:
    return coverage_bar(CoverageBar(measured, bets, pace, label="35 % measured"))


def part(svg: str, name: str) -> tuple[float, float]:
    found = re.search(rf'class="{name}" x="([\d.]+)%" width="([\d.]+)%"', svg)
    assert found
    return float(found[1]), float(found[2])


def test_lays_measured_bets_and_gap_end_to_end() -> None:
    svg = bar(0.35, 0.47, pace=0.55)

    assert part(svg, "measured") == (0, 35)
    assert part(svg, "bets") == (35, 47)
    assert part(svg, "gap") == (82, 18)
    assert 'class="pace" x1="55%"' in svg


def test_fills_the_track_and_no_more_when_bets_exceed_the_target() -> None:
    svg = bar(0.6, 0.9)

    assert part(svg, "bets") == (60, 40)
    assert 'class="gap"' not in svg


def test_draws_a_loss_in_its_own_mark() -> None:
    svg = bar(-0.4, 0.1)

    assert 'class="lost"' in svg
    assert 'class="measured"' not in svg


def test_shows_only_the_gap_without_data() -> None:
    assert part(bar(None), "gap") == (0, 100)


def test_says_what_it_shows() -> None:
    assert 'role="img" aria-label="35 % measured"' in bar(0.35)


def test_escapes_its_label() -> None:
    svg = coverage_bar(CoverageBar(0.1, 0, None, label='"><script>'))

    assert "<script>" not in svg


def test_holds_no_style() -> None:
    assert "style=" not in bar(0.35, 0.47, 0.5)


def test_a_meter_without_label_is_decoration() -> None:
    assert 'aria-hidden="true"' in meter(Meter(0.4))
    assert 'aria-label="Tasks done"' in meter(Meter(0.4, label="Tasks done"))
