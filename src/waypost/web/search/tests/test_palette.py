import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from waypost.core.fields import Visibility
from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import (
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person
from waypost.projects.tests.factories import make_project, make_task
from waypost.search import indexing

pytestmark = pytest.mark.django_db
URL = "/search/palette/"
QUERIES = 17  # one for each kind that is shown among them, two for a long word
Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def person() -> Person:
    make_organisation()
    return make_person("Vera Nobody")


def options(person: Person, text: str = "", here: str = "/") -> list[tuple[str, str]]:
    """Return where the palette leads, and in which words, from the top."""
    client = Client()
    client.force_login(person)
    answer = client.get(URL, {"q": text, "here": here})
    assert answer.status_code == 200
    links = re.findall(r'href="([^"]*)">(.*?)</a>', answer.content.decode(), re.DOTALL)
    return [
        (url, " ".join(re.sub(r"<[^>]*>", " ", said).split())) for url, said in links
    ]


def urls(person: Person, text: str = "", here: str = "/") -> list[str]:
    return [url for url, _said in options(person, text, here)]


def running_key_result(person: Person, title: str = "Bookings") -> int:
    today = timezone.now().date()
    first, last = today - timedelta(days=40), today + timedelta(days=40)
    objective = make_objective(
        owner=person, cycle=make_cycle(starts_on=first, ends_on=last)
    )
    key_result = make_key_result(
        objective=objective, title=title, starts_on=first, due_on=last
    )
    return key_result.number


def test_offers_check_ins_places_and_what_to_create(person: Person) -> None:
    number = running_key_result(person)

    found = urls(person)

    assert found[0] == f"/key-results/KR-{number}/#check-in"
    assert {"/", "/map/", "/projects/", "/settings/", "/objectives/new/"} <= {*found}


def test_puts_the_key_results_that_wait_first(person: Person) -> None:
    rare = running_key_result(person, "Not yet")
    due = running_key_result(person, "Waits")
    make_check_in(
        KeyResult.objects.get(number=rare), observed_at=timezone.now(), went_well="Yes"
    )

    found = options(person)

    assert found[0] == (f"/key-results/KR-{due}/#check-in", f"KR-{due} Waits due")
    assert f"/key-results/KR-{rare}/#check-in" in [url for url, _said in found]


def test_puts_check_ins_above_what_is_found_for_its_own_words(person: Person) -> None:
    number = running_key_result(person)
    make_task(title="Last invoice checked in")
    indexing.fill()

    by_its_words, by_the_thing = (urls(person, q) for q in ("check in", "invoice"))

    assert by_its_words[0] == f"/key-results/KR-{number}/#check-in"
    assert "/tasks/" in by_its_words[1]
    assert "/tasks/" in by_the_thing[0]


def test_finds_a_place_by_the_beginning_of_its_name(person: Person) -> None:
    assert urls(person, "proj")[0] == "/projects/"
    assert urls(person, "sett") == ["/settings/", "/search/?q=sett"]


def test_finds_what_to_create_by_new_and_by_create(person: Person) -> None:
    assert "/objectives/new/" in urls(person, "new obj")
    assert "/objectives/new/" in urls(person, "create obj")


def test_offers_nobody_what_they_may_not_make(person: Person) -> None:
    viewer = make_person(role=Person.Role.VIEWER)
    mine = make_project(manager=person)
    objective = make_objective(owner=person)

    own, others = {*urls(person)}, {*urls(make_person())}
    admins, viewers = {*urls(make_admin())}, {*urls(viewer)}

    of_owner = {
        "/bets/new/",
        f"/objectives/{objective.code}/key-results/new/",
        f"/projects/{mine.code}/plan/?add=0#add-0",
    }
    assert of_owner <= own
    assert not of_owner & others
    assert not {"/cycles/new/", "/teams/new/", "/people/new/"} & (own | others)
    assert {"/cycles/new/", "/teams/new/", "/people/new/"} <= admins
    assert not [url for url in viewers if "new/" in url or "add=" in url]


def test_adds_to_the_thing_whose_page_is_open(person: Person) -> None:
    project = make_project(manager=person)
    objective = make_objective(owner=person)
    key_result = make_key_result(objective=objective)

    on_project = urls(person, "new task", f"/projects/{project.code}/board/")
    on_objective = urls(person, "key result", f"/objectives/{objective.code}/")
    on_key_result = urls(person, "new bet", f"/key-results/{key_result.code}/")

    assert on_project[0] == f"/projects/{project.code}/plan/?add=0#add-0"
    assert on_objective[0] == f"/objectives/{objective.code}/key-results/new/"
    assert on_key_result[0] == f"/bets/new/?key_result={key_result.code}"


@pytest.mark.parametrize(
    "here",
    ["", "//evil", "/projects/NONE/", "/objectives/O-999999/", "/static/x", "\\"],
)
def test_bears_any_page_that_it_may_be_opened_on(person: Person, here: str) -> None:
    assert "/map/" in urls(person, here=here)


def test_tells_nothing_of_a_private_thing_whose_page_is_named(person: Person) -> None:
    hidden = make_objective(title="Quokka", visibility=Visibility.NAMED)

    found = options(person, here=f"/objectives/{hidden.code}/")

    assert not [said for _url, said in found if "Quokka" in said]


def test_shows_what_is_found_and_the_way_to_all_of_it(person: Person) -> None:
    task = make_task(title="Quokka task")
    indexing.fill()

    found = urls(person, "quok")

    assert found == [
        f"/projects/{task.project.code}/tasks/{task.number}/",
        "/search/?q=quok",
    ]


def test_puts_the_exact_number_above_everything(person: Person) -> None:
    metric = make_metric(name="Maps sold")
    indexing.fill()

    assert urls(person, metric.code)[0] == f"/metrics/{metric.code}/"


def test_says_how_much_there_is(person: Person) -> None:
    client = Client()
    client.force_login(person)

    assert 'data-said="Nothing found"' in client.get(URL, {"q": "zz"}).content.decode()


@pytest.mark.parametrize("many", [2, 20])
def test_asks_no_more_queries_for_twenty_than_for_two(
    person: Person, many: int, django_assert_max_num_queries: Counting
) -> None:
    project = make_project(manager=person, name="Quokka")
    for number in range(many):
        make_task(project, title=f"Quokka {number}")
        running_key_result(person, f"Quokka {number}")
    indexing.fill()
    client = Client()
    client.force_login(person)

    with django_assert_max_num_queries(QUERIES):
        client.get(URL, {"q": "quokka", "here": f"/projects/{project.code}/"})
