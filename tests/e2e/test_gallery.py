"""Every component, looked at in every theme and width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import SCREENS, expect_to_fit
from tests.e2e.conftest import SignedIn


@pytest.mark.parametrize("widths", SCREENS)
def test_every_component_is_accessible(
    signed_in: SignedIn, axe: Callable[[Page], None], widths: tuple[int, ...]
) -> None:
    page = signed_in("admin", viewport={"width": widths[0], "height": 900})
    page.goto("/gallery/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    expect_to_fit(page, widths)


def test_is_for_those_who_build_pages(signed_in: SignedIn) -> None:
    page = signed_in("viewer")

    answer = page.goto("/gallery/")

    assert answer is not None
    assert answer.status == 404
