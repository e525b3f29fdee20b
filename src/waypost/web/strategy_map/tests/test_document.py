"""The map as a document: the same map, standing alone and harmless."""

import struct
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.charts import raster
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.web.strategy_map import document
from waypost.web.strategy_map.tests.scenes import Scene, make_scene

pytestmark = pytest.mark.django_db
SVG = reverse("strategy_map:svg")
PNG = reverse("strategy_map:png")
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def draw(client: Client, viewer: Person, **query: str | int) -> Element:
    client.force_login(viewer)
    answer = client.get(SVG, query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    root: Element = fromstring(answer.content.decode())
    return root


def words_in(root: Element) -> str:
    return " ".join(each.text or "" for each in root.iter(TEXT))


def test_shows_what_the_map_shows(client: Client, scene: Scene) -> None:
    said = words_in(draw(client, scene.stranger))

    for word in ("Clinics get value", "Days to booking", "BRAND", "GUIDE", "covered"):
        assert word in said
    assert "1 of 3 key results is fully covered" in said


def test_keeps_the_filters_of_the_address(client: Client, scene: Scene) -> None:
    said = words_in(draw(client, scene.stranger, q="by hand"))

    assert "Steps by hand" in said
    assert "Pipeline" not in said
    assert "4 of 7 shown" in said


def test_counts_what_is_folded(client: Client, scene: Scene) -> None:
    said = words_in(draw(client, scene.stranger, closed=scene.below.code))

    assert "Steps by hand" not in said
    assert "+1" in said.split()


def test_says_of_which_day_and_cycle_it_is(client: Client, scene: Scene) -> None:
    said = words_in(draw(client, scene.stranger))

    assert "Strategy map, Q4" in said
    assert str(timezone.localdate().year) in said


def test_looks_back_at_a_past_day(client: Client, scene: Scene) -> None:
    day = timezone.localdate() - timedelta(days=2)

    said = words_in(draw(client, scene.stranger, on=day.isoformat()))

    assert f"As of {day.day} {day:%b} {day.year}" in said


def test_says_nothing_of_a_private_objective(client: Client, scene: Scene) -> None:
    assert "quiet sale" not in words_in(draw(client, scene.stranger))
    assert "quiet sale" in words_in(draw(client, scene.owner))


def test_is_harmless_whatever_things_are_called(client: Client, scene: Scene) -> None:
    scene.company.title = "</text><script>alert(1)</script>"
    scene.company.save()

    root = draw(client, scene.stranger)

    assert not [each for each in root.iter() if each.tag.endswith("script")]


@pytest.mark.parametrize("address", [SVG, PNG])
def test_is_saved_and_not_shown(client: Client, scene: Scene, address: str) -> None:
    client.force_login(scene.stranger)

    answer = client.get(address, {"focus": scene.bare.code})

    assert answer["Content-Disposition"].startswith('attachment; filename="map-')
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_is_drawn_as_pixels(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    answer = client.get(PNG, {"focus": scene.bare.code})

    assert answer["Content-Type"] == "image/png"
    width, height = struct.unpack(">II", answer.content[16:24])
    assert (width, height) > (400, 200)


def test_says_when_it_would_be_too_large(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MOST_NODES", 3)
    client.force_login(scene.stranger)

    answer = client.get(SVG)

    assert answer.status_code == 422
    assert "7 are shown, a picture holds 3" in answer.content.decode()


def test_says_when_it_would_have_too_many_pixels(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raster, "MOST_PIXELS", 100)
    client.force_login(scene.stranger)

    answer = client.get(PNG)

    assert answer.status_code == 422
    assert "too large for a PNG" in answer.content.decode()


def test_asks_to_wait_while_another_is_drawn(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raster, "SECONDS_TO_WAIT", 0.01)
    client.force_login(scene.stranger)

    with raster._turn:
        answer = client.get(PNG)

    assert answer.status_code == 503


def test_links_stand_on_the_map(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    html = client.get(reverse("strategy_map:index"), {"q": "hand"}).content.decode()

    assert f'href="{SVG}?q=hand"' in html
    assert f'href="{PNG}?q=hand"' in html


@pytest.mark.parametrize("address", [SVG, PNG])
def test_is_for_those_who_are_signed_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(make_person())
    assert client.get(address).status_code == 404  # there is no cycle
    assert client.post(address).status_code == 405
