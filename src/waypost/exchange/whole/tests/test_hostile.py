"""A file that is none, or wrong, is refused with words, and leaves nothing behind."""

import gzip
import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from waypost.exchange.whole import document
from waypost.exchange.whole.errors import NotEmpty, NotThisFile
from waypost.exchange.whole.tests import house

pytestmark = pytest.mark.django_db
Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def text(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """A document; the place where it was made is empty again."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr("waypost.core.db.SNAPSHOT", "default")
        house.make_house()
        found = house.document()
        transaction.set_rollback(True)
    return found


def _refused(data: str | bytes) -> str:
    with pytest.raises(NotThisFile) as refused:
        house.take(data)
    left = {label: count for label, count in house.counts().items() if count}
    assert not left
    return " ".join(refused.value.messages)


def _changed(text: str, change: Callable[[Tables], object]) -> str:
    whole = json.loads(text)
    change(whole["tables"])
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "no organization exported by Waypost"),
        ("Issue key,Summary\nONB-1,x\n", "no organization exported by Waypost"),
        ("[]", "no organization exported by Waypost"),
        ("{}", "name in quotes"),
        ('{"a":1,"tables":{}}', "no organization exported by Waypost"),
        ('{"format":"waypost-organisation","a":1,', "not known here"),
        ('{"format":"jira","version":1}', "no organization exported by Waypost"),
        ('{"format":"waypost-organisation","version":2,', "Update it"),
        ('{"format":"waypost-organisation","version":"x",', "whole number"),
        ('{"format":"waypost-organisation","version":1,"tables":{}}', "head must say"),
        (b"\xff\xfe\x00{", "UTF-8"),
        (b"PK\x03\x04 not ours", "no organization exported by Waypost"),
        (b"\x1f\x8b damaged", "damaged"),
    ],
)
def test_what_is_no_export_is_named_so(data: str | bytes, said: str) -> None:
    assert said in _refused(data)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(text: str, share: float) -> None:
    said = _refused(text[: int(len(text) * share)])

    assert "cut off" in said
    assert "Nothing was imported" in said


def test_a_packed_file_that_is_cut_off_is_refused(text: str) -> None:
    assert "cut off" in _refused(gzip.compress(text.encode())[:-900])


def test_what_stands_after_the_document_is_refused(text: str) -> None:
    assert "after the document" in _refused(text + "{}")


def test_deep_nesting_is_refused(text: str) -> None:
    deep = "[" * 100_000
    broken = text.replace('"labels":["a"', f'"labels":{deep}["a"', 1)

    assert re.search(r"projects.task, row \d+: it is nested too deep", _refused(broken))


def test_a_little_too_deep_is_refused(text: str) -> None:
    def nest(tables: Tables) -> None:
        extras: dict[str, Any] = {}
        tables["core.externalreference"][0]["extras"] = extras
        for _level in range(30):
            extras["a"] = extras = {}

    assert "nested more than 20 deep" in _refused(_changed(text, nest))


def test_a_file_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "UNPACKED_ANYWAY", 1_000_000)
    head = '{"format":"waypost-organisation","version":1,"passwords":false,"tables":{'

    bomb = gzip.compress(head.encode() + b" " * 30_000_000)

    assert "swells" in _refused(bomb)


def test_a_row_without_end_is_refused(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "LONGEST_ROW", 1_000_000)
    long = text.replace('"title":"', '"title":"' + "x" * 2_000_000, 1)

    assert "longer than any row" in _refused(long)


def test_a_number_without_end_is_refused(text: str) -> None:
    broken = text.replace('"position":', '"position":' + "9" * 10_000, 1)

    assert "huge" in _refused(broken)


def test_a_field_that_stands_twice_is_refused(text: str) -> None:
    twice = text.replace('"is_default":', '"name":"x","is_default":', 1)

    assert "“name” stands twice in one object" in _refused(twice)


def test_a_key_that_stands_twice_is_refused(text: str) -> None:
    def copy(tables: Tables) -> None:
        tables["people.person"][1]["key"] = tables["people.person"][0]["key"]

    said = _refused(_changed(text, copy))

    assert "people.person, row 2: another row has the key" in said


def test_a_table_that_stands_twice_is_refused(text: str) -> None:
    twice = text.replace('"people.contact":[', '"people.person":[', 1)

    assert "people.person: this table stands twice" in _refused(twice)


def _set(table: str, **values: Any) -> Callable[[Tables], None]:
    return lambda tables: tables[table][0].update(values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("okrs.objective", hue="red"), "okrs.objective, row 1: it has no “hue”"),
        (_set("okrs.objective", title=None), "title: it must not be null"),
        (_set("okrs.objective", title=7), "title: a text is needed"),
        (_set("okrs.objective", title="x" * 201), "title: it has 201 characters"),
        (_set("okrs.objective", title="a\0b"), "U+0000"),
        (_set("okrs.objective", title="\ud800"), "half a character"),
        (_set("okrs.objective", state="lost"), "state: “lost” is none of"),
        (_set("okrs.objective", weight=0), "A weight is more than 0"),
        (_set("okrs.objective", weight="1"), "weight: a number is needed"),
        (_set("okrs.objective", priority=10**9), "does not lie between"),
        (_set("okrs.objective", owner="12345"), "which is not in the file"),
        (_set("okrs.objective", owner=1), "which is not in the file"),
        (_set("okrs.objective", owner=[]), "is no key"),
        (_set("okrs.objective", key="0"), "key: a whole number in quotes"),
        (_set("okrs.objective", key="9" * 19), "key: a whole number in quotes"),
        (_set("okrs.reading", value=1.5), "value: a number in quotes is needed"),
        (_set("okrs.reading", value="NaN"), "value: “NaN” is no number"),
        (_set("okrs.reading", value="1e99"), "digits before"),
        (_set("okrs.reading", value="0.12345678"), "digits before"),
        (_set("okrs.reading", observed_at="soon"), "an instant is needed"),
        (_set("okrs.reading", observed_at="2026-01-01T09:00"), "an instant is needed"),
        (_set("okrs.cycle", ends_on="31.3.26"), "ends_on: a day is needed"),
        (_set("people.person", is_active="yes"), "true or false is needed"),
        (_set("people.calendar", weekly_hours=[8]), "seven numbers"),
        (_set("projects.task", labels="x"), "a list of texts is needed"),
        (_set("core.externalreference", url="javascript:alert(1)"), "http://"),
        (_set("core.externalreference", subject_kind="auth.group"), "no kind of thing"),
        (_set("core.externalreference", number=0), "number: it must rise"),
        (_set("people.organisation", fiscal_month=13), "between 1 and 12"),
        (lambda t: t.update({"okrs.dream": []}), "has no such table"),
        (lambda t: t.update({"okrs.cycle": {}}), "in a list"),
        (lambda t: t.update({"okrs.cycle": [1]}), "a row is an object"),
        (lambda t: t["okrs.objective"][0].pop("owner"), "owner: it is missing"),
        (lambda t: t["people.organisation"].clear(), "one organization, in one row"),
        (
            lambda t: [p.update(role="member") for p in t["people.person"]],
            "nobody is an active admin",
        ),
        (
            lambda t: t["people.team"].append(
                {**t["people.team"][0], "key": "77"}  # the same name
            ),
            "another row has the same",
        ),
    ],
)
def test_the_place_of_what_is_wrong_is_named(
    text: str, change: Callable[[Tables], object], said: str
) -> None:
    answer = _refused(_changed(text, change))

    assert said in answer
    assert "Nothing was imported" in answer


def test_two_that_lead_each_other_are_refused(text: str) -> None:
    def turn(tables: Tables) -> None:
        first, second = tables["people.person"][:2]
        first["manager"], second["manager"] = second["key"], first["key"]

    assert "people.person: a chain of rows leads back" in _refused(_changed(text, turn))


def test_wrong_history_is_refused(text: str) -> None:
    def spoil(tables: Tables) -> None:
        tables["core.changeset"] = [
            {"number": 1, "at": "2026-01-01T00:00:00Z", "verb": "x"}
        ]
        tables["core.change"] = [
            {
                "change_set": 1,
                "model": "okrs.reading",
                "row": "12",
                "kind": "changed",
                "before": {"value": "many"},
            }
        ]

    assert "core.change, row 1: before: value" in _refused(_changed(text, spoil))


def test_a_file_that_another_program_has_laid_out_anew_is_taken(text: str) -> None:
    house.take(json.dumps(json.loads(text), indent=4))

    assert house.document() == text


def test_an_older_file_without_newer_tables_and_fields_is_taken(text: str) -> None:
    def age(tables: Tables) -> None:
        del tables["planning.usualview"]
        for task in tables["projects.task"]:
            del task["board_place"]

    house.take(_changed(text, age))

    assert house.document() == text


def test_a_packed_file_is_taken(text: str) -> None:
    house.take(gzip.compress(text.encode()))

    assert house.document() == text


def test_an_installation_that_holds_something_takes_nothing(text: str) -> None:
    house.take(text)

    with pytest.raises(NotEmpty) as refused:
        house.take(text)

    assert "waypost init" in " ".join(refused.value.messages)
    assert house.document() == text


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_damage_has_an_answer(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 30))
    junk = data.draw(st.text(max_size=12))

    broken = text[:at] + junk + text[at + length :]

    with suppress(NotThisFile):  # any other error would come through
        house.take(broken.encode("utf-8", "replace"))
        house.empty()  # harmless: a changed word
    assert not any(house.counts().values())
