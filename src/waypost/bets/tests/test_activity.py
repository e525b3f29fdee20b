from datetime import timedelta

import pytest
from django.utils import timezone

from waypost.bets import actions
from waypost.bets.models import Bet
from waypost.bets.queries import bet_activity
from waypost.bets.tests.factories import make_bet
from waypost.core.feeds import Before
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def admin() -> Person:
    return make_admin()


@pytest.fixture
def bet(admin: Person) -> Bet:
    """A bet that was accepted yesterday."""
    bet = make_bet(project=make_project(name="One code", is_funded=True))
    Bet.objects.update(state=Bet.State.PROPOSED)
    bet.refresh_from_db()
    actions.accept_bet(actor=admin, now=NOW - timedelta(days=1), bet=bet)
    return bet


def test_is_told_on_both_ends_and_above(bet: Bet, admin: Person) -> None:
    of_project = bet_activity(viewer=admin, thing=bet.project)
    of_key_result = bet_activity(viewer=admin, thing=bet.key_result)
    of_objective = bet_activity(viewer=admin, thing=bet.key_result.objective)

    told = [of_project, of_key_result, of_objective]

    assert [[deed.verb for deed in deeds] for deeds in told] == [["bets.accept"]] * 3
    other = [deeds[0].other for deeds in told]
    assert other == [bet.key_result.title, "One code", "One code"]


def test_is_told_to_nobody_who_sees_but_one_end(bet: Bet) -> None:
    bet.project.visibility = "named"
    bet.project.save()

    assert not bet_activity(viewer=make_person(), thing=bet.key_result)


def test_goes_on_where_a_page_ended(bet: Bet, admin: Person) -> None:
    actions.withdraw_bet(actor=admin, now=NOW, bet=bet)

    (latest,) = bet_activity(viewer=admin, thing=bet.project, limit=1)
    before = Before(latest.at, latest.change_set_pk)
    (older,) = bet_activity(viewer=admin, thing=bet.project, before=before)

    assert (latest.verb, older.verb) == ("bets.withdraw", "bets.accept")
