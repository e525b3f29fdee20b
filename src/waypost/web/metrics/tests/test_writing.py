import pytest
from django.test import Client
from django.urls import reverse

from waypost.core.models import ChangeSet
from waypost.okrs.models import Metric
from waypost.okrs.tests.factories import make_key_result, make_metric
from waypost.people.tests.factories import make_admin, make_person
from waypost.web.metrics.tests.making import computed, measured

pytestmark = pytest.mark.django_db
URL = reverse("metrics:create")
SAID = {"name": "Overtime", "unit": "h", "better": "lower", "source": "hand"}


def edit(metric: Metric) -> str:
    return reverse("metrics:edit", args=[metric.number])


def check(client: Client, formula: str, **more: str | int) -> str:
    said: dict[str, str | int] = {"formula": formula, **more}
    response = client.get(reverse("metrics:check"), said)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_is_added_and_belongs_to_its_maker(client: Client) -> None:
    person = make_person()
    client.force_login(person)

    response = client.post(URL, SAID | {"lower_bound": "0", "upper_bound": "100"})

    metric = Metric.objects.get()
    assert response["Location"] == reverse("metrics:page", args=[metric.number])
    assert (metric.unit, metric.better, metric.owner) == ("h", "lower", person)
    assert (metric.lower_bound, metric.upper_bound) == (0, 100)


def test_is_computed_from_others(client: Client) -> None:
    north, south = measured("North", 1), measured("South", 2)
    client.force_login(make_person())
    said = {"source": "computed", "formula": f"mean({north.code}, {south.code})"}

    client.post(URL, SAID | said)

    metric = Metric.objects.get(source="computed")
    assert {row.source for row in metric.inputs.all()} == {north, south}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"source": "moon"}, "source"),
        ({"source": "pulled"}, "source"),
        ({"better": "worse"}, "better"),
        ({"owner": "0"}, "owner"),
        ({"lower_bound": "9", "upper_bound": "3"}, "upper_bound"),
        ({"source": "computed"}, "formula"),
        ({"source": "computed", "formula": "rm -rf"}, "formula"),
        ({"source": "computed", "formula": "1 + 2"}, "formula"),
        ({"source": "computed", "formula": "M-4711 + 1"}, "formula"),
    ],
)
def test_keeps_what_was_typed_and_says_what_is_wrong(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    client.force_login(make_person())

    response = client.post(URL, SAID | {"unit": "hours"} | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'value="hours"' in response.content.decode()
    assert not Metric.objects.exists()


def test_refuses_a_circle_with_its_path(client: Client) -> None:
    base = measured("Base", 1)
    middle = computed("Middle", f"{base.code} + 1", base)
    client.force_login(make_admin())
    said = SAID | {"source": "computed", "formula": f"{middle.code} * 2"}
    base.readings.all().delete()

    response = client.post(edit(base), said)

    path = f"{base.code} › {middle.code} Middle › {base.code}"
    assert response.status_code == 422
    assert path in response.content.decode()
    base.refresh_from_db()
    assert base.source == "hand"


def test_forgets_the_formula_when_it_is_read_by_hand(client: Client) -> None:
    base = measured("Base", 1)
    made = computed("Made", f"{base.code} + 1", base)
    client.force_login(make_admin())

    client.post(edit(made), SAID | {"formula": f"{base.code} + 1"})

    made.refresh_from_db()
    assert (made.source, made.formula, made.inputs.count()) == ("hand", "", 0)


def test_keeps_a_source_that_no_form_offers(client: Client) -> None:
    pushed = make_metric(source="pushed")
    client.force_login(make_admin())

    assert client.post(edit(pushed), SAID | {"source": "pushed"}).status_code == 303


def test_tells_who_saves_second(client: Client) -> None:
    client.force_login(make_admin())
    client.post(URL, SAID)
    metric = Metric.objects.get()
    version = client.get(edit(metric)).context["form"].initial["version"]
    client.post(edit(metric), SAID | {"name": "First", "version": version})

    response = client.post(edit(metric), SAID | {"name": "Second", "version": version})

    metric.refresh_from_db()
    assert response.status_code == 422
    assert metric.name == "First"


def test_is_deleted_with_undo(client: Client) -> None:
    metric = measured("Overtime", 40)
    client.force_login(make_admin())

    client.post(reverse("metrics:delete", args=[metric.number]))

    assert not Metric.objects.exists()
    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))
    assert Metric.objects.get().readings.count() == 1


def test_is_not_deleted_while_it_is_used(client: Client) -> None:
    metric = make_metric()
    make_key_result(metric=metric)
    client.force_login(make_admin())
    url = reverse("metrics:delete", args=[metric.number])

    response = client.post(url, follow=True)

    assert "is used by a key result" in response.content.decode()
    assert Metric.objects.exists()


def test_lets_no_reader_write(client: Client) -> None:
    metric = make_metric()
    client.force_login(make_person(role="viewer"))

    for url in (URL, edit(metric)):
        assert client.get(url).status_code == 403
        assert client.post(url, SAID).status_code == 403
    assert (
        client.post(reverse("metrics:delete", args=[metric.number])).status_code == 403
    )


def test_a_stranger_finds_nothing_to_edit(client: Client) -> None:
    hidden = make_metric(was_private=True)
    client.force_login(make_person(role="manager"))

    assert client.get(edit(hidden)).status_code == 404
    url = reverse("metrics:delete", args=[hidden.number])
    assert client.post(url).status_code == 404


def test_says_while_typing_what_a_formula_comes_to(client: Client) -> None:
    north, south = measured("North", 10), measured("South", 20)
    client.force_login(make_person())

    said = check(client, f"({north.code} + {south.code}) / 2", unit="h")

    assert "North</a> + <a" in said
    assert "15 h" in said


def test_says_while_typing_what_is_wrong(client: Client) -> None:
    base = measured("Base", 1)
    made = computed("Made", f"{base.code} + 1", base)
    hidden = make_metric(was_private=True)
    client.force_login(make_person())

    assert check(client, "") == ""
    assert "is no formula" in check(client, "M-1 +")
    assert f"There is no metric {hidden.code}" in check(client, f"{hidden.code} + 1")
    assert "computed from itself" in check(client, made.code, metric=base.number)


def test_has_no_value_yet_while_a_part_was_never_read(client: Client) -> None:
    base = make_metric(name="Base")
    client.force_login(make_person())

    assert "no value yet" in check(client, f"{base.code} + 1")
