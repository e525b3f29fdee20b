import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waypost.okrs.models import Guardrail
from waypost.okrs.tests.factories import make_key_result, make_metric, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.web.metrics.tests.making import computed, measured

pytestmark = pytest.mark.django_db
URL = reverse("metrics:index")


def read(client: Client, query: str = "", person: Person | None = None) -> str:
    client.force_login(person or make_person())
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_shows_the_last_value_and_what_stands_on_it(client: Client) -> None:
    metric = measured("Overtime", 40, 49, unit="h")
    make_key_result(metric=metric, title="Less overtime")
    objective = make_objective()
    Guardrail.objects.create(objective=objective, metric=metric, high=60)

    html = read(client)

    assert "Overtime" in html
    assert "49\xa0h" in html
    assert 'title="Less overtime"' in html
    assert f"O-{objective.number}" in html


def test_says_what_belongs_here_without_one(client: Client) -> None:
    assert "No metric yet" in read(client)


def test_hides_what_is_private_and_what_was(client: Client) -> None:
    private = make_objective(visibility="named")
    make_key_result(objective=private, metric=make_metric(name="Nightfall"))
    make_metric(name="Daybreak", was_private=True)

    html = read(client)

    assert "Nightfall" not in html
    assert "Daybreak" not in html
    assert "No metric yet" in html


def test_names_no_hidden_key_result_on_an_open_metric(client: Client) -> None:
    metric = make_metric(name="Open")
    make_key_result(metric=metric)
    hidden = make_objective(visibility="named")
    make_key_result(metric=metric, objective=hidden, title="Nightfall")
    Guardrail.objects.create(objective=hidden, metric=metric, high=60)

    html = read(client)

    assert "Open" in html
    assert "Nightfall" not in html
    assert hidden.title not in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=over", {"Overtime"}),
        ("q=M-{number}", {"Overtime"}),
        ("source=computed", {"Total"}),
        ("use=key-result", {"Overtime"}),
        ("use=nothing", {"Total"}),
        ("owner=me", set()),
    ],
)
def test_is_narrowed(client: Client, query: str, shown: set[str]) -> None:
    metric = measured("Overtime", 40)
    make_key_result(metric=metric)
    computed("Total", f"{metric.code} * 2", metric)

    html = read(client, query.format(number=metric.number))

    assert {name for name in ("Overtime", "Total") if f">{name}</a>" in html} == shown


def test_says_when_nothing_fits(client: Client) -> None:
    make_metric()

    assert "zebra" in read(client, "q=zebra")


def test_comes_as_a_file_of_the_same_rows(client: Client) -> None:
    measured("Overtime", 40, 49)
    make_metric(name="Nightfall", was_private=True)
    client.force_login(make_person())

    response = client.get(f"{URL}export.csv")

    text = response.getvalue().decode()
    assert "Overtime" in text
    assert "49" in text
    assert "Nightfall" not in text


@pytest.mark.parametrize("sort", ["-read", "owner", "source,-name", "unit", "code"])
def test_is_sorted_by_each_heading(client: Client, sort: str) -> None:
    measured("Overtime", 40)
    make_metric(name="Unread")

    html = read(client, f"sort={sort}")

    assert "Overtime" in html
    assert "Unread" in html


def test_offers_a_viewer_no_new_one(client: Client) -> None:
    html = read(client, person=make_person(role="viewer"))

    assert reverse("metrics:create") not in html


def test_asks_the_database_no_more_for_many(client: Client) -> None:
    client.force_login(make_admin())

    def fill(count: int) -> int:
        for _ in range(count):
            metric = measured("Read", 1, 2)
            make_key_result(metric=metric)
            computed("Made", f"{metric.code} + 1", metric)
            Guardrail.objects.create(objective=make_objective(), metric=metric, low=1)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    few = fill(2)

    assert fill(18) == few <= 25
