"""What the search asks about a few things is what the registry says of all of them."""

from collections.abc import Iterator

import pytest

from tests.house import ROLES, SECRET, House, add_secrets, built_house
from waypost.core import registry, searchable
from waypost.search import indexing, queries

pytestmark = pytest.mark.django_db
KINDS = [
    label
    for label, kind in searchable.known().items()
    if kind.visible_among is not None
]
WHO = (*ROLES, "insider")


@pytest.fixture
def house() -> Iterator[House]:
    with built_house() as built:
        add_secrets(built)
        indexing.fill()  # factories tell nobody
        yield built


@pytest.mark.parametrize("label", KINDS)
def test_one_rule_however_few_are_asked_about(house: House, label: str) -> None:
    seen, kind = registry.kind(label), searchable.of(label)
    assert seen is not None
    assert kind is not None
    assert kind.visible_among is not None
    ids = list(kind.model._base_manager.values_list("pk", flat=True))

    for who in WHO:
        person = getattr(house, who)
        few = {row.pk for row in kind.visible_among(person, ids)}
        assert few == {row.pk for row in seen.visible_to(person).filter(pk__in=ids)}
    assert {row.pk for row in kind.visible_among(house.admin, ids)} == {*ids}


def test_every_kind_that_can_be_found_has_a_rule_and_a_page(house: House) -> None:
    for label, kind in searchable.known().items():
        assert registry.kind(label) is not None, f"{label} is seen by nobody"
        thing = kind.rows().first()
        if thing is not None:
            assert registry.page_of(thing), f"{label} has no page"


def test_an_insider_finds_what_others_do_not(house: House) -> None:
    assert queries.overview(viewer=house.insider, text=SECRET).count > 0
    for who in ("manager", "member", "viewer"):
        found = queries.overview(viewer=getattr(house, who), text=SECRET)
        assert found.groups == ()
