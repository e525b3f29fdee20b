from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.bets import actions
from waypost.bets.models import Assumption, Bet, OverlapGroup
from waypost.bets.terms import BetPlace, BetTerms, NewOverlap
from waypost.bets.tests.factories import make_bet
from waypost.core import history, outbox
from waypost.core.access import Denied
from waypost.okrs.tests.factories import make_key_result, make_steps_key_result
from waypost.people.tests.factories import make_person
from waypost.projects import actions as project_actions
from waypost.projects.tests.factories import make_milestone, make_project

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
TERMS = BetTerms(
    weakest=Decimal(2),
    likely=Decimal(5),
    strongest=Decimal(9),
    probability=0.6,
    rationale="Nine of ten stalls are in these steps",
    assumptions=("The partner answers in March",),
)


def test_a_bet_waits_for_the_owner_of_the_key_result() -> None:
    manager = make_person()
    project = make_project(manager=manager)
    place = BetPlace(project=project, key_result=make_key_result())

    bet = actions.place_bet(actor=manager, now=NOW, place=place, terms=TERMS)

    assert bet.state == Bet.State.PROPOSED
    assert bet.owner == manager
    assert [a.text for a in bet.assumptions.all()] == list(TERMS.assumptions)


def test_a_bet_on_ones_own_key_result_is_accepted_at_once() -> None:
    manager = make_person()
    project = make_project(manager=manager)
    kr = make_key_result(owner=manager)

    bet = actions.place_bet(
        actor=manager,
        now=NOW,
        place=BetPlace(project=project, key_result=kr),
        terms=TERMS,
    )

    assert bet.state == Bet.State.ACTIVE


def test_a_bet_is_refused_to_who_may_not_edit_its_project() -> None:
    place = BetPlace(project=make_project(), key_result=make_key_result())

    with pytest.raises(Denied):
        actions.place_bet(actor=make_person(), now=NOW, place=place, terms=TERMS)


def test_another_projects_milestone_is_refused() -> None:
    manager = make_person()
    project = make_project(manager=manager)
    place = BetPlace(
        project=project, key_result=make_key_result(), milestone=make_milestone()
    )

    with pytest.raises(actions.WrongPlace, match="another project"):
        actions.place_bet(actor=manager, now=NOW, place=place, terms=TERMS)


def test_a_bet_on_steps_must_name_one() -> None:
    manager = make_person()
    project = make_project(manager=manager)
    place = BetPlace(project=project, key_result=make_steps_key_result())

    with pytest.raises(actions.WrongPlace, match="which step"):
        actions.place_bet(actor=manager, now=NOW, place=place, terms=TERMS)


def test_the_key_results_owner_accepts() -> None:
    bet = make_bet(state=Bet.State.PROPOSED)

    actions.accept_bet(actor=bet.key_result.owner, now=NOW, bet=bet)

    bet.refresh_from_db()
    assert bet.state == Bet.State.ACTIVE


def test_nobody_else_accepts() -> None:
    bet = make_bet(state=Bet.State.PROPOSED, owner=make_person())

    with pytest.raises(Denied):
        actions.accept_bet(actor=bet.owner, now=NOW, bet=bet)


def test_a_bolder_promise_waits_for_the_owner_again() -> None:
    bet = make_bet(owner=make_person())

    actions.edit_bet(
        actor=bet.owner, now=NOW, bet=bet, terms=replace(TERMS, strongest=Decimal(20))
    )

    bet.refresh_from_db()
    assert (bet.state, bet.high) == (Bet.State.PROPOSED, 20)


def test_a_new_rationale_does_not() -> None:
    bet = make_bet(owner=make_person())
    same = BetTerms(
        weakest=Decimal(4),
        likely=Decimal(6),
        strongest=Decimal(8),
        probability=1.0,
        rationale="Better said",
    )

    actions.edit_bet(actor=bet.owner, now=NOW, bet=bet, terms=same)

    bet.refresh_from_db()
    assert (bet.state, bet.rationale) == (Bet.State.ACTIVE, "Better said")


def test_an_assumption_that_is_still_named_keeps_what_is_known_of_it() -> None:
    bet = make_bet()
    held = Assumption.objects.create(bet=bet, text="It holds", state="held")
    Assumption.objects.create(bet=bet, text="It goes")

    actions.edit_bet(
        actor=bet.owner,
        now=NOW,
        bet=bet,
        terms=replace(TERMS, assumptions=("It holds", "It is new")),
    )

    texts = list(bet.assumptions.order_by("pk").values_list("pk", "text", "state"))
    assert texts[0] == (held.pk, "It holds", "held")
    assert [t[1] for t in texts] == ["It holds", "It is new"]


def test_the_second_of_two_editors_is_told() -> None:
    bet = make_bet()
    opened = history.version_of(bet)
    actions.edit_bet(actor=bet.owner, now=NOW, bet=bet, terms=TERMS, version=opened)

    with pytest.raises(history.Stale):
        actions.edit_bet(actor=bet.owner, now=NOW, bet=bet, terms=TERMS, version=opened)


def test_a_withdrawn_bet_changes_no_more() -> None:
    bet = make_bet()
    actions.withdraw_bet(actor=bet.owner, now=NOW, bet=bet, reason="No budget")

    with pytest.raises(actions.BetIsOver, match="withdrawn"):
        actions.edit_bet(actor=bet.owner, now=NOW, bet=bet, terms=TERMS)


def test_cancelling_a_project_withdraws_what_it_has_not_landed() -> None:
    sponsor = make_person()
    project = make_project(is_funded=True, sponsor=sponsor)
    reached = make_milestone(project=project, achieved_on="2026-01-20")
    open_bet = make_bet(project=project)
    landed = make_bet(project=project, milestone=reached)

    project_actions.cancel_project(
        actor=sponsor, now=NOW, project=project, reason="Out of money"
    )
    outbox.deliver_due(now=NOW + timedelta(seconds=1))

    open_bet.refresh_from_db()
    landed.refresh_from_db()
    assert (open_bet.state, landed.state) == ("withdrawn", "active")


def test_a_new_cause_is_named_with_the_bet_that_works_through_it() -> None:
    bet = make_bet()
    terms = replace(TERMS, overlap_group=NewOverlap("Same screens", 0.4))

    actions.edit_bet(actor=bet.owner, now=NOW, bet=bet, terms=terms)

    bet.refresh_from_db()
    assert bet.overlap_group is not None
    assert (bet.overlap_group.name, bet.overlap_group.share) == ("Same screens", 0.4)


def test_a_refused_bet_leaves_no_cause_behind() -> None:
    bet = make_bet()
    terms = replace(
        TERMS, likely=Decimal(99), overlap_group=NewOverlap("Same screens", 0.4)
    )

    with pytest.raises(ValidationError):
        actions.edit_bet(actor=bet.owner, now=NOW, bet=bet, terms=terms)

    assert not OverlapGroup.objects.exists()
