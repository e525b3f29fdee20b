"""A page as of a past day offers nothing to do, not even to whom all of it belongs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

# What somebody who looks at the present may press.
DEED = re.compile(r'method="post"|hx-(?:post|put|delete)=|/(?:edit|create|new|delete)/')


@pytest.fixture
def admin() -> Person:
    make_organisation()
    return make_admin()


@pytest.fixture
def key_result(admin: Person) -> KeyResult:
    """One of an objective of the admin's, with a bet of a project of theirs."""
    today = timezone.localdate()
    starts, ends = today - timedelta(days=40), today + timedelta(days=50)
    cycle = make_cycle(starts_on=starts, ends_on=ends)
    objective = make_objective(cycle=cycle, owner=admin, state="active")
    found = make_key_result(
        objective=objective, owner=admin, starts_on=starts, due_on=ends
    )
    project = make_project(code="FERRY", is_funded=True, manager=admin)
    make_bet(project=project, key_result=found, owner=admin)
    return found


def deeds_on(client: Client, url: str, **asked: str) -> set[str]:
    """Return what the page itself, without the frame, offers to do."""
    page = client.get(url, asked).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main
    return set(DEED.findall(main)) | set(re.findall("Add a bet", main))


@pytest.mark.parametrize("which", ["map", "objective", "key result", "project"])
def test_though_the_same_page_today_does(
    client: Client, admin: Person, key_result: KeyResult, which: str
) -> None:
    url = {
        "map": reverse("strategy_map:index"),
        "objective": reverse("objectives:page", args=[key_result.objective.number]),
        "key result": reverse("key_results:page", args=[key_result.number]),
        "project": reverse("projects:page", args=["FERRY"]),
    }[which]
    client.force_login(admin)
    day = (timezone.localdate() - timedelta(days=5)).isoformat()

    today = deeds_on(client, url)
    then = deeds_on(client, url, on=day)

    assert then == set()
    assert which == "map" or "Add a bet" in today
