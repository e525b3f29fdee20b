from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Calendar, CalendarException, Person
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
WEEK = {f"day_{n}": "7,5" if n < 5 else "0" for n in range(7)}
FORM = {"name": "Sweden", **WEEK}
DAY = {"name": "Midsummer", "day": "2026-06-19", "until": "", "hours": "0"}


@pytest.fixture
def admin(client: Client) -> Person:
    make_organisation()
    person = make_admin()
    client.force_login(person)
    return person


@pytest.fixture
def calendar(admin: Person) -> Calendar:
    return make_calendar("Norway", is_default=True)


def test_are_listed_for_everybody(client: Client, calendar: Calendar) -> None:
    client.force_login(make_person(role="viewer"))

    html = client.get("/calendars/").content.decode()

    assert "Norway" in html
    assert "default" in html
    assert "/calendars/new/" not in html


def test_show_a_year_its_days_and_who_has_them(
    client: Client, calendar: Calendar
) -> None:
    CalendarException.objects.create(
        calendar=calendar, day=date(2026, 5, 17), name="Constitution Day"
    )
    CalendarException.objects.create(
        calendar=calendar, day=date(2027, 5, 17), name="Next year's"
    )
    make_person("Tove", calendar=calendar)

    html = client.get(f"/calendars/{calendar.pk}/?year=2026").content.decode()

    assert "Constitution Day" in html
    assert "Next year" not in html.replace("Year after", "")
    assert "Tove" in html
    for wrong in ("x", "99999", "-1", "1", "٢٠٢٦"):
        assert client.get(f"/calendars/{calendar.pk}/?year={wrong}").status_code == 200


def test_begin_the_week_as_the_person_does(client: Client, calendar: Calendar) -> None:
    person = make_person(locale="en-us")
    client.force_login(person)
    assert client.get(f"/calendars/{calendar.pk}/").context["drawn"].heads[0][0] == "Su"
    person.locale = "de"
    person.save()
    assert client.get(f"/calendars/{calendar.pk}/").context["drawn"].heads[0][0] == "Mo"


def test_are_made_changed_copied_and_deleted_with_undo(
    client: Client, admin: Person, calendar: Calendar
) -> None:
    client.post("/calendars/new/", FORM)
    made = Calendar.objects.get(name="Sweden")
    assert made.weekly_hours == [7.5, 7.5, 7.5, 7.5, 7.5, 0, 0]

    client.post(f"/calendars/{made.pk}/edit/", FORM | {"is_default": "on"})
    calendar.refresh_from_db()
    made.refresh_from_db()
    assert (made.is_default, calendar.is_default) == (True, False)
    client.post(f"/calendars/{made.pk}/days/", DAY)
    client.post(f"/calendars/{made.pk}/copy/", {"name": "Finland"})
    copied = Calendar.objects.get(name="Finland")
    assert copied.exceptions.get().name == "Midsummer"
    client.post(f"/calendars/{copied.pk}/delete/")
    assert not Calendar.objects.filter(name="Finland").exists()
    client.post(f"/history/{history.last_change_set(admin)}/undo/")
    assert Calendar.objects.get(name="Finland").exceptions.count() == 1


