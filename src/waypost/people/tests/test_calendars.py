from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.people import actions, installation, queries
from waypost.people.models import Calendar, CalendarException, Person
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
CHRISTMAS = actions.ExceptionTerms(date(2026, 12, 25), name="Christmas")
TERMS = actions.CalendarTerms("Sweden", exceptions=(CHRISTMAS,))


@pytest.fixture
def manager() -> Person:
    return make_person(role="manager")


def test_come_in_bulk_with_their_exceptions(manager: Person) -> None:
    terms = [replace(TERMS, name=f"Region {n}") for n in range(3)]

    rows = actions.create_calendars(actor=manager, now=NOW, terms=terms)

    assert [row.name for row in rows] == ["Region 0", "Region 1", "Region 2"]
    assert CalendarException.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekly_hours": (8, 8)}, "weekly_hours"),
        ({"weekly_hours": (25, 0, 0, 0, 0, 0, 0)}, "weekly_hours"),
        ({"name": " "}, "name"),
        ({"exceptions": (CHRISTMAS, CHRISTMAS)}, "exceptions"),
        ({"exceptions": (replace(CHRISTMAS, hours=Decimal(25)),)}, "exceptions"),
    ],
)
def test_say_what_does_not_fit(
    manager: Person, changes: dict[str, object], field: str
) -> None:
    terms = replace(TERMS, **changes)  # type: ignore[arg-type]  # any field of it

    with pytest.raises(actions.Refused) as refusal:
        actions.create_calendar(actor=manager, now=NOW, terms=terms)

    assert field in refusal.value.message_dict
    assert not Calendar.objects.exists()


def test_have_names_of_their_own(manager: Person) -> None:
    make_calendar("Sweden")

    with pytest.raises(actions.Refused, match="named “Sweden”"):
        actions.create_calendar(actor=manager, now=NOW, terms=TERMS)


def test_have_one_default_that_an_admin_chooses(manager: Person) -> None:
    old = make_calendar(is_default=True)
    terms = replace(TERMS, is_default=True)

    with pytest.raises(Denied):
        actions.create_calendar(actor=manager, now=NOW, terms=terms)
    new = actions.create_calendar(actor=make_admin(), now=NOW, terms=terms)

    old.refresh_from_db()
    assert not old.is_default
    assert installation.default_calendar() == new


def test_are_edited_with_their_exceptions() -> None:
    admin = make_admin()
    calendar = actions.create_calendar(actor=admin, now=NOW, terms=TERMS)
    bridge = actions.ExceptionTerms(date(2026, 12, 24), Decimal(4))

    actions.add_exceptions(
        actor=admin,
        now=NOW,
        calendar=calendar,
        exceptions=[bridge, replace(CHRISTMAS, hours=Decimal(2))],
    )
    days = calendar.exceptions.order_by("day").values_list("hours", flat=True)
    assert list(days) == [4, 2]

    terms = replace(TERMS, name="Sverige", exceptions=(bridge,))
    actions.edit_calendar(actor=admin, now=NOW, calendar=calendar, terms=terms)
    assert calendar.exceptions.get().day == bridge.day
    assert queries.calendars(viewer=admin)[0].name == "Sverige"


def test_are_made_by_who_plans() -> None:
    with pytest.raises(Denied):
        actions.create_calendar(actor=make_person(), now=NOW, terms=TERMS)


def test_days_off_are_entered_by_the_person_or_their_manager() -> None:
    boss = make_person()
    person = make_person(manager=boss)
    terms = actions.TimeOffTerms(date(2026, 7, 1), date(2026, 7, 14), "Surgery")

    off = actions.add_time_off(actor=boss, now=NOW, person=person, terms=terms)

    [seen] = queries.time_off(viewer=person, person=person)
    [told] = queries.time_off(viewer=make_person(), person=person)
    assert (seen.note, told.note) == ("Surgery", "")
    with pytest.raises(Denied):
        actions.remove_time_off(actor=make_person(), now=NOW, time_off=off)
    with pytest.raises(ValidationError, match="first day or later"):
        actions.add_time_off(
            actor=person,
            now=NOW,
            person=person,
            terms=replace(terms, ends_on=date(2026, 6, 30)),
        )
    actions.remove_time_off(actor=person, now=NOW, time_off=off)
    assert queries.time_off(viewer=person, person=person) == []


