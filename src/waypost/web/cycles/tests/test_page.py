from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from waypost.bets.tests.factories import make_bet
from waypost.core.models import ChangeSet
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db


def planned(**changes: Any) -> Cycle:
    """Create a cycle in planning that begins in a month."""
    first = timezone.localdate() + timedelta(days=30)
    dates = {"starts_on": first, "ends_on": first + timedelta(days=90)}
    return make_cycle(**{"state": Cycle.State.PLANNING} | dates | changes)


def in_it(objective: Objective) -> Any:
    cycle = objective.cycle
    return make_key_result(
        objective=objective, starts_on=cycle.starts_on, due_on=cycle.ends_on
    )


def page_of(cycle: Cycle, name: str = "page") -> str:
    return reverse(f"cycles:{name}", args=[cycle.pk])


def read(client: Client, cycle: Cycle, person: Person | None = None) -> str:
    client.force_login(person or make_admin())
    response = client.get(page_of(cycle))
    assert response.status_code == 200
    return response.content.decode()


def test_all_stand_below_what_they_lie_in(client: Client) -> None:
    year = make_cycle(
        name="2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    quarter = make_cycle(name="Q1", parent=year)
    make_objective(cycle=quarter)
    client.force_login(make_person())

    rows = client.get(reverse("cycles:index")).context["rows"]

    assert [(row.name, row.depth, row.objectives) for row in rows] == [
        ("2026", 0, 0),
        ("Q1", 1, 1),
    ]


def test_counts_nothing_that_is_hidden(client: Client) -> None:
    make_objective(cycle=make_cycle(), visibility="named")
    client.force_login(make_person())

    (row,) = client.get(reverse("cycles:index")).context["rows"]

    assert row.objectives == 0


def test_says_what_belongs_here_without_one(client: Client) -> None:
    client.force_login(make_admin())

    assert "Add the first cycle" in client.get(reverse("cycles:index")).content.decode()


def test_names_who_has_not_linked_yet(client: Client) -> None:
    cycle = planned()
    make_team("Harbour")
    lone = make_objective(cycle=cycle, team=make_team("Quay"), title="Ships on time")
    in_it(lone)
    make_objective(cycle=cycle, title="A proposal", state="proposed")

    html = read(client, cycle)

    assert "Teams without an objective: 1 of 2" in html
    assert "Harbour" in html
    assert "Aligned to nothing: 1" in html
    assert "Key results with no bet that counts: 1" in html
    assert "Without a key result: 1" in html
    assert "Proposed and waiting: 1" in html


def test_says_when_all_is_linked(client: Client) -> None:
    cycle = planned(name="Q1")
    top = make_objective(cycle=cycle)
    make_bet(key_result=in_it(top))

    html = read(client, cycle)

    assert "Q1 is ready to start" in html
    assert "Every key result has work behind it" in html


def test_says_how_many_proposals_wait_for_a_key_result(client: Client) -> None:
    key_result = in_it(make_objective(cycle=planned()))
    make_bet(key_result=key_result, state="proposed")

    assert "1 proposal waits" in read(client, key_result.objective.cycle)


def test_of_a_large_one_the_work_comes_when_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("waypost.bets.queries.readiness"), "LARGE", 1)
    objective = make_objective(cycle=planned(name="Q1"))
    in_it(objective)
    make_bet(key_result=in_it(objective))

    first = read(client, objective.cycle)
    whole = client.get(f"{page_of(objective.cycle)}?all=1").content.decode()

    assert 'hx-get="?all=1"' in first
    assert "Q1 is being planned" in first
    assert "with no bet that counts" not in first
    assert 'hx-get="?all=1"' not in whole
    assert "Q1 can start, 1 thing is open" in whole
    assert "Key results with no bet that counts: 1" in whole


def test_of_a_small_one_all_comes_at_once(client: Client) -> None:
    cycle = planned()
    in_it(make_objective(cycle=cycle))

    assert "?all=1" not in read(client, cycle)


def test_a_hidden_objective_counts_as_work_and_has_no_name(client: Client) -> None:
    cycle = planned()
    make_objective(
        cycle=cycle, team=make_team("Quay"), visibility="named", title="Nightfall"
    )

    html = read(client, cycle, make_person())

    assert "Nightfall" not in html
    assert "Every team has an objective" in html or "Nothing is drafted" in html


def test_what_is_aligned_from_another_cycle_is_not_its_own(client: Client) -> None:
    cycle = planned()
    top = make_objective(cycle=cycle)
    make_bet(key_result=in_it(top))
    below = make_objective(cycle=planned(), title="From elsewhere")
    in_it(below)
    make_alignment(below, top)

    assert "From elsewhere" not in read(client, cycle)


