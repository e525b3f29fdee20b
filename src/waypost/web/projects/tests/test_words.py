from datetime import date

import pytest

from waypost.web.projects.outline import span_in_words
from waypost.web.projects.words import count_word, joined, share_in_words
from waypost.web.prose import prose


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "what it promised is reached"),
        (-0.2, "works against it"),
        (0.0, "nothing in time"),
        (0.1, "a tenth of it"),
        (0.33, "a third of it"),
        (0.5, "half of it"),
        (0.66, "two thirds of it"),
        (0.85, "most of it"),
        (0.97, "nearly all of it"),
        (1.0, "all of it"),
        (1.4, "more than all of it"),
    ],
)
def test_say_what_part_a_bet_covers(share: float | None, words: str) -> None:
    assert share_in_words(share) == words


def test_spell_small_numbers_and_join_parts() -> None:
    assert [count_word(n) for n in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2001, 11, 6), date(2001, 11, 23), "6 – 23 Nov 2001"),
        (date(2001, 11, 27), date(2001, 12, 3), "27 Nov 2001 – 3 Dec 2001"),
        (None, date(2001, 12, 3), "3 Dec 2001"),
        (date(2001, 12, 3), date(2001, 12, 3), "3 Dec 2001"),
        (date(2001, 12, 3), None, "from 3 Dec 2001"),
        (None, None, ""),
    ],
)
def test_say_from_when_to_when(
    first: date | None, last: date | None, words: str
) -> None:
    assert span_in_words(first, last).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("# Head", "<h3>Head</h3>"),
        ("a **b**", "<p>a <strong>b</strong></p>"),
        ("<b onclick=x>c</b>", "<p>&lt;b onclick=x&gt;c&lt;/b&gt;</p>"),
        ("![i](https://spy.example/p.png)", "<p></p>"),
        ("[l](javascript:alert(1))", "<p>[l](javascript:alert(1))</p>"),
        (
            "[l](https://a.example)",
            '<p><a href="https://a.example" rel="nofollow noopener noreferrer">l</a>'
            "</p>",
        ),
    ],
)
def test_draw_markdown_and_nothing_that_runs_or_loads(text: str, drawn: str) -> None:
    assert prose(text).strip() == drawn