def test_a_day_is_that_of_the_organisation() -> None:
    late = datetime(2026, 2, 2, 23, 30, tzinfo=UTC)
    assert installation.local_day(late) == date(2026, 2, 2)

    make_organisation(time_zone="Europe/Stockholm")
    assert installation.local_day(late) == date(2026, 2, 3)


@pytest.fixture
def admin() -> Person:
    return make_admin()


def with_christmas(admin: Person) -> Calendar:
    return actions.create_calendar(actor=admin, now=NOW, terms=TERMS)


def test_are_copied_with_week_and_days(admin: Person) -> None:
    calendar = with_christmas(admin)

    made = actions.copy_calendar(
        actor=admin, now=NOW, calendar=calendar, name=" Norway "
    )

    assert (made.name, made.is_default) == ("Norway", False)
    assert made.weekly_hours == calendar.weekly_hours
    assert [row.name for row in made.exceptions.all()] == ["Christmas"]
    with pytest.raises(actions.Refused, match="already"):
        actions.copy_calendar(actor=admin, now=NOW, calendar=calendar, name="Norway")
    with pytest.raises(Denied):
        actions.copy_calendar(
            actor=make_person(role="manager"), now=NOW, calendar=calendar, name="x"
        )


def test_change_their_week_and_keep_their_days(admin: Person) -> None:
    calendar = with_christmas(admin)
    terms = actions.CalendarTerms("Sweden", (7, 7, 7, 7, 7, 0, 0), is_default=True)

    actions.edit_week(actor=admin, now=NOW, calendar=calendar, terms=terms)

    calendar.refresh_from_db()
    assert (calendar.weekly_hours[0], calendar.is_default) == (7, True)
    assert calendar.exceptions.count() == 1
    with pytest.raises(actions.Refused, match="another one"):
        actions.edit_week(
            actor=admin,
            now=NOW,
            calendar=calendar,
            terms=replace(terms, is_default=False),
        )
    with pytest.raises(actions.Refused):
        actions.edit_week(
            actor=admin,
            now=NOW,
            calendar=calendar,
            terms=replace(terms, weekly_hours=(25,) * 7),
        )


def test_are_deleted_and_leave_people_the_default_one(admin: Person) -> None:
    default = make_calendar(is_default=True)
    calendar = with_christmas(admin)
    person = make_person(calendar=calendar)

    with pytest.raises(actions.Refused, match="default"):
        actions.delete_calendar(actor=admin, now=NOW, calendar=default)
    actions.delete_calendar(actor=admin, now=NOW, calendar=calendar)

    person.refresh_from_db()
    assert person.calendar is None
    assert not CalendarException.objects.exists()


def test_have_days_that_are_changed_and_deleted(admin: Person) -> None:
    calendar = with_christmas(admin)
    day = calendar.exceptions.get()
    eve = actions.ExceptionTerms(date(2026, 12, 24), Decimal(4), "Christmas Eve")

    actions.edit_exception(actor=admin, now=NOW, exception=day, terms=eve)

    day.refresh_from_db()
    assert (day.day, day.hours) == (date(2026, 12, 24), 4)
    actions.add_exceptions(
        actor=admin, now=NOW, calendar=calendar, exceptions=[CHRISTMAS]
    )
    with pytest.raises(ValidationError):
        actions.edit_exception(actor=admin, now=NOW, exception=day, terms=CHRISTMAS)
    day.refresh_from_db()
    actions.delete_exception(actor=admin, now=NOW, exception=day)
    assert calendar.exceptions.get().name == "Christmas"
    with pytest.raises(Denied):
        actions.delete_exception(
            actor=make_person(role="manager"),
            now=NOW,
            exception=calendar.exceptions.get(),
        )


def test_are_listed_with_who_has_them(admin: Person) -> None:
    default, sweden = make_calendar(is_default=True), with_christmas(admin)
    make_person("Tove", calendar=sweden)
    make_person(calendar=sweden, is_active=False)

    rows = queries.calendar_rows(viewer=admin, today=date(2026, 2, 2))
    page = queries.calendar_page(viewer=admin, calendar=sweden, year=2026)

    assert [(row.pk, row.people_count, row.days_ahead) for row in rows] == [
        (default.pk, 1, 0),
        (sweden.pk, 1, 1),
    ]
    assert [ref.name for ref in page.people] == ["Tove"]
    assert [row.name for row in page.exceptions] == ["Christmas"]
    assert (
        queries.calendar_page(viewer=admin, calendar=sweden, year=2027).exceptions == ()
    )
