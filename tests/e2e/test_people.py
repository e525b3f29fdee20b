"""From the invitation to the last day, as two people live it in their browsers."""

import base64
import hashlib
import hmac
import re
import shutil
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignedIn, sign_in
from tests.e2e.guard import Guard
from tests.e2e.sample import Sample
from tests.e2e.server import Installation, Server, running
from tests.mailbox import Mailbox, receiving

PHRASE = "a ferry leaves at dawn"
EMAIL = "tove@ottersund.example"
STEP = 30  # seconds for which a code holds


@dataclass(frozen=True, slots=True)
class Mailing(Installation):
    """An installation that sends mail to a port of this machine."""

    port: int

    @property
    def environment(self) -> Mapping[str, str]:
        """What its processes see."""
        mail = {"WAYPOST_EMAIL_HOST": "127.0.0.1", "WAYPOST_EMAIL_PORT": str(self.port)}
        return {**Installation(self.data).environment, **mail}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with receiving() as box:
        yield box


@pytest.fixture
def server(sample: Sample, mailbox: Mailbox, tmp_path: Path) -> Iterator[Server]:
    """Serve a copy of the sample that can send mail."""
    data = Path(shutil.copytree(sample.installation.data, tmp_path / "data"))
    with running(Mailing(data, mailbox.port)) as started:
        yield started


def code_of(secret: str, at: float) -> str:
    """Return what an authenticator app shows (RFC 6238, six digits, SHA-1)."""
    counter = struct.pack(">Q", int(at) // STEP)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_codes_are_those_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()

    assert code_of(secret, 59) == "287082"
    assert code_of(secret, 1111111109) == "081804"


def test_somebody_comes_signs_in_safely_and_leaves(
    signed_in: SignedIn,
    open_context: Callable[..., Page],
    axe: Callable[[Page], None],
    mailbox: Mailbox,
    guard: Guard,
) -> None:
    admin = signed_in("admin")
    link = _invite(admin, mailbox, axe)
    tove = open_context()
    _choose_password(tove, link, axe)
    sign_in(tove, EMAIL, PHRASE)
    secret = _add_second_step(tove, axe)
    _sign_out(tove)

    _sign_in_with_code(tove, secret, axe)
    _switch_off(admin)

    tove.goto("/people/")
    # What her open page asked for meanwhile was refused, as it should be.
    guard.forgive("401 from")
    expect(tove.get_by_role("heading", name="Sign in")).to_be_visible()
    tove.locator("input[name=login]").fill(EMAIL)
    tove.locator("input[name=password]").fill(PHRASE)
    tove.locator("input[name=password]").press("Enter")
    expect(tove.get_by_text("This account is switched off").first).to_be_visible()


def _invite(page: Page, mailbox: Mailbox, axe: Callable[[Page], None]) -> str:
    page.goto("/people/")
    page.keyboard.press("c")
    page.wait_for_url("**/people/new/")
    page.get_by_label("Name", exact=True).fill("Tove Nyström")
    page.get_by_label("E-mail", exact=True).fill(EMAIL)
    axe(page)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("status").first).to_contain_text("on its way")
    axe(page)
    shown = page.get_by_label("Link").input_value()
    mailed = mailbox.link_in(mailbox.wait_for(EMAIL))
    stem = r".*/accounts/password/reset/key/\w+-"
    assert re.match(stem, shown)
    assert re.match(stem, mailed)
    return mailed


def _choose_password(page: Page, link: str, axe: Callable[[Page], None]) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Choose")
    axe(page)
    for name in ("password1", "password2"):
        page.locator(f"input[name={name}]").fill(PHRASE)
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_role("heading", name="Your new password is set")).to_be_visible()


def _add_second_step(page: Page, axe: Callable[[Page], None]) -> str:
    page.goto("/settings/")
    page.get_by_role("link", name="Two-step sign-in").click()
    page.get_by_role("link", name="Set it up").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    axe(page)
    page.locator("input[name=password]").fill(PHRASE)
    page.get_by_role("button", name="Go on").click()
    picture = page.get_by_alt_text("The secret as a picture to scan")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth > 0"), "the picture is refused"
    axe(page)
    secret = page.get_by_label("Secret").input_value()
    page.locator("input[name=code]").fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("recovery codes")
    axe(page)
    return secret


def _sign_out(page: Page) -> None:
    page.locator(".side .me > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


def _sign_in_with_code(page: Page, secret: str, axe: Callable[[Page], None]) -> None:
    sign_in(page, EMAIL, PHRASE)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    axe(page)
    page.locator("input[name=code]").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Incorrect code").first).to_be_visible()
    page.locator("input[name=code]").fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".side .me")).to_be_visible()


def _switch_off(page: Page) -> None:
    page.goto("/people/?q=tove")
    page.get_by_role("link", name="Tove Nyström").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tove Nyström")
    page.get_by_label("More about this person").click()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("status").first).to_contain_text("signed out everywhere")
    expect(page.get_by_text("Cannot sign in any more")).to_be_visible()
