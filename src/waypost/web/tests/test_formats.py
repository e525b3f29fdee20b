from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from waypost.web.templatetags import formats

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (27, "27"),
        (27.0, "27"),
        (26.4, "26.4"),
        (Decimal("12.50"), "12.5"),
        (1234.56, "1,235"),
        (118_400, "118,400"),
        (0.012345, "0.01235"),
        (-5.6, "−5.6"),
        (0, "0"),
        (-0.00001, "−0.00001"),
        (99.999, "100"),
    ],
)
def test_numbers_show_the_digits_that_matter(value: float, shown: str) -> None:
    assert formats.number(value) == shown


def test_a_unit_stays_with_its_number() -> None:
    assert formats.number(27, "days") == f"27{NB}days"


@pytest.mark.parametrize(
    ("value", "shown"), [(3, "+3"), (-5.6, "−5.6"), (0, "0"), (-1.53571, "−1.54")]
)
def test_a_difference_has_its_sign(value: float, shown: str) -> None:
    assert formats.signed(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.46, "46"), (1, "100"), (0.999, "99"), (0.001, "1"), (0, "0"), (1.3, "130")],
)
def test_nearly_all_is_not_all(value: float, shown: str) -> None:
    assert formats.percent(value) == f"{shown}{NB}%"


def test_a_loss_has_a_minus_sign() -> None:
    assert formats.percent(-0.2) == f"−20{NB}%"


def test_a_day_of_another_year_says_so() -> None:
    this_year = timezone.localdate().year

    assert formats.day(date(this_year, 12, 12)) == f"12{NB}Dec"
    assert formats.day(date(2019, 12, 12)) == f"12{NB}Dec{NB}2019"


def test_an_instant_is_shown_in_the_persons_time_zone() -> None:
    late = datetime(2019, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC"))

    with timezone.override("Asia/Tokyo"):
        assert formats.day(late) == f"1{NB}Jan{NB}2020"


def test_days_near_today_have_names() -> None:
    today = timezone.localdate()

    assert formats.due(today) == "today"
    assert formats.due(today + timedelta(days=1)) == "tomorrow"
    assert formats.due(today - timedelta(days=1)) == "yesterday"


def test_ages_are_said_in_words() -> None:
    now = timezone.now()

    assert formats.ago(now) == "just now"
    assert formats.ago(now - timedelta(minutes=4)) == "4 minutes ago"
    assert formats.ago(now - timedelta(minutes=61)) == "1 hour ago"


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (118_400, "EUR", "€ 118,400"),
        (Decimal("12.5"), "CHF", "CHF 12.50"),
        (-3, "USD", "−$ 3"),
    ],
)
def test_money_has_its_symbol_and_no_empty_cents(
    value: float, currency: str, shown: str
) -> None:
    assert formats.money(value, currency) == shown.replace(" ", NB)


def test_thousands_are_parted_as_the_locale_does() -> None:
    with translation.override("de"):
        assert formats.number(1312.5) == "1.313"
        assert formats.number(26.4) == "26,4"


@pytest.mark.parametrize("show", [formats.number, formats.percent, formats.day])
def test_nothing_shows_as_nothing(show: object) -> None:
    assert callable(show)
    assert show(None) == ""
