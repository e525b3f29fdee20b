"""A page that is opened daily asks few questions, however much there is to show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.crawl import client_of
from tests.house import House, add_secrets, make_house
from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet, make_overlap_group
from waypost.okrs.models import ExpectedPoint, Metric, MetricInput, Objective
from waypost.okrs.models.metric import Guardrail
from waypost.okrs.tests.factories import (
    make_alignment,
    make_check_in,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.projects.models import Project
from waypost.projects.tests.factories import (
    make_dependency,
    make_milestone,
    make_project,
    make_task,
)

# What a page asks is written in Python, and is the same for both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# What a daily page may ask, in a house that has everything at once that costs a
# question of its own.
MOST = 25
ROLES = ("member", "manager")
Address = Callable[[House], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page or a part of one."""

    name: str
    address: Address
    is_fragment: bool = False


PAGES = [
    Page("my week", lambda _: reverse("home:index")),
    Page("my objectives", lambda _: reverse("home:own"), is_fragment=True),
    Page("what changed", lambda _: reverse("home:changes"), is_fragment=True),
    Page("the map", lambda _: reverse("strategy_map:index")),
    Page("the outline", lambda _: reverse("strategy_map:index") + "?view=outline"),
    Page(
        "the drawer of a key result", lambda h: _node(h.covered.code), is_fragment=True
    ),
    Page(
        "the drawer of an objective", lambda h: _node(h.company.code), is_fragment=True
    ),
    Page("the drawer of a project", lambda h: _node(h.project.code), is_fragment=True),
    Page("objectives", lambda _: reverse("objectives:index")),
    Page("an objective", lambda h: _at("objectives:page", h.company.number)),
    Page("one below it", lambda h: _at("objectives:page", h.below.number)),
    Page("a key result", lambda h: _at("key_results:page", h.covered.number)),
    Page("one of steps", lambda h: _at("key_results:page", h.steps.number)),
    Page("a metric", lambda h: _at("metrics:page", _metric(h).number)),
    Page("metrics", lambda _: reverse("metrics:index")),
    Page("a table of objectives", lambda _: reverse("objectives:table")),
    Page("a table of key results", lambda _: reverse("objectives:key_results_table")),
    Page("a cycle", lambda h: _at("cycles:page", h.cycle.pk)),
    Page("projects", lambda _: reverse("projects:index")),
    Page("tasks", lambda _: reverse("tasks:index")),
    Page("a project", lambda h: _at("projects:page", h.project.code)),
    Page("its plan", lambda h: _at("projects:plan", h.project.code)),
    Page("its board", lambda h: _at("projects:board", h.project.code)),
    Page("its people", lambda h: _at("projects:people", h.project.code)),
    Page("a task", lambda h: _at("projects:task", h.project.code, h.task.number)),
    Page("a bet", lambda h: _at("bets:page", Bet.objects.earliest("pk").pk)),
    Page("a new bet", lambda _: reverse("bets:create")),
]


def _metric(house: House) -> Metric:
    assert house.covered.metric is not None
    return house.covered.metric


def _at(view: str, *args: object) -> str:
    return reverse(view, args=args)


def _node(name: str) -> str:
    return reverse("strategy_map:node", args=[name])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asked where there was little to show, and where there was more."""

    few: list[str]
    many: list[str]


@pytest.fixture(scope="module")
def asked(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[tuple[str, str], Asked]]:
    """Look at all pages of one house at two sizes; nothing of it is kept."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr("waypost.core.db.SNAPSHOT", "default")
        patch.setattr("waypost.web.start.middleware.FirstRun.is_over", True)
        house = make_house()
        add_secrets(house)
        _enlarge(house, times=1)
        few = _look(house)
        _enlarge(house, times=2)
        many = _look(house)
        yield {key: Asked(few[key], many[key]) for key in few}
        transaction.set_rollback(True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("role", ROLES)
def test_asks_no_more_for_many_than_for_few(
    asked: dict[tuple[str, str], Asked], page: Page, role: str
) -> None:
    found = asked[role, page.name]

    assert len(found.many) <= len(found.few), _told(found.few, found.many)
    assert len(found.few) <= MOST, _told(found.few, [])


def _look(house: House) -> dict[tuple[str, str], list[str]]:
    return {
        (role, page.name): _asked(client, page, page.address(house))
        for role in ROLES
        for client in [client_of(house.of_role(role))]
        for page in PAGES
    }


def _asked(client: Client, page: Page, address: str) -> list[str]:
    headers = {"HX-Request": "true"} if page.is_fragment else {}
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address, headers=headers)
    assert response.status_code == 200, response
    return [query["sql"] for query in caught.captured_queries]


