import pytest

from waypost.bets import queries
from waypost.bets.loading import Scope
from waypost.bets.tests.factories import make_bet
from waypost.okrs.tests.factories import TODAY, make_key_result
from waypost.people.tests.factories import make_person
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def test_says_the_same_as_figures_and_orphans_alone() -> None:
    viewer = make_person()
    bet = make_bet(key_result=make_key_result())
    lone = make_project()
    scope = Scope(live=True)

    found = queries.portfolio(viewer=viewer, today=TODAY)

    alone = queries.figures(viewer=viewer, scope=scope, today=TODAY)
    assert found.figures.key_results == alone.key_results
    assert found.figures.worth(bet.pk, bet.key_result_id) is not None
    assert found.orphans == queries.orphans(viewer=viewer, today=TODAY)
    assert lone.pk in found.orphans.projects


def test_says_nothing_of_what_is_hidden() -> None:
    key_result = make_key_result()
    key_result.objective.visibility = "named"
    key_result.objective.save()
    make_bet(key_result=key_result, project=make_project(visibility="named"))

    found = queries.portfolio(viewer=make_person(), today=TODAY)

    assert not found.figures.key_results
    assert not found.orphans.projects
