"""A private thing is absent everywhere: queries, counts, roll-ups, addresses.

`test_privacy_of_pages` looks for it on all that strangers reach by links.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.addresses import addresses
from tests.crawl import changed, client_of, digest
from tests.house import SECRET, House, Secrets, add_secrets, built_house
from waypost.bets.loading import Scope
from waypost.bets.queries import Figures, figures, orphans, strategy_map
from waypost.core.history import last_change_set
from waypost.people.models import Person
from waypost.projects.tests.factories import (
    make_allocation,
    make_budget_line,
    make_dependency,
    make_task,
)

# Each test stands in a savepoint of the transaction in which the house is built.
pytestmark = pytest.mark.django_db
WHO = ("member", "viewer")


@dataclass(frozen=True, slots=True)
class Story:
    """The house with its secrets, and the figures from before there were any."""

    house: House
    secrets: Secrets
    figures_before: Figures

    @property
    def addresses(self) -> list[str]:
        """The address of every view that names one thing, for the secret ones."""
        found = addresses(_given(self.secrets))
        assert len(found) > 20, "the patterns were not read"
        # A row of the week leads back to the week, whether it is there or not.
        return [found[name] for name in found if name != "home:row"]


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:
    """Build the house once for all tests of this file; nothing of it is kept."""
    with django_db_blocker.unblock(), built_house() as house:
        known = _figures(house, house.admin)
        yield Story(house, add_secrets(house), known)


def _figures(house: House, viewer: Person) -> Figures:
    scope = Scope(cycles=(house.cycle.pk,))
    return figures(viewer=viewer, scope=scope, today=house.today)


@pytest.mark.parametrize("who", ["viewer", "insider", "admin"])
def test_open_figures_are_the_same_for_everyone(story: Story, who: str) -> None:
    known = _figures(story.house, getattr(story.house, who))

    for pk, before in story.figures_before.key_results.items():
        assert astuple(known.key_results[pk]) == astuple(before)
    for pk, before_objective in story.figures_before.objectives.items():
        assert known.objectives[pk] == before_objective


@pytest.mark.parametrize("who", ["insider", "admin"])
def test_open_pages_show_the_same_figures_to_everyone(story: Story, who: str) -> None:
    house = story.house
    stranger, told = client_of(house.viewer), client_of(getattr(house, who))

    for address in (
        f"/objectives/O-{house.company.number}/",
        f"/objectives/O-{house.below.number}/",
        f"/key-results/KR-{house.covered.number}/",
        f"/key-results/KR-{house.steps.number}/",
    ):
        assert _facts(stranger, address) == _facts(told, address)
    assert _nodes(stranger).items() <= _nodes(told).items()


def _facts(client: Client, address: str) -> str:
    """Return the row of figures that heads a page."""
    found = re.search(r'<dl class="facts".*?</dl>', _html(client, address), re.DOTALL)
    assert found, f"{address} has no figures"
    return found[0]


def _nodes(client: Client) -> dict[str, str]:
    """Return the open nodes of the map with all that it says of each but the place."""
    text = _html(client, "/map/?view=map")
    data = re.search(r'<script id="map-data"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert data, "the map has no data"
    nodes = json.loads(data[1])["nodes"]
    placed = {"col", "top"}
    return {
        node["name"]: repr({k: v for k, v in node.items() if k not in placed})
        for node in nodes
    }


def _html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_stranger_is_told_no_figure_of_it(story: Story) -> None:
    known = _figures(story.house, story.house.viewer)

    assert known.objectives.keys() == story.figures_before.objectives.keys()
    assert known.key_results.keys() == story.figures_before.key_results.keys()


@pytest.mark.parametrize("who", WHO)
def test_whole_reads_hold_nothing_of_it(story: Story, who: str) -> None:
    viewer, today = getattr(story.house, who), story.house.today

    whole = [
        strategy_map(viewer=viewer, cycle=story.house.cycle, today=today),
        orphans(viewer=viewer, today=today),
    ]

    assert SECRET.lower() not in repr(whole).lower()


def test_a_wait_for_it_is_a_wait_for_other_work(story: Story) -> None:
    """That a task waits is its own fact; for what, only those may know who see it."""
    task = story.house.task
    make_dependency(story.secrets.task, task)

    page = client_of(story.house.viewer).get(f"/projects/OPEN/tasks/{task.number}/")

    assert "other work" in page.content.decode()
    assert SECRET.lower() not in page.content.decode().lower()


# --- Every address, asked for by number ---------------------------------------------


def test_every_address_of_it_is_not_found(story: Story) -> None:
    """Every URL name with the secrets' own numbers: 404 as if there were nothing."""
    for who in (*WHO, "manager"):
        client = client_of(getattr(story.house, who))
        for address in story.addresses:
            answer = client.get(address)
            assert answer.status_code in {404, 405}, f"{who}: {address}"
            assert SECRET.lower() not in answer.content.decode().lower()


