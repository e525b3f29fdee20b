from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from waypost.core.listing import Between, Narrowing, OneOf, Order, Wanted
from waypost.people import queries
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_membership,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 2)


def found(viewer: Person, words: str = "", **only: Narrowing) -> list[str]:
    wanted = Wanted(words=words, only=only, order=(Order("name"),))
    ids = queries.find_people(viewer=viewer, today=TODAY, wanted=wanted).ids
    return [
        row.name for row in queries.people_lines(viewer=viewer, today=TODAY, ids=ids)
    ]


@pytest.fixture
def viewer() -> Person:
    return make_admin("Ada", password="a long walk home")


def test_are_narrowed_by_whether_they_can_sign_in(viewer: Person) -> None:
    make_person("Off", is_active=False, password="x")
    make_person("Invited")

    assert found(viewer) == ["Ada", "Invited", "Off"]
    assert found(viewer, standing=OneOf(("inactive",))) == ["Off"]
    assert found(viewer, standing=OneOf(("invited",))) == ["Invited"]
    assert found(viewer, standing=OneOf(("active", "inactive"))) == ["Ada", "Off"]
    assert found(viewer, standing=OneOf(("nonsense",))) == []


def test_are_narrowed_by_team_manager_role_calendar_and_capacity(
    viewer: Person,
) -> None:
    team, north = make_team(), make_calendar("North")
    tove = make_person("Tove", manager=viewer, calendar=north)
    make_membership(team, tove)
    make_membership(team, make_person("Former"), ends_on=date(2021, 1, 1))
    make_person("Vik", role="viewer", capacity_hours_per_week=Decimal(10))

    assert found(viewer, team=OneOf((team.pk,))) == ["Tove"]
    assert "Tove" not in found(viewer, team=OneOf((None,)))
    assert found(viewer, manager=OneOf((viewer.pk,))) == ["Tove"]
    assert found(viewer, role=OneOf(("viewer",))) == ["Vik"]
    assert found(viewer, calendar=OneOf((north.pk,))) == ["Tove"]
    assert found(viewer, capacity=Between(None, 20)) == ["Vik"]
    assert found(viewer, "tov") == ["Tove"]


def test_show_rates_to_who_may_see_them(viewer: Person) -> None:
    person = make_person(hourly_rate=Decimal(90))

    def rate_for(asker: Person) -> Decimal | None:
        [row] = queries.people_lines(viewer=asker, today=TODAY, ids=[person.pk])
        return row.rate

    assert rate_for(viewer) == 90
    assert rate_for(make_person(role="manager")) is None
    assert rate_for(person) is None


def test_do_not_sort_by_rates_for_who_may_not_see_them() -> None:
    cheap = make_person("A", hourly_rate=Decimal(1))
    dear = make_person("B", hourly_rate=Decimal(2))
    wanted = Wanted(order=(Order("rate", is_falling=True),))

    def order(asker: Person) -> tuple[int, ...]:
        ids = queries.find_people(viewer=asker, today=TODAY, wanted=wanted).ids
        return tuple(pk for pk in ids if pk in {cheap.pk, dear.pk})

    assert order(make_admin()) == (dear.pk, cheap.pk)
    assert order(make_person("C")) == (cheap.pk, dear.pk)


def test_take_as_many_queries_for_twenty_as_for_two(
    viewer: Person, django_assert_num_queries: Any
) -> None:
    for size in (2, 18):
        for _ in range(size):
            make_membership(make_team(), make_person(manager=viewer))
        with django_assert_num_queries(3):
            found(viewer)
