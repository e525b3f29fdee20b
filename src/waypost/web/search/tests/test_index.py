from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from waypost.bets.tests.factories import make_bet
from waypost.conversations.tests.factories import make_comment
from waypost.core.fields import Visibility
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import (
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person, make_team
from waypost.projects.tests.factories import make_milestone, make_project, make_task
from waypost.search import indexing
from waypost.search.fulltext import reads_all_at_once

pytestmark = pytest.mark.django_db
URL = "/search/"
HTMX = {"HX-Request": "true", "HX-Target": "hits"}
Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def person() -> Person:
    make_organisation()
    return make_person("Vera Nobody")


@pytest.fixture
def client(person: Person) -> Client:
    reader = Client()
    reader.force_login(person)
    return reader


def shown(client: Client, query: str, **headers: str) -> str:
    answer = client.get(f"{URL}?{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def make_one_of_each(word: str) -> None:
    """Make one thing of every kind that has the word."""
    objective = make_objective(title=word, cycle=make_cycle(name=word))
    metric = make_metric(name=word)
    key_result = make_key_result(title=word, objective=objective, metric=metric)
    project = make_project(name=word)
    make_task(project, title=word)
    milestone = make_milestone(project, title=word)
    make_bet(milestone=milestone, key_result=key_result, rationale=word)
    make_comment(objective, body=word)
    make_check_in(key_result, went_well=word)
    make_team(word)
    make_person(word)


def test_says_what_can_be_looked_for_while_nothing_is(client: Client) -> None:
    assert "What are you looking for?" in shown(client, "")
    assert "no letter or digit" in shown(client, "q=%F0%9F%9A%80")


def test_shows_hits_by_kind_with_what_was_looked_for_marked(client: Client) -> None:
    make_objective(title="A quokka <b>here</b>", why="It is a quokka plan.")
    indexing.fill()

    html = shown(client, "q=quok")

    assert "A <mark>quok</mark>ka &lt;b&gt;here&lt;/b&gt;" in html
    assert "It is a <mark>quok</mark>ka plan." in html
    assert "1 found" in html


def test_leads_to_the_page_of_every_kind(client: Client) -> None:
    make_one_of_each("Quokka")
    indexing.fill()

    html = shown(client, "q=quokka")

    assert html.count('class="hits"') == 12
    assert 'href=""' not in html


def test_says_what_is_over(client: Client) -> None:
    make_objective(title="Quokka", state=Objective.State.CLOSED)
    indexing.fill()

    assert "over</span>" in shown(client, "q=quokka")


def test_says_what_to_try_when_nothing_is_found(client: Client) -> None:
    html = shown(client, "q=quokka")

    assert "Nothing found" in html
    assert "Try fewer words" in html


def test_shows_nothing_of_a_private_thing(client: Client) -> None:
    make_objective(title="Quokka", visibility=Visibility.NAMED)
    indexing.fill()

    html = shown(client, "q=quokka")

    assert "Nothing found" in html
    assert "<mark>" not in html


def test_turns_the_pages_of_one_kind(client: Client) -> None:
    project = make_project()
    for number in range(30):
        make_task(project, title=f"Quokka {number}")
    indexing.fill()

    overview = shown(client, "q=quokka")
    first = shown(client, "q=quokka&kind=projects.task")
    second = shown(client, "q=quokka&kind=projects.task&page=2")

    assert "/search/?q=quokka&amp;kind=projects.task" in overview
    assert "1 to 25 of 30" in first
    assert 'rel="next"' in first
    assert "26 to 30 of 30" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "query",
    ["kind=core.event", "kind=projects.task&page=0", "kind=projects.task&page=99",
     "kind=projects.task&page=x", "kind=projects.task&page=2"],
)  # fmt: skip
def test_has_no_page_that_is_not_there(client: Client, query: str) -> None:
    assert client.get(f"{URL}?q=quokka&{query}").status_code == 404


def test_keeps_what_was_typed(client: Client) -> None:
    assert 'value="&quot;&lt;quokka&gt;"' in shown(client, "q=%22%3Cquokka%3E")


def test_answers_htmx_with_the_hits_alone(client: Client) -> None:
    html = shown(client, "q=quokka", **HTMX)

    assert "<html" not in html
    assert "Nothing found" in html


def test_is_for_people_who_are_signed_in() -> None:
    assert Client().get(URL).status_code == 302
    assert Client().get("/search/palette/").status_code == 302


def test_only_reads(client: Client) -> None:
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("many", [2, 20])
def test_asks_no_more_for_twenty_of_each_than_for_two(
    client: Client, many: int, django_assert_num_queries: Counting
) -> None:
    looking_up = 2 if reads_all_at_once() else 0  # how long words are spelled
    for _turn in range(many):
        make_one_of_each(f"Quokka {_turn}")
    indexing.fill()
    client.get(URL)

    with django_assert_num_queries(21 + looking_up):
        client.get(f"{URL}?q=quokka")
