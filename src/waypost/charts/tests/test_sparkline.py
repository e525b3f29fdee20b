from waypost.charts import Ahead, Sparkline, sparkline


def test_draws_a_line_with_a_dot_at_the_last_reading() -> None:
    svg = sparkline(Sparkline(((1, 34), (8, 30), (15, 27)), label="From 34 to 27"))

    assert svg.count("<path") == 1
    assert svg.count("<circle") == 1
    assert 'aria-label="From 34 to 27"' in svg


def test_draws_only_a_dot_for_one_reading() -> None:
    svg = sparkline(Sparkline(((1, 34),), label="34"))

    assert "<path" not in svg
    assert "<circle" in svg


def test_draws_a_rule_without_readings() -> None:
    svg = sparkline(Sparkline((), label="no readings"))

    assert 'class="aim"' in svg
    assert "<circle" not in svg


def test_keeps_order_by_day_whatever_order_readings_come_in() -> None:
    shuffled = sparkline(Sparkline(((8, 30), (1, 34), (15, 27)), label="x"))

    assert shuffled == sparkline(Sparkline(((1, 34), (8, 30), (15, 27)), label="x"))


def test_draws_what_lies_ahead_when_it_is_given() -> None:
    line = Sparkline(
        ((1, 34), (8, 30)), label="x", last=30, ahead=Ahead(20, low=15, high=26)
    )

    svg = sparkline(line)

    assert 'class="ahead"' in svg
    assert 'class="fan"' in svg
