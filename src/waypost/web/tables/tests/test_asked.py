"""What an address asks of a table …"""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from waypost.core.listing import Between, Found, OneOf, Order, Saying, Wanted
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.web.tables import (
    Choices,
    Column,
    Days,
    Numbers,
    Option,
    Table,
    Words,
    asked,
    cells,
)
from waypost.web.tables import Person as ByPerson
from waypost.web.tables.narrowing import Asker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NAMES = ("name", "phase", "team", "about", "owner", "due", "extent", "share")


def _options(_viewer: Person) -> list[Option]:
    return [Option("a", "Alpha", 1), Option("b", "Beta", 2), Option("none", "–", None)]


def _column(name: str, narrows: object, *, shown: bool = True) -> Column[str]:
    return Column(
        name,
        name.title(),
        cells.text,
        lambda row: row,
        narrows,  # type: ignore[arg-type]  # each is one
        is_name=name == "name",
        is_shown=shown,
        sorts=name != "team",
    )


TABLE: Table[str] = Table(
    name="things",
    title="Things",
    columns=(
        _column("name", None),
        _column("phase", Choices(_options)),
        _column("team", Choices(_options), shown=False),
        _column("about", Words()),
        _column("owner", ByPerson()),
        _column("due", Days()),
        _column("extent", Numbers()),
        _column("share", Numbers(scale=0.01, unit="%")),
    ),
    find=lambda **_asked: Found((), 0),
    read=lambda **_asked: [],
    key=int,
    named=str,
    count=str,
    order=(Order("name"),),
)


def test_no_column_takes_a_name_that_is_the_tables_own() -> None:
    with pytest.raises(ValueError, match="size"):
        replace(TABLE, columns=(*TABLE.columns, _column("size", Numbers())))


@pytest.fixture
def asker() -> Asker:
    return Asker(make_person("Ann Lee"), TODAY)


def read(asker: Asker, query: str) -> asked.Asked:
    return asked.read(TABLE, QueryDict(query), asker)


@pytest.mark.parametrize(
    ("query", "column", "wanted"),
    [
        ("phase=a", "phase", OneOf((1,))),
        ("phase=a,b", "phase", OneOf((1, 2))),
        ("phase=a&phase=none", "phase", OneOf((1, None))),
        ("about=+deep++sea+", "about", Saying("deep sea")),
        ("owner=none", "owner", OneOf((None,))),
        ("due=past", "due", Between(None, date(2026, 11, 22))),
        ("due=none", "due", OneOf((None,))),
        ("due_from=-7", "due", Between(date(2026, 11, 16), None)),
        ("due_to=%2B14", "due", Between(None, date(2026, 12, 7))),
        (
            "due_from=2026-01-01&due_to=today",
            "due",
            Between(date(2026, 1, 1), TODAY),
        ),
        ("extent_from=1,5&extent_to=2.5", "extent", Between(1.5, 2.5)),
        ("share_from=30", "share", Between(0.3, None)),
    ],
)
def test_is_read_by_the_kind_of_each_column(
    asker: Asker, query: str, column: str, wanted: object
) -> None:
    found = read(asker, query)

    assert found.problems == ()
    assert found.wanted().only == {column: wanted}


def test_finds_people_by_name_and_as_me(asker: Asker) -> None:
    ann = OneOf((asker.viewer.pk,))

    for said in ("me", "ann", "Lee Ann", str(asker.viewer.pk), asker.viewer.email):
        assert read(asker, urlencode({"owner": said})).wanted().only == {"owner": ann}


@pytest.mark.parametrize(
    "query",
    [
        "phase=z",
        "due=someday",
        "due_from=32.13.2026",
        "extent_from=1e5",
        "owner=Zaphod",
        "sort=team",
        "sort=nothing",
        "columns=nothing",
        "page=0",
        "page=٣",
        "size=7",
        "colour=red",
        "due_from=%2B99999999999",
    ],
)
def test_names_what_is_wrong_and_goes_on_without_it(asker: Asker, query: str) -> None:
    found = read(asker, query)

    assert len(found.problems) >= 1
    assert found.wanted() == read(asker, "").wanted()


def test_a_form_sends_empty_fields_that_say_nothing(asker: Asker) -> None:
    found = read(asker, "q=&phase=&due=&due_from=&due_to=&extent_from=&owner=&sort=")

    assert found == read(asker, "")


def test_sorts_by_several_and_the_rows_name_stays_first(asker: Asker) -> None:
    found = read(asker, "sort=-due,extent&sort=about&columns=extent&columns=due,name")

    assert found.order == (
        Order("due", is_falling=True),
        Order("extent"),
        Order("about"),
    )
    assert found.columns == ("name", "extent", "due")


def test_what_is_usual_is_not_spelled_out(asker: Asker) -> None:
    columns = ",".join(TABLE.usual)

    found = read(asker, f"sort=name&columns={columns}&size=50&page=1")

    assert asked.address(TABLE, found) == "?"


text = st.text(max_size=20)
names = st.sampled_from(
    ["q", "sort", "columns", "page", "size", "view", "from", *NAMES]
    + [f"{name}{side}" for name in NAMES for side in ("_from", "_to")]
)
values = st.one_of(
    text,
    st.sampled_from(["a", "a,b", "none", "me", "week", "-7", "+3", "today", "1,5"]),
    st.sampled_from([*NAMES, *(f"-{name}" for name in NAMES)]),
    st.integers().map(str),
    st.dates().map(str),
)
queries = st.lists(st.tuples(st.one_of(names, text), values), max_size=8)


@given(pairs=queries)
@example(pairs=[("due_from", "+" + "9" * 30)])
@example(pairs=[("page", "9" * 5000)])
@example(pairs=[("owner", "9" * 300)])
@example(pairs=[("a\0b", "\0")])
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_never_fails_and_round_trips(
    asker: Asker, pairs: list[tuple[str, str]]
) -> None:
    given_ = QueryDict(mutable=True)
    for name, value in pairs:
        given_.appendlist(name, value)

    first = asked.read(TABLE, given_, asker)
    again = read(asker, asked.address(TABLE, first, paged=True).removeprefix("?"))

    assert again.problems == ()
    assert again.wanted() == first.wanted()
    assert again.columns == first.columns
    assert again.began == first.began
    assert asked.address(TABLE, again) == asked.address(TABLE, first)
    assert isinstance(first.wanted(), Wanted)
