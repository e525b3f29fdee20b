import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.search.folding import asked
from waypost.web.search.marking import excerpt, marked


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Straße", ["str"], "<mark>Str</mark>aße"),
        ("Straße", ["strass"], "<mark>Straß</mark>e"),
        ("Cafe\u0301s", ["cafe"], "<mark>Cafe\u0301</mark>s"),
        ("Œuvre", ["o"], "<mark>Œ</mark>uvre"),
        ("a <b>ferry</b>", ["ferr", "b"], None),
        ("ferries", ["fer", "ferr"], "<mark>ferr</mark>ies"),
        ("進捗報告", ["捗"], "<mark>進捗報告</mark>"),
        ("nothing", ["ferry"], "nothing"),
    ],
)
def test_marks_what_was_looked_for(
    text: str, words: list[str], shown: str | None
) -> None:
    found = marked(text, words)

    if shown is None:
        shown = "a &lt;<mark>b</mark>&gt;<mark>ferr</mark>y&lt;/<mark>b</mark>&gt;"
    assert found == shown


@given(st.text(max_size=200), st.text(max_size=40))
def test_shows_every_sign_once_and_escaped(text: str, typed: str) -> None:
    found = marked(text, asked(typed))

    plain = found.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert len(plain) >= len(text)


@given(st.text(alphabet="ab <&\n", max_size=2_000))
def test_cuts_a_long_text_where_words_end(text: str) -> None:
    assert len(excerpt(text, ["ab"]).replace("&lt;", "<").replace("&amp;", "&")) < 800


def test_shows_the_words_around_the_first_hit() -> None:
    text = "Ten words stand here before it comes. " * 5 + "The ferry. " + "After. " * 90

    found = excerpt(text, ["ferry"])

    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "The <mark>ferry</mark>." in found
