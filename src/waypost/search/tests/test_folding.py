import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.search.folding import (
    LONGEST_WORD,
    MOST_ASKED,
    asked,
    folded,
    joined,
    words,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ærøskøbing", "aeroskobing"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("İstanbul ığdır", "istanbul igdir"),
        ("ﬁsh ² ½", "fish 2 1⁄2"),
        ("Þingvellir", "thingvellir"),
        ("Đà Nẵng", "da nang"),
    ],
)
def test_takes_accents_and_case_away(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_keeps_words_of_other_scripts_together() -> None:
    assert words("отчёт за март") == ["отчет", "за", "март"]
    assert words("तकनीकी") == ["तकनक"]
    assert words("مُهِمّ") == ["مهم"]


def test_takes_each_sign_of_a_script_without_spaces_as_a_word() -> None:
    assert words("進捗 report") == ["進", "捗", "report"]


def test_knows_a_code_however_it_is_typed() -> None:
    assert {joined(text) for text in ("KR-142", "kr 142", "Kr142", "kr–142")} == {
        "kr142"
    }


def test_looks_for_the_first_few_words_each_once() -> None:
    assert asked("a b a c d e f g h i j") == list("abcdefgh")


@given(st.text(max_size=400))
def test_leaves_letters_and_digits_alone_whatever_is_typed(text: str) -> None:
    found = asked(text)

    assert len(found) <= MOST_ASKED
    assert all(word.isalnum() and len(word) <= LONGEST_WORD for word in found)
    assert all(folded(word) == word for word in found)
