"""The first page anybody sees."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import SCREENS, expect_to_fit
from tests.e2e.conftest import sign_in
from tests.e2e.sample import Sample


@pytest.mark.parametrize("widths", SCREENS)
def test_is_accessible(
    open_context: Callable[..., Page],
    axe: Callable[[Page], None],
    widths: tuple[int, ...],
) -> None:
    page = open_context(viewport={"width": widths[0], "height": 900})
    page.goto("/accounts/login/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    expect_to_fit(page, widths)


def test_lets_nobody_in_with_a_wrong_password(page: Page, sample: Sample) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(sample.people[0]["email"])
    page.locator("input[name=password]").fill("not the password")
    page.locator("input[name=password]").press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator("input[name=login]").input_value()


def test_lets_people_in_by_keyboard_alone(page: Page, sample: Sample) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").focus()
    page.keyboard.type(sample.people[0]["email"])
    page.keyboard.press("Tab")
    page.keyboard.type(sample.people[0]["password"])
    page.keyboard.press("Enter")

    expect(page.locator("input[name=password]")).to_have_count(0)


@pytest.mark.parametrize("role", ["admin", "manager", "member", "viewer"])
def test_lets_every_role_in(page: Page, sample: Sample, role: str) -> None:
    person = sample.of_role(role)

    sign_in(page, person["email"], person["password"])
    page.goto("/")

    expect(page.get_by_role("main")).to_be_visible()
