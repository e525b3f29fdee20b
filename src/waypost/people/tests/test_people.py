from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.core.history import Stale, version_of
from waypost.core.models import Change, ChangeSet
from waypost.people import access, actions, queries
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_membership,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
TERMS = actions.PersonTerms(email="Tove@Example.org", name=" Tove Nyström ")


@pytest.fixture
def admin() -> Person:
    return make_admin("Ada")


def edit(
    actor: Person, person: Person, version: int | None = None, **changes: object
) -> Person:
    terms = replace(actions.PersonTerms.of(person), **changes)  # type: ignore[arg-type]  # fields by name
    return actions.edit_person(
        actor=actor, now=NOW, person=person, terms=terms, version=version
    )


def test_are_created_with_or_without_a_password(admin: Person) -> None:
    tove = actions.create_person(
        actor=admin, now=NOW, terms=TERMS, password="a long walk home"
    )
    later = actions.create_person(
        actor=admin, now=NOW, terms=replace(TERMS, email="b@example.org")
    )

    assert (tove.email, tove.name) == ("tove@example.org", "Tove Nyström")
    assert tove.check_password("a long walk home")
    assert not later.has_usable_password()


def test_are_created_once_per_address_whatever_its_capitals(admin: Person) -> None:
    actions.create_person(actor=admin, now=NOW, terms=TERMS)

    with pytest.raises(ValidationError) as refusal:
        actions.create_person(
            actor=admin, now=NOW, terms=replace(TERMS, email="TOVE@example.org")
        )

    assert "email" in refusal.value.message_dict


@pytest.mark.parametrize("role", ["viewer", "member", "manager"])
def test_are_changed_by_admins_only(role: str) -> None:
    actor, person = make_person(role=role), make_person()

    with pytest.raises(Denied):
        actions.create_person(actor=actor, now=NOW, terms=TERMS)
    with pytest.raises(Denied):
        edit(actor, person, role="admin")
    with pytest.raises(Denied):
        actions.deactivate_person(actor=actor, now=NOW, person=person)


def test_are_edited_but_not_over_somebody_elses_words(admin: Person) -> None:
    person = make_person()
    opened = version_of(person)

    edit(admin, person, name="Tove")

    with pytest.raises(Stale):
        edit(admin, person, version=opened, name="Other")


def test_report_to_each_other_in_no_circle(admin: Person) -> None:
    boss = make_person("Boss")
    middle = make_person(manager=boss)
    low = make_person("Low", manager=middle)

    with pytest.raises(actions.Refused, match="Low reports to Boss"):
        edit(admin, boss, manager=low)
    with pytest.raises(ValidationError, match="their own manager"):
        edit(admin, boss, manager=boss)


def test_always_have_an_admin_among_them(admin: Person) -> None:
    with pytest.raises(actions.Refused, match="Ada is the only admin"):
        actions.deactivate_person(actor=admin, now=NOW, person=admin)
    with pytest.raises(actions.Refused, match="only admin"):
        edit(admin, admin, role="member")

    make_admin()
    assert edit(admin, admin, role="member").role == "member"


def test_leave_and_come_back(admin: Person) -> None:
    person = make_person()

    actions.deactivate_person(actor=admin, now=NOW, person=person)
    assert person.pk not in {row.pk for row in queries.people(viewer=admin)}

    actions.reactivate_person(actor=admin, now=NOW, person=person)
    assert person.is_active


def test_set_their_own_password_and_history_keeps_none(admin: Person) -> None:
    person = make_person(password="the old long one")
    old = person.password

    actions.set_password(
        actor=person, now=NOW, person=person, password="a long walk home"
    )
    actions.set_password(actor=admin, now=NOW, person=person, password="a longer walk")

    person.refresh_from_db()
    assert person.check_password("a longer walk")
    assert old not in repr(list(Change.objects.values_list("before", flat=True)))
    with pytest.raises(Denied):
        actions.set_password(actor=make_person(), now=NOW, person=person, password="x")
    with pytest.raises(actions.Refused) as refusal:
        actions.set_password(actor=person, now=NOW, person=person, password="short")
    assert "password" in refusal.value.message_dict


