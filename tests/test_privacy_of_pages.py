"""A private thing is on no page: what strangers reach says the same as without it.

The house is crawled before there are secrets and after; `test_privacy` asks the queries
and each address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.crawl import Crawl, changed, crawl, digest
from tests.house import SECRET, add_secrets, built_house

# Each test stands in a savepoint of the transaction in which the house is built. The
# crawl takes long, so it is done on one database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Who looks at how many pages: a viewer reaches what a member does, without the forms.
MOST = {"member": 90, "viewer": 40, "manager": 25, "insider": 25, "admin": 25}
WHO = ("member", "viewer")
# A version changes with every write anywhere, and the clock goes on; neither tells.
_PASSING = re.compile(
    r'name="version" value="\d+"|[?&]seen=\d+|data-live-(?:at|own)="[\d,]*"'
)


@dataclass(frozen=True, slots=True)
class Story:
    """What everybody reached before there were secrets, and after."""

    before: dict[str, Crawl]
    after: dict[str, Crawl]
    wrote: list[str]


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:
    """Crawl the house once for all tests of this file; nothing of it is kept."""
    with django_db_blocker.unblock(), built_house() as house:
        before = {who: crawl(getattr(house, who), most=MOST[who]) for who in WHO}
        add_secrets(house)
        prints = digest()
        after = {who: crawl(getattr(house, who), most=MOST[who]) for who in WHO}
        for who in ("manager", "insider", "admin"):
            after[who] = crawl(getattr(house, who), most=MOST[who])
        yield Story(before, after, changed(prints, digest()))


def test_the_crawl_reaches_every_kind_of_page(story: Story) -> None:
    reached = {address for each in story.after.values() for address in each.pages}

    for part in (
        *("/map/", "/objectives/O-", "/key-results/KR-", "/projects/OPEN/plan/"),
        *("/projects/OPEN/tasks/", "/bets/", "/history/", "/edit/"),
    ):
        assert any(part in address for address in reached), f"no page of {part}"


@pytest.mark.parametrize("who", [*WHO, "manager", "insider", "admin"])
def test_every_link_leads_somewhere(story: Story, who: str) -> None:
    assert not story.after[who].broken()


def test_looking_changes_nothing(story: Story) -> None:
    assert not story.wrote


@pytest.mark.parametrize("who", [*WHO, "manager"])
def test_no_page_of_a_stranger_holds_a_word_of_it(story: Story, who: str) -> None:
    found = story.after[who].saying([SECRET])

    assert not found


@pytest.mark.parametrize("who", ["insider", "admin"])
def test_those_who_may_see_it_do(story: Story, who: str) -> None:
    assert story.after[who].saying([f"{SECRET} line is ours"])
    assert story.after[who].saying([f"{SECRET} purchase"])


@pytest.mark.parametrize("who", WHO)
def test_strangers_find_the_same_pages_as_before(story: Story, who: str) -> None:
    before, after = story.before[who].pages, story.after[who].pages

    assert set(before) == set(after)


@pytest.mark.parametrize("who", WHO)
def test_no_page_of_a_stranger_has_changed(story: Story, who: str) -> None:
    """Counts, roll-ups, map and feeds included: pages are compared word by word."""
    before, after = story.before[who].pages, story.after[who].pages

    differing = [
        f"{address}: {_first_difference(before[address].html, after[address].html)}"
        for address in before.keys() & after.keys()
        if _lasting(before[address].html) != _lasting(after[address].html)
    ]

    assert not differing, "\n".join(differing)


def _lasting(html: str) -> str:
    return _PASSING.sub("", html)


def _first_difference(one: str, other: str) -> str:
    pairs = zip(_lasting(one).splitlines(), _lasting(other).splitlines(), strict=False)
    for left, right in pairs:
        if left != right:
            return f"{left.strip()[:200]!r} became {right.strip()[:200]!r}"
    return "one is longer"


def test_nobody_sees_anything_signed_out(story: Story) -> None:
    client = Client()

    for address in story.after["admin"].pages:
        answer = client.get(address)
        assert answer.status_code in {302, 405}, address
        assert "/accounts/login/" in answer.headers.get("Location", "/accounts/login/")
