import pytest

from waypost.okrs.models import Cycle
from waypost.okrs.queries import Places, writable_places
from waypost.okrs.tests.factories import make_cycle
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db


def test_are_only_ones_own_for_a_member() -> None:
    make_team()

    assert writable_places(viewer=make_person(), cycle=make_cycle()) == Places(own=True)


def test_are_the_teams_that_somebody_leads_and_those_below() -> None:
    lead = make_person()
    above = make_team(lead=lead)
    below = make_team(parent=above)
    make_team()

    found = writable_places(viewer=lead, cycle=make_cycle())

    assert found.teams == {above.pk, below.pk}
    assert not found.company


def test_belong_to_who_runs_the_cycle_for_the_company() -> None:
    manager = make_person()

    found = writable_places(viewer=manager, cycle=make_cycle(manager=manager))

    assert found.company


def test_are_all_for_an_admin() -> None:
    team = make_team()

    found = writable_places(viewer=make_admin(), cycle=make_cycle())

    assert found == Places(
        company=True, teams=frozenset({team.pk}), own=True, others=True
    )


def test_are_none_for_who_only_reads_and_none_in_a_closed_cycle() -> None:
    viewer, closed = make_person(role="viewer"), make_cycle(state=Cycle.State.CLOSED)

    assert not writable_places(viewer=viewer, cycle=make_cycle()).any
    assert not writable_places(viewer=make_admin(), cycle=closed).any
