"""Nothing on a page is canned: what is changed changes map, objective and waterfall.

After each change every page is held against the engine, asked on the same database.
"""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import SignedIn
from tests.e2e.engine import Chosen, choose, figures
from tests.e2e.sample import Sample
from tests.e2e.server import Server

Words = dict[str, Any]


@pytest.fixture(scope="session")
def chosen(sample: Sample) -> Chosen:
    return choose(sample.installation)


def change_reading(page: Page, chosen: Chosen) -> None:
    page.goto(f"/key-results/readings/{chosen.reading}/")
    value = page.locator("main input[name=value]")
    value.fill(f"{float(value.input_value()) + 1:g}")
    page.locator("main form button.primary").click()


def change_date(page: Page, chosen: Chosen) -> None:
    """Let the milestone come when the key result is over: its bet is worth nothing."""
    page.goto(f"/projects/{chosen.project}/milestones/{chosen.milestone}/")
    later = date.fromisoformat(chosen.due) + timedelta(days=30)
    page.locator("main input[name=due_on]").fill(later.isoformat())
    page.locator("main form button.primary").click()


def change_bet(page: Page, chosen: Chosen) -> None:
    page.goto(f"/bets/{chosen.bet}/edit/")
    chance = page.locator("main input[name=probability]")
    chance.fill("35" if chance.input_value() != "35" else "36")
    page.locator("main form button.primary").click()


@pytest.fixture(scope="session")
def before(sample: Sample, chosen: Chosen) -> Words:
    """What the engine says of the sample as it is loaded."""
    return figures(sample.installation, chosen.number)


def test_every_page_says_what_the_engine_says(
    signed_in: SignedIn, chosen: Chosen, before: Words
) -> None:
    hold_against(signed_in("admin"), chosen, before)


@pytest.mark.parametrize("change", [change_reading, change_bet, change_date])
def test_every_page_follows(
    signed_in: SignedIn, server: Server, chosen: Chosen, before: Words, change: Any
) -> None:
    page = signed_in("admin")

    change(page, chosen)
    page.wait_for_url(lambda url: "/edit/" not in url and "/readings/" not in url)

    after = figures(server.installation, chosen.number)
    assert after != before, "the change made no difference to the engine"
    hold_against(page, chosen, after)


def hold_against(page: Page, chosen: Chosen, told: Words) -> None:
    """Fail unless each page shows what the engine told."""
    assert abs(told["sum"]) < 1e-6, "now, bets and gap do not add up to the target"
    _key_result(page, chosen, told)
    _objective(page, chosen, told)
    _map(page, chosen, told)


def _key_result(page: Page, chosen: Chosen, told: Words) -> None:
    page.goto(f"/key-results/KR-{chosen.number}/")
    facts = said(page, "main dl.facts")
    for name in ("now", "progress", "coverage"):
        assert plain(told[name]) in facts, f"{name} {told[name]} is not in {facts}"
    rows = page.locator("#adds-up .chart-data tbody td").all_text_contents()
    *middle, gap, target = [plain(row) for row in rows]
    assert sorted(middle[2:]) == sorted(map(plain, told["worths"]))
    assert (gap, target) == (plain(told["gap"]), plain(told["target"]))


def _objective(page: Page, chosen: Chosen, told: Words) -> None:
    page.goto(f"/objectives/O-{chosen.objective}/")
    assert plain(told["objective"]) in said(page, "main dl.facts")
    link = f'a[href="/key-results/KR-{chosen.number}/"]'
    row = said(page, f"#key-results tr:has({link})")
    assert plain(told["progress"]) in row, f"{told['progress']} is not in {row}"


def _map(page: Page, chosen: Chosen, told: Words) -> None:
    page.goto("/map/?view=map")
    data = page.locator("#map-data").text_content()
    assert data is not None
    nodes = {node["name"]: node for node in json.loads(data)["nodes"]}
    node = nodes[f"KR-{chosen.number}"]
    assert node["measured"] == pytest.approx(told["reached"], abs=1e-4)
    assert node["now"] == pytest.approx(told["value"], abs=1e-4)
    above = nodes[f"O-{chosen.objective}"]["measured"]
    assert above == pytest.approx(told["above"], abs=1e-4)


def said(page: Page, where: str) -> str:
    """Return the words of an element, spaces made plain."""
    return plain(page.locator(where).first.inner_text())


def plain(words: str) -> str:
    """Make no-break spaces and line ends plain spaces."""
    return re.sub(r"\s+", " ", words).strip()
