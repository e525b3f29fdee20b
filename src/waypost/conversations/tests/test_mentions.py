import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.conversations import mentions

PEOPLE = {"aila niemi": 7, "aila": 8, "ines duarte": 9, "jean-luc o’hara": 10}
NAMES = {7: "Aila Niemi", 8: "Aila", 9: "Ines Duarte", 10: "Jean-Luc O’Hara"}
TEXTS = st.text(
    alphabet=st.sampled_from(" \n@`~[]()\\*_:.<>AilaNiemi19\u202eü-#person:"),
    max_size=200,
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("@Aila Niemi", "[@Aila Niemi](person:7)"),
        ("Ask @Ines Duarte.", "Ask [@Ines Duarte](person:9)."),
        ("(@aila)", "([@aila](person:8))"),
        ("@Aila Niemi and @Aila", "[@Aila Niemi](person:7) and [@Aila](person:8)"),
        ("@Jean-Luc O’Hara!", "[@Jean-Luc O’Hara](person:10)!"),
        ("aila@example.org", "aila@example.org"),
        ("@Nobody", "@Nobody"),
        ("`@Aila`, ``a`@Aila``", "`@Aila`, ``a`@Aila``"),
        ("```\n@Aila\n```\n@Aila", "```\n@Aila\n```\n[@Aila](person:8)"),
        ("one ` tick\n\n@Aila `", "one ` tick\n\n[@Aila](person:8) `"),
        (r"\@Aila", r"\@Aila"),
        ("@@Aila", "@@Aila"),
    ],
)
def test_link_names_and_nothing_else(typed: str, stored: str) -> None:
    assert mentions.linked(typed, PEOPLE) == stored


def test_stand_in_the_box_by_their_present_name() -> None:
    body = "Ask [@Aila Virtanen](person:7) and [@Gone](person:99)"

    assert mentions.typed(body, NAMES) == "Ask @Aila Niemi and @Gone"


def test_keep_a_name_with_signs_of_markdown() -> None:
    body = mentions.linked("@Mara_X", {"mara_x": 5})

    assert mentions.mentioned_keys(body) == [5]
    assert mentions.typed(body, {}) == "@Mara_X"


@pytest.mark.parametrize(
    "body",
    [
        "`[@Aila](person:7)`",
        "```\n[@Aila](person:7)\n```",
        "[@Aila](person:seven)",
        "[@Aila](person:99999999999999999999)",
        "[@Aila](person:٧)",
        "![@Aila](person:7)",
        "[@Aila](https://person:7)",
    ],
)
def test_find_no_key_where_none_is_shown(body: str) -> None:
    assert mentions.mentioned_keys(body) == []


@given(TEXTS)
def test_come_back_from_storage_as_they_were_typed(text: str) -> None:
    """But for the case of a name, and for links that somebody typed by hand."""
    text = text.replace("person:", "")

    stored = mentions.linked(text, PEOPLE)

    assert mentions.typed(stored, {}) == text


@given(TEXTS)
def test_name_only_those_that_are_known(text: str) -> None:
    text = text.replace("person:", "")

    found = set(mentions.mentioned_keys(mentions.linked(text, PEOPLE)))

    assert found <= set(PEOPLE.values())
    assert found <= mentions.keys_in(mentions.linked(text, PEOPLE))


@given(TEXTS)
def test_are_among_the_names_that_are_looked_up(text: str) -> None:
    names = {name.lower() for name in mentions.names_in(text)}

    looked_up = {name: key for name, key in PEOPLE.items() if name in names}

    assert mentions.linked(text, looked_up) == mentions.linked(text, PEOPLE)


@given(st.text(max_size=300))
def test_stop_at_no_text(text: str) -> None:
    stored = mentions.linked(text, PEOPLE)

    mentions.mentioned_keys(stored)
    mentions.typed(stored, NAMES)


@pytest.mark.parametrize("part", ["@a ", "`", "[@", "[@\\", "```\n", "@aila niemi "])
def test_take_no_longer_for_a_hostile_text(part: str) -> None:
    """What grew with the square of the length would not end within the suite."""
    text = part * (200_000 // len(part))

    mentions.names_in(text)
    assert mentions.typed(mentions.linked(text, {}), {})
