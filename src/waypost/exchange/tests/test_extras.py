import json

from hypothesis import given
from hypothesis import strategies as st

from waypost.exchange.reading.kept import Kept
from waypost.exchange.taking.extras import Body, Extras

# Half letters and NUL are what the databases refuse.
ODD = st.text(
    st.one_of(st.characters(), st.sampled_from('\0\ud800\\"u0: {},')), max_size=20
)
TEXTS = st.dictionaries(ODD.filter(bool), ODD.filter(bool), max_size=4)


def whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


@given(TEXTS, TEXTS)
def test_say_what_was_kept_and_then_what_is_more(
    kept: dict[str, str], more: dict[str, str]
) -> None:
    extras = Extras(Kept.of(kept), more)

    expected = {whole(k): whole(v) for k, v in {**more, **kept}.items()}
    assert dict(extras) == expected
    assert json.loads(extras.as_json()) == expected
    assert extras == expected


@given(TEXTS, TEXTS)
def test_are_taken_by_every_database(
    kept: dict[str, str], more: dict[str, str]
) -> None:
    text = Extras(Kept.of(kept), more).as_json()

    assert text.encode()
    assert not any("\0" in part for pair in json.loads(text).items() for part in pair)


@given(ODD)
def test_a_long_text_loses_only_what_no_database_takes(text: str) -> None:
    packed = Kept.pack(text)

    assert str(Body(packed)) == whole(text)


def test_nothing_is_an_empty_object() -> None:
    assert Extras(Kept.of({}), {}).as_json() == "{}"
