from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet, make_overlap_group
from waypost.okrs.tests.factories import make_metric, make_steps_key_result
from waypost.projects.tests.factories import make_milestone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "sentence", "rule"),
    [
        ({"probability": 1.5}, "between 0 and 1", "probability_in_0_1"),
        ({"low": Decimal(7)}, "lowest over its likely", "low_likely_high"),
        ({"high": None}, "lowest over its likely", "low_likely_high"),
        ({"metric": None}, "moves a metric or completes", "metric_or_a_step"),
    ],
)
def test_a_rule_is_told_to_the_person_and_held_by_the_database(
    change: dict[str, object], sentence: str, rule: str
) -> None:
    bet = make_bet()
    for name, value in change.items():
        setattr(bet, name, value)

    with pytest.raises(ValidationError, match=sentence):
        bet.full_clean()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Bet.objects.filter(pk=bet.pk).update(**change)


def test_stands_once_for_a_project_and_a_metric() -> None:
    bet = make_bet()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_bet(project=bet.project, key_result=bet.key_result)


def test_stands_once_for_a_milestone_and_a_metric() -> None:
    bet = make_bet()
    milestone = make_milestone(project=bet.project)
    make_bet(project=bet.project, key_result=bet.key_result, milestone=milestone)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_bet(project=bet.project, key_result=bet.key_result, milestone=milestone)


def test_stands_once_for_a_project_and_a_step() -> None:
    kr = make_steps_key_result()
    step = kr.steps.first()
    bet = make_bet(key_result=kr, step=step)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_bet(project=bet.project, key_result=kr, step=step)


def test_may_be_placed_again_after_it_was_withdrawn() -> None:
    bet = make_bet(state=Bet.State.WITHDRAWN)

    again = make_bet(project=bet.project, key_result=bet.key_result)

    assert again.pk != bet.pk


def test_an_overlap_share_lies_between_0_and_1() -> None:
    with pytest.raises(IntegrityError, match="share_in_0_1"):
        make_overlap_group(make_metric(), share=1.5)