def test_nothing_can_be_written_to_it(story: Story) -> None:
    asked = story.addresses
    prints = digest()

    for who in (*WHO, "manager"):
        client = client_of(getattr(story.house, who))
        for address in asked:
            answer = client.post(address, {"confirmed": "1", "title": "Mine"})
            assert answer.status_code in {404, 405}, f"{who}: {address}"

    assert not changed(prints, digest())


def _given(secrets: Secrets) -> dict[tuple[str, ...], object]:
    """Return what an argument of a view is for the secrets, by family and name."""
    own, project = secrets.own, secrets.project
    assert own.metric is not None
    bet = own.bets.latest("pk")
    reading = own.metric.readings.get().pk
    step = secrets.signed.steps.get().pk
    waits = make_dependency(secrets.task, make_task(secrets.project))
    return {
        ("bets", "pk"): bet.pk,
        ("bets", "mark", "pk"): bet.assumptions.get().pk,
        ("home", "number"): own.number,
        ("home", "acknowledge", "pk"): own.check_ins.get().pk,
        ("home", "pk"): bet.pk,
        ("home", "tick", "code"): project.code,
        ("home", "tick", "number"): secrets.task.number,
        ("history", "pk"): last_change_set(secrets.insider),
        ("key_results", "number"): own.number,
        ("key_results", "pk"): own.check_ins.get().pk,
        ("key_results", "edit_reading", "pk"): reading,
        ("key_results", "delete_reading", "pk"): reading,
        ("key_results", "edit_step", "pk"): step,
        ("key_results", "tick_step", "pk"): step,
        ("key_results", "remove_step", "pk"): step,
        ("objectives", "number"): secrets.objective.number,
        ("objectives", "key_result"): own.number,
        ("objectives", "step"): "cancel",
        ("projects", "code"): project.code,
        ("projects", "number"): secrets.task.number,
        ("projects", "what"): "hold",
        ("projects", "pk"): project.milestones.get().pk,
        **{
            ("projects", view, "pk"): make_allocation(project).pk
            for view in ("allocation", "confirm", "withdraw")
        },
        **{
            ("projects", view, "pk"): make_budget_line(project).pk
            for view in ("budget_line", "delete_budget_line")
        },
        # The list of statuses is the organization's, and no secret.
        **{
            ("projects", view, "pk"): None
            for view in ("status", "move_status", "delete_status", "merge_status")
        },
        ("projects", "edit_dependency", "pk"): waits.pk,
        ("projects", "remove_dependency", "pk"): waits.pk,
        ("strategy_map", "name"): own.code,
        ("conversations", "kind"): "okrs.objective",
        ("conversations", "pk"): secrets.objective.pk,
        **{
            ("conversations", name, "pk"): secrets.comment.pk
            for name in ("comment", "edit", "delete")
        },
        ("home", "read_comment", "pk"): secrets.comment.pk,
    }
