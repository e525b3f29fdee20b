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
