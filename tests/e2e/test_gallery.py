"""Every component, looked at in every theme and width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignedIn

SIZES = [(390, 844), (768, 1024), (1440, 900)]


@pytest.mark.parametrize(("width", "height"), SIZES, ids=lambda pixels: str(pixels))
def test_every_component_is_accessible(
    signed_in: SignedIn, axe: Callable[[Page], None], width: int, height: int
) -> None:
    page = signed_in("admin", viewport={"width": width, "height": height})
    page.goto("/gallery/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    overflow = "document.documentElement.scrollWidth > window.innerWidth"
    assert not page.evaluate(overflow), "the page scrolls sideways"


def test_is_for_those_who_build_pages(signed_in: SignedIn) -> None:
    page = signed_in("viewer")

    answer = page.goto("/gallery/")

    assert answer is not None
    assert answer.status == 404