def test_keep_one_default(client: Client, calendar: Calendar) -> None:
    form = FORM | {"name": "Norway"}

    response = client.post(f"/calendars/{calendar.pk}/edit/", form)
    refused = client.post(f"/calendars/{calendar.pk}/delete/", follow=True)

    assert response.status_code == 422
    assert "is_default" in response.context["form"].errors
    assert "is the default" in refused.content.decode()
    assert Calendar.objects.get().is_default


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Norway"}, "name"),
        ({"day_0": "25"}, "day_0"),
        ({"day_6": "-1"}, "day_6"),
        ({"day_3": "all"}, "day_3"),
        ({"day_3": ""}, "day_3"),
    ],
)
def test_come_back_where_something_is_wrong(
    client: Client, calendar: Calendar, wrong: dict[str, str], field: str
) -> None:
    response = client.post("/calendars/new/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Calendar.objects.count() == 1


def test_take_a_name_once_when_copied(client: Client, calendar: Calendar) -> None:
    for name in ("", "Norway"):
        response = client.post(f"/calendars/{calendar.pk}/copy/", {"name": name})
        assert response.status_code == 422
        assert "name" in response.context["form"].errors


def test_take_days_in_a_row(client: Client, calendar: Calendar) -> None:
    form = DAY | {"day": "2026-12-24", "until": "2026-12-26", "hours": "4"}

    response = client.post(f"/calendars/{calendar.pk}/days/", form)

    assert response["Location"] == f"/calendars/{calendar.pk}/?year=2026"
    days = list(calendar.exceptions.order_by("day"))
    assert [row.day.day for row in days] == [24, 25, 26]
    assert {row.hours for row in days} == {Decimal(4)}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"until": "2026-06-18"}, "until"),
        ({"until": "2027-06-19"}, "until"),
        ({"hours": "25"}, "hours"),
        ({"hours": "some"}, "hours"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_refuse_days_that_cannot_be(
    client: Client, calendar: Calendar, wrong: dict[str, str], field: str
) -> None:
    response = client.post(f"/calendars/{calendar.pk}/days/", DAY | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not CalendarException.objects.exists()


def test_let_a_day_be_changed_and_deleted(client: Client, calendar: Calendar) -> None:
    client.post(f"/calendars/{calendar.pk}/days/", DAY)
    client.post(f"/calendars/{calendar.pk}/days/", DAY | {"day": "2026-06-20"})
    first, second = calendar.exceptions.order_by("day")
    page = f"/calendars/days/{first.pk}/"

    client.post(page, {"name": "Half", "day": "2026-06-18", "hours": "4,5"})
    clash = client.post(page, {"name": "x", "day": "2026-06-20", "hours": "0"})
    client.post(f"/calendars/days/{second.pk}/delete/")

    first.refresh_from_db()
    assert (first.name, first.hours) == ("Half", Decimal("4.5"))
    assert clash.status_code == 422
    assert list(calendar.exceptions.all()) == [first]


def test_are_changed_by_admins_only(client: Client, calendar: Calendar) -> None:
    day = CalendarException.objects.create(calendar=calendar, day=date(2026, 1, 1))
    client.force_login(make_person(role="manager"))

    for path in (
        f"{calendar.pk}/edit/", f"{calendar.pk}/copy/", f"{calendar.pk}/days/",
        f"{calendar.pk}/delete/", f"days/{day.pk}/", f"days/{day.pk}/delete/",
    ):  # fmt: skip
        assert client.post(f"/calendars/{path}", FORM | DAY).status_code == 403
    assert not ChangeSet.objects.exists()


def test_are_not_there_by_a_number_of_none(client: Client, admin: Person) -> None:
    for path in ("99999/", "99999/edit/", "days/99999/", "99999999999999999999/"):
        assert client.get(f"/calendars/{path}").status_code == 404


def test_ask_as_often_for_twenty_as_for_two(
    client: Client, calendar: Calendar, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for size in (2, 18):
        for number in range(size):
            CalendarException.objects.create(
                calendar=calendar, day=date(2026, 1 + size % 12, number + 1)
            )
            make_person(calendar=make_calendar())
            make_person(calendar=calendar)
        with django_assert_max_num_queries(25) as listed:
            client.get("/calendars/")
        with django_assert_max_num_queries(25) as shown:
            client.get(f"/calendars/{calendar.pk}/?year=2026")
        counts.append((len(listed), len(shown)))

    assert counts[0] == counts[1]


def test_are_added_by_managers_too_but_not_as_the_default(
    client: Client, calendar: Calendar
) -> None:
    client.force_login(make_person(role="manager"))

    client.post("/calendars/new/", FORM | {"is_default": "on"})

    assert not Calendar.objects.get(name="Sweden").is_default
    client.force_login(make_person())
    assert client.get("/calendars/new/").status_code == 403
