import pytest

from waypost.core.access import Denied
from waypost.okrs import actions, queries
from waypost.okrs.models import Odds
from waypost.okrs.tests.factories import NOW, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def give(person: Person, key_result: object, chance: float) -> None:
    actions.give_odds(
        actor=person,
        now=NOW,
        key_result=key_result,  # type: ignore[arg-type]  # the test knows its kind
        probability=chance,
    )


def test_are_given_before_seeing_the_others() -> None:
    key_result = make_key_result()
    people = [make_person() for _ in range(3)]
    for person, chance in zip(people, (0.2, 0.9, 0.4), strict=True):
        give(person, key_result, chance)

    own = queries.odds_of(viewer=people[0], key_result=key_result)
    other = queries.odds_of(viewer=make_person(), key_result=key_result)

    chances = (0.2, 0.4, 0.9)
    assert own == queries.OddsView(0.2, 3, 0.2, 0.4, 0.9, chances)
    assert other == queries.OddsView(None, 3)


def test_of_two_tell_no_spread() -> None:
    key_result = make_key_result()
    first, second = make_person(), make_person()
    give(first, key_result, 0.2)
    give(second, key_result, 0.9)

    assert queries.odds_of(viewer=first, key_result=key_result).high is None


def test_are_given_anew() -> None:
    key_result, person = make_key_result(), make_person()

    give(person, key_result, 0.2)
    give(person, key_result, 0.7)

    assert Odds.objects.get().probability == 0.7


def test_are_not_told_in_any_activity() -> None:
    key_result = make_key_result()
    give(make_person(), key_result, 0.2)

    assert queries.activity_of(viewer=key_result.owner, thing=key_result) == []
    assert queries.changes_since(viewer=key_result.owner, since=None) == []


def test_are_a_chance() -> None:
    with pytest.raises(actions.Refused, match="between 0 and 1"):
        give(make_person(), make_key_result(), 1.2)


def test_are_not_given_by_viewers_or_strangers() -> None:
    private = make_key_result(objective=make_objective(visibility="named"))

    with pytest.raises(Denied):
        give(make_person(role="viewer"), make_key_result(), 0.5)
    with pytest.raises(Denied):
        give(make_person(), private, 0.5)
