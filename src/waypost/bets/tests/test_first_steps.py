import pytest

from waypost.bets.models import Bet
from waypost.bets.queries import FirstSteps, first_steps
from waypost.bets.tests.factories import make_bet
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_begin_with_nothing() -> None:
    found = first_steps(viewer=make_person())

    assert found == FirstSteps(
        has_cycle=False, objective=None, key_result=None, project="", has_bet=False
    )


def test_name_the_first_of_each() -> None:
    bet = make_bet()

    found = first_steps(viewer=make_person())

    assert found.objective == bet.key_result.objective.number
    assert found.key_result == bet.key_result.number
    assert found.project == bet.project.code
    assert found.has_cycle
    assert found.has_bet


def test_count_no_bet_that_was_withdrawn() -> None:
    make_bet(state=Bet.State.WITHDRAWN)

    assert not first_steps(viewer=make_person()).has_bet


def test_leave_out_what_is_hidden() -> None:
    hidden = make_key_result(objective=make_objective(visibility="named"))
    make_bet(key_result=hidden)

    found = first_steps(viewer=make_person())

    assert (found.objective, found.key_result, found.has_bet) == (None, None, False)
