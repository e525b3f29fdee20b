from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.bets.terms import BetPlace, BetTerms, direction_of, entered, stored
from waypost.bets.tests.factories import make_bet
from waypost.okrs.tests.factories import make_key_result, make_steps_key_result
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def terms(*effect: int, probability: float = 0.5) -> BetTerms:
    weakest, likely, strongest = map(Decimal, effect)
    return BetTerms(
        weakest=weakest, likely=likely, strongest=strongest, probability=probability
    )


def test_an_improvement_of_a_rising_key_result_is_stored_as_a_rise() -> None:
    place = BetPlace(
        project=make_project(),
        key_result=make_key_result(baseline=Decimal(20), target=Decimal(40)),
    )

    values = stored(terms(2, 5, 9), place)

    assert [values[n] for n in ("low", "likely", "high")] == [2, 5, 9]


def test_an_improvement_of_a_falling_key_result_is_stored_as_a_fall() -> None:
    place = BetPlace(
        project=make_project(),
        key_result=make_key_result(baseline=Decimal(40), target=Decimal(20)),
    )

    values = stored(terms(2, 5, 9), place)

    assert [values[n] for n in ("low", "likely", "high")] == [-9, -5, -2]


def test_a_harm_is_allowed() -> None:
    place = BetPlace(project=make_project(), key_result=make_key_result())

    values = stored(terms(-3, -2, -1), place)

    assert values["low"] < 0


def test_what_was_entered_comes_back_as_it_was() -> None:
    falling = make_key_result(baseline=Decimal(40), target=Decimal(20))
    bet = make_bet(
        key_result=falling, low=Decimal(-9), likely=Decimal(-5), high=Decimal(-2)
    )

    assert list(entered(bet).values()) == [2, 5, 9]


@pytest.mark.parametrize("effect", [(5, 2, 9), (9, 5, 2), (2, 9, 5)])
def test_an_effect_out_of_order_is_explained(effect: tuple[int, int, int]) -> None:
    place = BetPlace(project=make_project(), key_result=make_key_result())

    with pytest.raises(ValidationError, match="between the weakest and the strongest"):
        stored(terms(*effect), place)


def test_a_missing_number_is_named_by_its_field() -> None:
    place = BetPlace(project=make_project(), key_result=make_key_result())

    with pytest.raises(ValidationError) as refused:
        stored(BetTerms(likely=Decimal(5), probability=0.5), place)

    assert sorted(refused.value.message_dict) == ["strongest", "weakest"]


def test_a_bet_on_a_step_has_no_effect() -> None:
    place = BetPlace(project=make_project(), key_result=make_steps_key_result())

    values = stored(BetTerms(probability=0.5), place)

    assert values["low"] is None


@pytest.mark.parametrize(
    ("baseline", "expected"), [(10, 1), (95, -1), (50, 1)], ids=["below", "above", "in"]
)
def test_a_range_wants_to_be_reached_from_where_it_began(
    baseline: int, expected: int
) -> None:
    kr = make_key_result(
        kind="range",
        baseline=Decimal(baseline),
        target=None,
        low=Decimal(40),
        high=Decimal(60),
    )

    assert direction_of(kr) == expected