def _told(few: list[str], many: list[str]) -> str:
    """Return the queries that were asked more often than before, else all."""
    more = list(many)
    for sql in few:
        same = next((each for each in more if each[:120] == sql[:120]), None)
        if same is not None:
            more.remove(same)
    return "\n".join([f"{len(few)} and {len(many)}:", *(more or few)])


def _enlarge(house: House, *, times: int) -> None:
    """Add more of everything around the things whose pages are asked for."""
    for _ in range(times):
        _add_outcomes(house)
        _add_work(house)


def _add_outcomes(house: House) -> None:
    held: dict[str, Any] = {"cycle": house.cycle, "owner": house.member}
    dates: dict[str, Any] = {
        "owner": house.member,
        "starts_on": house.cycle.starts_on,
        "due_on": house.cycle.ends_on,
    }
    for above in (house.company, house.below):
        below = make_objective(team=house.team, reviewer=house.manager, **held)
        make_alignment(below, above)
        for objective in (above, below):
            _add_key_results(house, objective, dates)
    own = make_objective(person=house.member, team=None, level="person", **held)
    make_alignment(own, house.covered)
    _add_key_results(house, own, dates)
    private = make_objective(team=house.team, visibility="team", **held)
    make_alignment(private, house.below)
    make_key_result(objective=private, **dates)
    Guardrail.objects.create(
        objective=house.company, metric=make_metric(), high=Decimal(9)
    )


def _add_key_results(house: House, objective: Objective, dates: dict[str, Any]) -> None:
    measured = make_key_result(objective=objective, **dates)
    assert measured.metric is not None
    for days in (1, 8):
        at = house.now - timedelta(days=days)
        make_reading(measured.metric, 20 + days, observed_at=at)
    make_check_in(
        measured, value=25, confidence=50, observed_at=house.now - timedelta(days=9)
    )
    planned = make_key_result(
        objective=objective, metric=_total_of(measured.metric), path="points", **dates
    )
    ExpectedPoint.objects.create(key_result=planned, day=house.today, value=Decimal(30))
    steps = make_steps_key_result(objective=objective, **dates)
    project = _add_project(house)
    group = make_overlap_group(measured.metric)
    for key_result in (measured, house.covered):
        given = {"overlap_group": group} if key_result is measured else {}
        make_bet(project=project, key_result=key_result, owner=house.manager, **given)
    make_bet(
        project=house.project, key_result=measured, owner=house.manager,
        milestone=house.project.milestones.first(),
    )  # fmt: skip
    step = steps.steps.order_by("pk")[0]
    make_bet(project=project, key_result=steps, step=step, owner=house.manager)
    make_bet(project=house.project, key_result=steps, step=step, owner=house.manager)


def _total_of(part: Metric) -> Metric:
    total = make_metric(source="computed", formula=f"M-{part.number} * 2")
    MetricInput.objects.create(metric=total, source=part)
    return total


def _add_project(house: House) -> Project:
    project = make_project(
        manager=house.manager, sponsor=house.manager, team=house.team, is_funded=True
    )
    for milestone in (make_milestone(project), make_milestone(project)):
        make_task(project, milestone=milestone, assignee=house.member)
    return project


def _add_work(house: House) -> None:
    milestone = make_milestone(house.project)
    before = make_task(house.project, milestone=milestone, assignee=house.member)
    part = make_task(house.project, parent=house.task)
    make_dependency(before, house.task)
    make_dependency(house.task, part)
    hidden = make_project(visibility="team", team=house.team, manager=house.insider)
    make_bet(project=hidden, key_result=house.covered, owner=house.manager)