def test_choose_how_pages_look() -> None:
    person = make_person()

    actions.change_settings(
        actor=person,
        now=NOW,
        settings=actions.Settings("dark", "en", "Europe/Stockholm"),
    )
    actions.set_theme(actor=person, now=NOW, theme="light")
    actions.mark_seen(actor=person, now=NOW)

    person.refresh_from_db()
    assert (person.theme, person.time_zone) == ("light", "Europe/Stockholm")
    assert person.seen_at == NOW
    with pytest.raises(actions.Refused, match="Atlantis"):
        actions.change_settings(
            actor=person, now=NOW, settings=actions.Settings(time_zone="Atlantis")
        )
    with pytest.raises(ValidationError):
        actions.set_theme(actor=person, now=NOW, theme="plaid")


def test_are_found_by_words_of_name_and_address() -> None:
    viewer = make_person("Mara Oyelaran", role="viewer")
    make_person("Jonas Bäck")

    def found(words: str, *, is_owner: bool = False) -> list[str]:
        options = queries.person_options(viewer=viewer, words=words, is_owner=is_owner)
        return [option.label for option in options]

    assert found("oye mar") == ["Mara Oyelaran"]
    assert found("example.org") == ["Jonas Bäck", "Mara Oyelaran"]
    assert found("mara", is_owner=True) == []


def test_are_listed_with_manager_and_teams_in_fixed_queries(
    django_assert_num_queries: object,
) -> None:
    viewer = make_person()
    for size in (2, 18):
        for _ in range(size):
            person = make_person(manager=viewer)
            make_membership(make_team(), person)
        with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture without types
            rows = queries.people(viewer=viewer)

    assert len(rows) == 21
    assert all(len(row.teams) == 1 for row in rows if row.manager)
    assert len(queries.reports(viewer=viewer)) == 20


def test_rates_are_for_admins(admin: Person) -> None:
    assert access.may_see_rates(admin)
    assert not access.may_see_rates(make_person(role="manager"))


def test_say_who_they_are_and_when_they_work() -> None:
    person, calendar = make_person(), make_calendar("North")

    actions.change_settings(
        actor=person,
        now=NOW,
        settings=actions.Settings(),
        profile=actions.Profile(" Tove Nyström ", calendar),
    )

    person.refresh_from_db()
    assert (person.name, person.calendar) == ("Tove Nyström", calendar)
    with pytest.raises(ValidationError):
        actions.change_settings(
            actor=person,
            now=NOW,
            settings=actions.Settings(),
            profile=actions.Profile("  "),
        )


def test_are_invited_into_a_team(admin: Person) -> None:
    team = make_team()

    tove = actions.invite(
        actor=admin, now=NOW, terms=TERMS, team=team, today=NOW.date()
    )

    assert tove.memberships.get().team == team
    assert ChangeSet.objects.get().summary == "Tove Nyström"
    with pytest.raises(Denied):
        actions.invite(actor=tove, now=NOW, terms=TERMS, today=NOW.date())


def test_show_who_is_around_them(admin: Person) -> None:
    boss = make_person("Boss")
    person = make_person("Tove", manager=boss)
    make_person("Report", manager=person)
    make_person("Gone", manager=person, is_active=False)
    make_membership(make_team("Quay"), person)

    page = queries.person_page(viewer=boss, pk=person.pk, today=NOW.date())

    assert page.manager is not None
    assert (page.manager.name, page.is_invited) == ("Boss", True)
    assert [ref.name for ref in page.reports] == ["Report"]
    assert [row.team_name for row in page.memberships] == ["Quay"]
    assert (page.may_edit, page.may_plan_time_off, page.shows_rate) == (
        False,
        True,
        False,
    )
