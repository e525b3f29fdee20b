from datetime import date

import pytest

from waypost.okrs.coach import (
    Advice,
    Context,
    KeyResultContext,
    Nearest,
    advise_key_result,
    advise_objective,
    nearest_to,
)

QUARTER = Context(ends_on=date(2026, 12, 31), is_company=True)
RENEWALS = Nearest("KR-7", "Net revenue retention of clinics", "It has a gap of 67 %.")


def told(given: list[Advice]) -> str:
    return " | ".join(advice.text for advice in given)


def test_asks_a_vague_verb_for_its_end_and_offers_a_state() -> None:
    given = advise_objective("Improve support for large clinics", context=QUARTER)

    assert "“Improve” has no end. Say what is true on 31 Dec." in told(given)
    assert given[0].replacement == "Large clinics get support without having to ask"
    assert given[-1] == Advice("ok", "It says for whom: large clinics.")


def test_praises_a_state_for_somebody() -> None:
    given = advise_objective("Every renewal is prepared early", context=QUARTER)

    assert [advice.kind for advice in given] == ["ok"]


def test_moves_a_number_out_of_the_objective() -> None:
    given = advise_objective("Clinics book by 20 % more often", context=QUARTER)

    assert given[0].replacement == "Clinics book more often"
    assert "belongs in a key result" in told(given)


def test_names_the_nearest_thing_to_support() -> None:
    context = Context(parents=[Nearest("KR-1", "Bookings made online"), RENEWALS])

    given = advise_objective("Clinics renew their contract early", context=context)

    linked = [advice for advice in given if advice.link]
    assert linked[0].link == "KR-7"
    assert linked[0].text.endswith("It has a gap of 67 %.")


def test_says_nothing_of_support_once_it_supports_something() -> None:
    context = Context(supports_something=True, parents=[RENEWALS])

    given = advise_objective("Clinics renew their contract early", context=context)

    assert "supports nothing" not in told(given)


@pytest.mark.parametrize("text", ["", "   "])
def test_is_silent_before_anything_is_typed(text: str) -> None:
    assert advise_objective(text, context=QUARTER) == []
    assert advise_key_result(text, context=KeyResultContext()) == []


def test_gives_at_most_four_with_advice_before_praise() -> None:
    context = Context(key_result_count=9, parents=[RENEWALS])

    given = advise_objective("Improve 12 % for our clinics", context=context)

    assert len(given) == 4
    assert [advice.kind for advice in given] == ["advice"] * 4


def test_asks_for_more_and_for_less_words() -> None:
    assert "little more" in told(advise_objective("Growth", context=QUARTER))
    assert "shorten" in told(advise_objective("Clinics " * 20, context=QUARTER))


def test_nearest_shares_words_in_any_form() -> None:
    parents = [Nearest("KR-1", "Bookings made online"), RENEWALS]

    assert nearest_to("Book online in a minute", parents) == parents[0]
    assert nearest_to("Nothing alike", parents) is None


def test_asks_a_task_what_it_changes() -> None:
    context = KeyResultContext(unit="%", baseline=10, target=20)

    given = advise_key_result("Launch the guided set-up", context=context)

    assert "What changes once the guided set-up is there?" in told(given)


def test_asks_for_target_baseline_and_unit() -> None:
    empty = advise_key_result("Stalled clinics", context=KeyResultContext())
    bare = advise_key_result("Stalled clinics", context=KeyResultContext(target=5))

    assert "which number would be enough" in told(empty)
    assert "Where does it stand today" in told(bare)
    assert "Give the metric its unit" in told(bare)


def test_compares_the_reach_with_what_happened_before() -> None:
    history = [20.0, 21.0, 22.0]
    far = KeyResultContext(unit="d", baseline=22, target=80, history=history)
    near = KeyResultContext(unit="d", baseline=22, target=22.1, history=history)

    assert "the target asks for 58" in told(advise_key_result("X y z", context=far))
    assert "nobody will notice" in told(advise_key_result("X y z", context=near))


def test_counts_to_five_key_results() -> None:
    context = KeyResultContext(is_measured=False, siblings=5)

    assert "6 key results" in told(advise_key_result("Certified", context=context))
