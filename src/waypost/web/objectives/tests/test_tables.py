"""Objectives and key results as tables …"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import (
    NOW,
    make_check_in,
    make_cycle,
    make_key_result,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team
from waypost.web.objectives.tables import KEY_RESULTS, OBJECTIVES
from waypost.web.tests.table_rules import answers, obeys_the_rules

pytestmark = pytest.mark.django_db
OBJECTIVES_URL = "/objectives/table/"
KEY_RESULTS_URL = "/objectives/key-results/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def asking() -> Client:
    return signed_in(make_admin())


def test_obey_the_rules_of_tables(asking: Client) -> None:
    for name in ("One", "Two"):
        key_result = make_key_result(objective=make_objective(title=name))
        make_check_in(key_result, value=20, confidence=70)

    obeys_the_rules(asking, OBJECTIVES_URL, OBJECTIVES)
    obeys_the_rules(asking, KEY_RESULTS_URL, KEY_RESULTS)


def test_open_with_the_cycles_that_are_not_over(asking: Client) -> None:
    make_objective(title="Now")
    make_objective(title="Then", cycle=make_cycle(state="closed"))

    page = answers(asking, OBJECTIVES_URL)

    assert ">Now</a>" in page
    assert ">Then</a>" not in page
    assert ">Then</a>" in answers(asking, OBJECTIVES_URL, view="none")


def test_sort_and_narrow_by_figures(asking: Client) -> None:
    objective = make_objective()
    made = {
        "Ahead": make_key_result(objective=objective, title="Ahead"),
        "Behind": make_key_result(objective=objective, title="Behind"),
        "Unread": make_key_result(objective=objective, title="Unread"),
    }
    start, target = made["Ahead"].baseline, made["Ahead"].target
    assert start is not None
    assert target is not None
    make_check_in(made["Ahead"], value=start + (target - start) / 2)
    make_check_in(made["Behind"], value=start)

    first = answers(asking, KEY_RESULTS_URL, sort="-progress")
    last = answers(asking, KEY_RESULTS_URL, sort="progress")
    only = answers(asking, KEY_RESULTS_URL, progress_from="40")

    for page, names in (
        (first, ["Ahead", "Behind", "Unread"]),
        (last, ["Behind", "Ahead", "Unread"]),
        (only, ["Ahead"]),
    ):
        found = [name for name in made if f">{name}</a>" in page]
        assert sorted(found, key=lambda name: page.index(f">{name}</a>")) == names


def test_say_how_sure_and_when(asking: Client) -> None:
    key_result = make_key_result()
    make_check_in(key_result, value=20, confidence=30)
    later = NOW + timedelta(days=1)
    make_check_in(key_result, value=25, confidence=70, observed_at=later)

    page = answers(asking, KEY_RESULTS_URL, confidence_from="60")

    assert f">{key_result.title}</a>" in page
    assert "70\N{NO-BREAK SPACE}%" in page


def test_hide_what_one_may_not_see() -> None:
    hidden = make_objective(title="Quiet sale", visibility="named")
    make_key_result(objective=hidden, title="Sell it")
    client = signed_in(make_person())

    for url in (OBJECTIVES_URL, KEY_RESULTS_URL):
        page = answers(client, url, view="none")
        assert "Quiet sale" not in page
        assert "Sell it" not in page


def test_change_many_objectives_where_one_may() -> None:
    lead = make_person()
    own = make_objective(team=make_team(lead=lead))
    company = make_objective(title="Of all")
    client = signed_in(lead)

    client.post(
        OBJECTIVES_URL,
        {"row": [own.pk, company.pk], "set-priority": "1", "set-weight": "2,5"},
    )
    page = answers(client, OBJECTIVES_URL)

    own.refresh_from_db()
    company.refresh_from_db()
    assert (own.priority, own.weight) == (1, 2.5)
    assert company.priority == 3
    assert "1 row was left as it was." in page
    assert "writes company objectives" in page


def test_move_only_drafts_to_another_cycle(asking: Client) -> None:
    draft = make_objective(state=Objective.State.DRAFT)
    running = make_objective()
    following = make_cycle(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))

    asking.post(
        OBJECTIVES_URL,
        {"row": [draft.pk, running.pk], "set-cycle": following.pk},
    )

    draft.refresh_from_db()
    running.refresh_from_db()
    assert draft.cycle == following
    assert running.cycle != following
    assert "Only a draft moves" in answers(asking, OBJECTIVES_URL)


def test_keep_a_draft_whose_key_results_would_not_fit(asking: Client) -> None:
    draft = make_objective(state=Objective.State.DRAFT)
    make_key_result(objective=draft)
    following = make_cycle(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))

    asking.post(OBJECTIVES_URL, {"row": draft.pk, "set-cycle": following.pk})

    draft.refresh_from_db()
    assert draft.cycle != following
    assert "do not fit" in answers(asking, OBJECTIVES_URL)


def test_follow_the_steps_of_a_state(asking: Client) -> None:
    draft = make_objective(state=Objective.State.DRAFT)
    active = make_objective()

    asking.post(OBJECTIVES_URL, {"row": [draft.pk, active.pk], "set-state": "proposed"})

    draft.refresh_from_db()
    active.refresh_from_db()
    assert (draft.state, active.state) == ("proposed", "active")
    assert "cannot become" in answers(asking, OBJECTIVES_URL)


def test_refuse_an_owner_who_only_reads(asking: Client) -> None:
    make_person("Vera Look", role=Person.Role.VIEWER)
    objective = make_objective()

    answer = asking.post(
        OBJECTIVES_URL, {"row": objective.pk, "set-owner": "Vera Look"}
    )

    assert answer.status_code == 422
    assert "only reads" in answer.content.decode()


@pytest.mark.parametrize("url", [OBJECTIVES_URL, KEY_RESULTS_URL])
def test_ask_as_often_for_twenty_rows_as_for_two(asking: Client, url: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            answers(asking, url)
        return len(caught)

    def add(many: int) -> None:
        for _each in range(many):
            key_result = make_key_result(objective=make_objective(team=make_team()))
            make_check_in(key_result, value=20)

    add(2)
    answers(asking, url)
    before = count()
    add(18)

    assert count() == before
    assert before <= 25


@pytest.mark.parametrize("url", [OBJECTIVES_URL, KEY_RESULTS_URL])
def test_read_their_figures_once_when_sorted_by_one(asking: Client, url: str) -> None:
    for _ in range(3):
        make_check_in(make_key_result(), value=20)
    answers(asking, url)

    with CaptureQueriesContext(connection) as caught:
        answers(asking, url, sort="-progress")

    said = [query["sql"] for query in caught]
    assert sum("FROM okrs_reading r" in sql for sql in said) == 1
    assert sum("FROM bets_bet b" in sql for sql in said) <= 1
