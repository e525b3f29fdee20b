from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from waypost.web import locales
from waypost.web.templatetags import formats

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("code", "number", "money", "day"),
    [
        ("en-gb", "1,250.5", f"€{NB}98,000", f"24{NB}Dec{NB}2019"),
        ("en-us", "1,250.5", f"€{NB}98,000", f"Dec{NB}24,{NB}2019"),
        ("de", "1.250,5", f"98.000{NB}€", f"24.{NB}Dec{NB}2019"),
        ("fr", f"1{NB}250,5", f"98{NB}000{NB}€", f"24{NB}Dec{NB}2019"),
        ("nl", "1.250,5", f"€{NB}98.000", f"24{NB}Dec{NB}2019"),
        ("sv", f"1{NB}250,5", f"98{NB}000{NB}€", f"24{NB}Dec{NB}2019"),
        ("pl", f"1{NB}250,5", f"98{NB}000{NB}€", f"24{NB}Dec{NB}2019"),
    ],
)
def test_write_numbers_money_and_days(
    code: str, number: str, money: str, day: str
) -> None:
    with locales.written_as(code):
        assert formats.signed(0) == "0"
        assert (
            formats.with_unit(formats._written(formats._decimal(1250.5), 1), "")
            == number
        )
        assert formats.money(98_000) == money
        assert formats.day(date(2019, 12, 24)) == day


@pytest.mark.parametrize(
    ("code", "shown"),
    [("en-gb", "14:05"), ("en-us", f"2:05{NB}PM"), ("fi", "14.05"), ("cs", "14:05")],
)
def test_write_times(code: str, shown: str) -> None:
    with locales.written_as(code):
        at = datetime(2019, 1, 1, 14, 5, tzinfo=ZoneInfo("UTC"))
        assert formats.time_of_day(at) == shown


@pytest.mark.parametrize("locale", locales.LOCALES, ids=lambda each: each.code)
def test_know_their_signs(locale: locales.Locale) -> None:
    assert locale.decimal in {",", "."}
    assert locale.group in {",", ".", NB}
    assert locale.group != locale.decimal
    assert locale.first_weekday in {0, 6}


@given(
    number=st.decimals(-999_999, 999_999, places=2).map(lambda d: f"{d:f}"),
    locale=st.sampled_from(locales.LOCALES),
)
def test_read_what_they_write(number: str, locale: locales.Locale) -> None:
    written = locales.write_number(number, locale)

    assert locales.read_number(written, locale) == number


@given(text=st.text(max_size=30), locale=st.sampled_from(locales.LOCALES))
def test_read_anything_without_a_crash(text: str, locale: locales.Locale) -> None:
    read = locales.read_number(text, locale)

    assert read == text or float(read) == float(read)


@pytest.mark.parametrize(
    ("code", "typed", "read"),
    [
        ("de", "1.250", "1250"),
        ("de", "1.25", "1.25"),
        ("de", "0.125", "0.125"),
        ("en-gb", "1,250", "1250"),
        ("en-gb", "1,25", "1.25"),
        ("en-gb", "1,250,000", "1250000"),
        ("sv", "1.250", "1.250"),
        ("de", "1,250.5", "1250.5"),
        ("en-gb", "1.250,5", "1250.5"),
        ("en-gb", "1,2,3", "1,2,3"),
        ("en-gb", "1’250", "1250"),
        ("de", "", ""),
        ("de", "12 apples", "12 apples"),
    ],
)
def test_take_comma_and_point_where_they_cannot_be_mistaken(
    code: str, typed: str, read: str
) -> None:
    assert locales.read_number(typed, locales.find(code)) == read


def test_are_found_by_what_browsers_say() -> None:
    assert locales.of_browser("nn-NO,nb;q=0.9") == "no"
    assert locales.of_browser("de-AT") == "de"
    assert locales.of_browser("en") == "en-us"
    assert locales.of_browser("tlh") == ""
    assert locales.of_browser("," * 10_000) == ""


def test_days_of_this_year_need_no_year() -> None:
    today = timezone.localdate()

    with locales.written_as("en-us"):
        assert formats.day(today) == f"{today:%b}{NB}{today.day}"
