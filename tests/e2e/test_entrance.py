"""The first page anybody sees."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import DESK, axe_on_desk_and_phone
from tests.e2e.conftest import sign_in
from tests.e2e.sample import Sample


def test_is_for_everybody_on_a_desk_and_on_a_phone(page: Page) -> None:
    page.goto("/accounts/login/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe_on_desk_and_phone(page, desk=DESK)


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