def test_starts_with_what_is_missing_said_before(client: Client) -> None:
    manager = make_person()
    cycle = planned(manager=manager)
    proposed = make_objective(cycle=cycle, state="proposed")
    client.force_login(manager)

    asked = client.get(page_of(cycle, "start")).content.decode()
    response = client.post(page_of(cycle, "start"))

    cycle.refresh_from_db()
    proposed.refresh_from_db()
    assert "Proposed and waiting: 1" in asked
    assert "Start it as it is" in asked
    assert response["Location"] == page_of(cycle)
    assert (cycle.state, proposed.state) == ("active", "active")


def test_says_so_when_it_runs_already(client: Client) -> None:
    cycle = make_cycle()
    client.force_login(make_admin())

    response = client.post(page_of(cycle, "start"), follow=True)

    assert "this needs “Planning”" in response.content.decode()


def test_closes_with_what_was_decided(client: Client) -> None:
    today = timezone.localdate()
    cycle = make_cycle(
        starts_on=today - timedelta(days=50), ends_on=today + timedelta(days=1)
    )
    half, draft = (
        make_objective(cycle=cycle),
        make_objective(cycle=cycle, state="draft"),
    )
    metric = in_it(half).metric
    make_reading(metric, 30, observed_at=timezone.now() - timedelta(days=1))
    client.force_login(make_admin())

    asked = client.get(page_of(cycle, "close")).content.decode()
    client.post(page_of(cycle, "close"), {"unagreed": "cancel", "scores": "progress"})

    for row in (cycle, half, draft):
        row.refresh_from_db()
    assert "1 day of it is left" in asked
    assert (cycle.state, half.state, draft.state) == ("closed", "closed", "cancelled")
    assert half.final_score == pytest.approx(0.5)


def test_closes_without_scores_and_keeps_what_was_never_agreed(client: Client) -> None:
    cycle = make_cycle()
    draft = make_objective(cycle=cycle, state="draft")
    client.force_login(make_admin())

    client.post(page_of(cycle, "close"), {"unagreed": "agree", "scores": "none"})

    draft.refresh_from_db()
    assert (draft.state, draft.final_score) == ("closed", None)


def test_is_opened_again_by_undo(client: Client) -> None:
    cycle = make_cycle()
    objective = make_objective(cycle=cycle)
    client.force_login(make_admin())
    client.post(page_of(cycle, "close"), {"unagreed": "cancel", "scores": "progress"})

    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))

    cycle.refresh_from_db()
    objective.refresh_from_db()
    assert (cycle.state, objective.state) == ("active", "active")


def test_asks_for_each_decision(client: Client) -> None:
    cycle = make_cycle()
    client.force_login(make_admin())

    response = client.post(page_of(cycle, "close"), {"unagreed": "burn"})

    assert response.status_code == 422
    assert {"unagreed", "scores"} <= response.context["form"].errors.keys()


def test_is_deleted_with_undo_while_it_is_empty(client: Client) -> None:
    cycle = planned()
    client.force_login(make_admin())

    client.post(page_of(cycle, "delete"))

    assert not Cycle.objects.exists()
    client.post(reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk]))
    assert Cycle.objects.get().name == cycle.name


def test_is_not_deleted_with_objectives_in_it(client: Client) -> None:
    cycle = planned()
    make_objective(cycle=cycle)
    client.force_login(make_admin())

    response = client.post(page_of(cycle, "delete"), follow=True)

    assert "delete or move them first" in response.content.decode()
    assert Cycle.objects.exists()


def test_lets_a_reader_look_and_change_nothing(client: Client) -> None:
    cycle = planned()
    html = read(client, cycle, make_person(role="viewer"))

    assert "/start/" not in html
    for name in ("start", "close", "delete"):
        assert client.post(page_of(cycle, name)).status_code == 403
    assert client.get(page_of(cycle, "delete")).status_code == 405
    cycle.refresh_from_db()
    assert cycle.state == "planning"


def test_is_missing_for_a_number_that_is_none(client: Client) -> None:
    client.force_login(make_admin())

    for name in ("page", "edit", "start", "close"):
        for number in (0, 10**30):
            url = reverse(f"cycles:{name}", args=[number])
            assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["page", "start"])
def test_asks_the_database_no_more_for_many(client: Client, name: str) -> None:
    cycle = planned()

    def fill(count: int) -> int:
        for _ in range(count):
            objective = make_objective(cycle=cycle, team=make_team())
            make_bet(key_result=in_it(objective), state="proposed")
            in_it(objective)
            make_objective(cycle=cycle, state="proposed")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page_of(cycle, name)).status_code == 200
        return len(queries)

    client.force_login(make_admin())
    few = fill(2)

    assert fill(18) == few <= 30
