from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.people import access, actions, queries
from waypost.people.models import Person, Team
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


@pytest.fixture
def admin() -> Person:
    return make_admin()


def edit(actor: Person, team: Team, **changes: object) -> Team:
    terms = replace(actions.TeamTerms.of(team), **changes)  # type: ignore[arg-type]  # fields by name
    return actions.edit_team(actor=actor, now=NOW, team=team, terms=terms)


def test_form_a_tree(admin: Person) -> None:
    top = actions.create_team(actor=admin, now=NOW, terms=actions.TeamTerms("Product"))
    actions.create_team(
        actor=admin, now=NOW, terms=actions.TeamTerms("Mobile", top, admin)
    )

    rows = queries.team_tree(viewer=admin)

    assert [(row.path, row.depth) for row in rows] == [
        (("Product",), 0),
        (("Product", "Mobile"), 1),
    ]
    assert queries.team_options(viewer=admin, words="mob")[0].hint == "Product"


def test_never_form_a_circle(admin: Person) -> None:
    top = make_team("Top")
    middle = make_team(parent=top)
    low = make_team("Low", parent=middle)

    with pytest.raises(actions.Refused, match="Low stands below Top"):
        edit(admin, top, parent=low)
    with pytest.raises(actions.Refused):
        edit(admin, top, parent=top)


def test_are_changed_by_admins_only() -> None:
    manager = make_person(role="manager")

    with pytest.raises(Denied):
        actions.create_team(actor=manager, now=NOW, terms=actions.TeamTerms("X"))
    with pytest.raises(Denied):
        edit(manager, make_team(), name="X")


def test_are_deleted_only_when_nothing_stands_on_them(admin: Person) -> None:
    top = make_team()
    low = make_team(parent=top)

    with pytest.raises(actions.Refused, match="teams below it"):
        actions.delete_team(actor=admin, now=NOW, team=top)
    actions.delete_team(actor=admin, now=NOW, team=low)
    actions.delete_team(actor=admin, now=NOW, team=top)

    assert not Team.objects.exists()


def test_take_members_from_their_lead_or_one_above() -> None:
    above, lead, member = make_person(), make_person(), make_person()
    team = make_team(lead=lead, parent=make_team(lead=above))
    terms = actions.MemberTerms(member, date(2020, 1, 1))

    membership = actions.add_member(actor=above, now=NOW, team=team, terms=terms)
    with pytest.raises(ValidationError, match="in the team already"):
        actions.add_member(actor=lead, now=NOW, team=team, terms=terms)
    with pytest.raises(Denied):
        actions.add_member(actor=member, now=NOW, team=team, terms=terms)
    assert [ref.pk for ref in queries.members(viewer=lead, team=team)] == [member.pk]

    with pytest.raises(ValidationError, match="ends after it starts"):
        actions.end_membership(
            actor=lead, now=NOW, membership=membership, ends_on=date(2019, 1, 1)
        )
    actions.end_membership(
        actor=lead, now=NOW, membership=membership, ends_on=date(2021, 1, 1)
    )
    assert queries.members(viewer=lead, team=team) == []


def test_are_led_with_all_that_stands_below() -> None:
    lead, member = make_person(), make_person()
    top = make_team(lead=lead)
    low = make_team(parent=make_team(parent=top))
    other = make_team()
    make_membership(other, member)

    assert access.leads(lead, low.pk)
    assert not access.leads(lead, other.pk)
    assert len(queries.my_teams(viewer=lead)) == 3
    assert queries.my_teams(viewer=member) == [other.pk]
    people = access.team_people([low.pk, other.pk])
    assert people == {low.pk: {lead.pk}, other.pk: {member.pk}}


def test_led_in_a_circle_do_not_hang() -> None:
    lead = make_person()
    first = make_team(lead=lead)
    second = make_team(parent=first)
    Team.objects.filter(pk=first.pk).update(parent=second)

    assert access.leads(lead, second.pk)
    assert access.team_people([second.pk]) == {second.pk: {lead.pk}}


def test_first_team_of_a_person_is_their_home() -> None:
    viewer, person = make_person(), make_person()
    late, early = make_team(), make_team()
    make_membership(late, person, starts_on=date(2021, 1, 1))
    make_membership(early, person)

    assert queries.teams_of(viewer=viewer, people=[person.pk, viewer.pk]) == {
        person.pk: early.pk
    }


def test_change_a_membership_and_strike_it_out(admin: Person) -> None:
    team, person = make_team(), make_person()
    membership = make_membership(team, person)
    terms = actions.MemberTerms(person, date(2025, 3, 1), " Design ", date(2025, 4, 1))

    actions.edit_membership(actor=admin, now=NOW, membership=membership, terms=terms)

    membership.refresh_from_db()
    assert (membership.role, membership.ends_on) == ("Design", date(2025, 4, 1))
    with pytest.raises(ValidationError):
        actions.edit_membership(
            actor=admin,
            now=NOW,
            membership=membership,
            terms=replace(terms, ends_on=date(2025, 2, 1)),
        )
    with pytest.raises(Denied):
        actions.delete_membership(actor=person, now=NOW, membership=membership)
    actions.delete_membership(actor=admin, now=NOW, membership=membership)
    assert not team.memberships.exists()


def test_let_their_lead_and_a_lead_above_change_memberships() -> None:
    lead, above = make_person(), make_person()
    team = make_team(lead=lead, parent=make_team(lead=above))
    membership = make_membership(team, make_person())
    terms = actions.MemberTerms(membership.person, date(2025, 3, 1))

    for actor in (lead, above):
        actions.edit_membership(
            actor=actor, now=NOW, membership=membership, terms=terms
        )
    with pytest.raises(Denied):
        actions.edit_membership(
            actor=make_person(role="manager"),
            now=NOW,
            membership=membership,
            terms=terms,
        )


def test_show_who_is_in_them_was_and_will_be(admin: Person) -> None:
    team = make_team("Quay", parent=make_team("Port"))
    make_team("Crane", parent=team)
    make_membership(team, make_person("Now"))
    make_membership(team, make_person("Then"), ends_on=date(2026, 2, 2))
    make_membership(team, make_person("Soon"), starts_on=date(2026, 3, 1))

    page = queries.team_page(viewer=admin, pk=team.pk, today=date(2026, 2, 2))

    assert [row.name for row in page.above] == ["Port"]
    assert [row.name for row in page.below] == ["Crane"]
    assert {r.person.name: (r.is_over, r.is_to_come) for r in page.memberships} == {
        "Now": (False, False),
        "Then": (True, False),
        "Soon": (False, True),
    }
    assert page.memberships[2].last_on == date(2026, 2, 1)
