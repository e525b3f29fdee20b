from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from waypost.core.models import ChangeSet
from waypost.okrs.models import Guardrail, Metric, Reading
from waypost.okrs.tests.factories import (
    make_check_in,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.web.metrics.tests.making import computed, measured

pytestmark = pytest.mark.django_db


def page_of(metric: Metric) -> str:
    return reverse("metrics:page", args=[metric.number])


def read(client: Client, metric: Metric, person: Person | None = None) -> str:
    client.force_login(person or make_person())
    response = client.get(page_of(metric))
    assert response.status_code == 200
    return response.content.decode()


def an_hour_ago() -> str:
    return f"{timezone.now() - timedelta(hours=1):%Y-%m-%dT%H:%M}"


def test_says_what_it_is_now(client: Client) -> None:
    html = read(client, measured("Overtime", 40, 49, unit="h"))

    assert "Overtime: 49\xa0h" in html
    assert "2 readings" in html


def test_says_so_before_the_first_reading(client: Client) -> None:
    html = read(client, make_metric(name="Overtime"))

    assert "Overtime: not measured yet" in html
    assert "Nobody has read it yet" in html


def test_draws_the_targets_of_the_key_results_on_it(client: Client) -> None:
    metric = measured("Overtime", 21, 25)
    key_result = make_key_result(metric=metric)

    html = read(client, metric)

    assert f"{key_result.code} wants 40\xa0days" in html
    assert f"{key_result.code} 40</text>" in html


def test_says_in_words_how_a_guardrail_is_broken(client: Client) -> None:
    metric = measured("Overtime", 49, unit="h")
    Guardrail.objects.create(objective=make_objective(), metric=metric, high=40)

    html = read(client, metric)

    assert "not above 40\xa0h" in html
    assert "9\xa0h too high" in html


def test_shows_what_it_is_made_of_down_to_what_is_measured(client: Client) -> None:
    north, south = measured("North", 10), measured("South", 20)
    both = computed("Both", f"{north.code} + {south.code}", north, south)
    double = computed("Double", f"{both.code} * 2", both)

    client.force_login(make_person())
    response = client.get(page_of(double))

    parts = response.context["found"].parts
    assert [(part.name, part.depth, part.value) for part in parts] == [
        ("Double", 0, 60),
        ("Both", 1, 30),
        ("North", 2, 10),
        ("South", 2, 20),
    ]
    html = " ".join(response.content.decode().split())
    assert "North</a> + <a" in html
    assert "Both" in read(client, north)


def test_opens_what_comes_twice_only_once(client: Client) -> None:
    base = measured("Base", 1)
    made = computed("Made", f"{base.code} + 1", base)
    top = computed("Top", f"{made.code} + {base.code}", base, made)
    roof = computed("Roof", f"{top.code} / {made.code}", made, top)

    client.force_login(make_person())
    parts = client.get(page_of(roof)).context["found"].parts

    assert [part.is_repeat for part in parts if part.name == "Made"] == [False, True]


def test_names_no_hidden_part(client: Client) -> None:
    hidden = measured("Nightfall", 4)
    make_key_result(metric=hidden, objective=make_objective(visibility="named"))
    total = computed("Total", f"{hidden.code} + 1", hidden)

    html = read(client, total)

    assert "another metric" in html
    assert "Nightfall" not in html
    assert hidden.code not in html


def test_is_missing_for_who_may_not_see_it(client: Client) -> None:
    hidden = make_metric(name="Nightfall", was_private=True)
    client.force_login(make_person())

    assert client.get(page_of(hidden)).status_code == 404
    assert client.get(reverse("metrics:page", args=[10**30])).status_code == 404


def test_takes_a_reading_of_who_may_enter_it(client: Client) -> None:
    metric = measured("Overtime", 40)
    owner = make_key_result(metric=metric).owner
    client.force_login(owner)
    said = {"value": "42.5", "observed_at": an_hour_ago(), "note": "Late shift"}

    response = client.post(reverse("metrics:add_reading", args=[metric.number]), said)

    assert response["Location"] == page_of(metric)
    assert float(Reading.objects.latest("pk").value) == 42.5
    assert "Late shift" in client.get(page_of(metric)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "much"}, "value"),
        ({"value": "101"}, "value"),
        ({"value": "30"}, "value"),
        ({"observed_at": "2999-01-01T00:00"}, "observed_at"),
        ({"observed_at": "then"}, "observed_at"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    metric = measured("Overtime", 40, upper_bound=100, is_counter=True)
    client.force_login(make_admin())
    said = {"value": "42", "observed_at": an_hour_ago(), "note": "Kept"} | wrong

    response = client.post(reverse("metrics:add_reading", args=[metric.number]), said)

    assert response.status_code == 422
    assert field in response.context["reading_form"].errors
    assert "Kept" in response.content.decode()
    assert Reading.objects.count() == 1


def test_corrects_a_reading_and_the_check_in_with_it(client: Client) -> None:
    key_result = make_key_result()
    check_in = make_check_in(key_result, value=25)
    assert check_in.reading is not None
    client.force_login(make_admin())
    url = reverse("metrics:edit_reading", args=[check_in.reading.pk])

    form = client.get(url).context["form"]
    said = {"value": "27", "observed_at": "2026-02-01T10:00", "note": "Recounted"}
    client.post(url, said)

    check_in.refresh_from_db()
    assert form.initial["value"] == "25"
    assert check_in.value == 27


def test_takes_a_reading_away_with_undo(client: Client) -> None:
    metric = measured("Overtime", 40)
    reading = metric.readings.get()
    client.force_login(make_admin())

    client.post(reverse("metrics:delete_reading", args=[reading.pk]))

    assert not Reading.objects.exists()
    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))
    assert Reading.objects.get() == reading


def test_lets_a_reader_change_no_reading(client: Client) -> None:
    metric = measured("Overtime", 40)
    reading = metric.readings.get()
    html = read(client, metric, make_person())
    said = {"value": "1", "observed_at": an_hour_ago()}

    assert "Add reading" not in html
    for name, key in (
        ("add_reading", metric.number),
        ("edit_reading", reading.pk),
        ("delete_reading", reading.pk),
    ):
        url = reverse(f"metrics:{name}", args=[key])
        assert client.post(url, said).status_code == 403
    assert Reading.objects.count() == 1


def test_finds_no_reading_of_a_hidden_metric(client: Client) -> None:
    hidden = measured("Nightfall", 4, was_private=True)
    client.force_login(make_person(role="manager"))
    reading = hidden.readings.get().pk

    for name in ("edit_reading", "delete_reading"):
        url = reverse(f"metrics:{name}", args=[reading])
        assert client.post(url, {}).status_code == 404


def test_asks_the_database_no_more_for_many(client: Client) -> None:
    client.force_login(make_admin())
    total = computed("Total", "M-1 + 1")

    def fill(count: int) -> int:
        for _ in range(count):
            part = measured("Part", 1, 2)
            make_key_result(metric=total)
            total.inputs.create(source=part)
            Guardrail.objects.create(objective=make_objective(), metric=total, low=1)
        total.formula = " + ".join(f"M-{n}" for n in _numbers(total))
        total.save()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(total)).status_code == 200
        return len(queries)

    few = fill(2)

    assert fill(12) == few <= 26


def _numbers(total: Metric) -> list[int]:
    return list(total.inputs.values_list("source__number", flat=True))
