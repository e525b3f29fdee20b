"""A private objective is absent everywhere for who may not see it."""

from datetime import date

import pytest

from waypost.core.fields import Visibility
from waypost.okrs import access, actions, queries
from waypost.okrs.audience import audience_of
from waypost.okrs.models import KeyResult, Objective, ObjectiveViewer
from waypost.okrs.tests.factories import (
    NOW,
    TODAY,
    make_alignment,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_membership,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db


def sees(person: Person, objective: Objective) -> bool:
    """Ask the filter for one person and the audience of all; they must agree."""
    seen = access.visible_objectives(person).filter(pk=objective.pk).exists()
    audience = audience_of([objective.pk])[objective.pk]
    if not person.is_admin:
        assert seen == (audience.is_everyone or person.pk in audience.people)
    return seen


def test_everyone_sees_what_is_for_everyone() -> None:
    assert sees(make_person(role="viewer"), make_objective())


def test_named_is_for_owner_reviewer_viewers_and_admins() -> None:
    reviewer, friend, stranger = make_person(), make_person(), make_person()
    objective = make_objective(visibility=Visibility.NAMED, reviewer=reviewer)
    ObjectiveViewer.objects.create(objective=objective, person=friend)

    assert sees(objective.owner, objective)
    assert sees(reviewer, objective)
    assert sees(friend, objective)
    assert sees(make_admin(), objective)
    assert not sees(stranger, objective)
    assert not sees(make_person(role="manager"), objective)


def test_owner_and_delegate_of_a_key_result_see_its_objective() -> None:
    objective = make_objective(visibility=Visibility.NAMED)
    owner, delegate = make_person(), make_person()
    make_key_result(objective=objective, owner=owner, delegate=delegate)

    assert sees(owner, objective)
    assert sees(delegate, objective)


def test_manager_sees_what_their_report_keeps_private() -> None:
    manager = make_person()
    report = make_person(manager=manager)
    objective = make_objective(person=report, visibility=Visibility.NAMED)

    assert sees(report, objective)
    assert sees(manager, objective)
    assert not sees(make_person(), objective)


def test_team_is_for_active_members_and_leads_up_the_tree() -> None:
    top_lead, lead, member, former, later = (make_person() for _ in range(5))
    top = make_team(lead=top_lead)
    team = make_team(parent=make_team(parent=top), lead=lead)
    below = make_team(parent=team)
    neighbour, sub_member = make_person(), make_person()
    make_membership(team, member)
    make_membership(team, former, ends_on=date(2021, 1, 1))
    make_membership(team, later, starts_on=date(2999, 1, 1))
    make_membership(top, neighbour)
    make_membership(below, sub_member)
    objective = make_objective(team=team, visibility=Visibility.TEAM)

    assert all(sees(person, objective) for person in (top_lead, lead, member))
    outside = (former, later, neighbour, sub_member)
    assert not any(sees(person, objective) for person in outside)


def test_audience_covers_what_is_seen_by_fewer() -> None:
    team = make_team(lead=make_person())
    owner = make_person()
    make_membership(team, owner)
    public = make_objective()
    shared = make_objective(team=team, visibility=Visibility.TEAM, owner=owner)
    private = make_objective(visibility=Visibility.NAMED, owner=owner)
    found = audience_of()

    assert found[public.pk].covers(found[shared.pk])
    assert found[shared.pk].covers(found[private.pk])
    assert not found[private.pk].covers(found[shared.pk])
    assert not found[shared.pk].covers(found[public.pk])


def test_metric_is_seen_where_it_is_used_or_by_its_owner() -> None:
    hidden = make_key_result(objective=make_objective(visibility=Visibility.NAMED))
    metric = hidden.metric
    assert metric is not None
    stranger = make_person()

    assert metric not in access.visible_metrics(stranger)
    assert metric in access.visible_metrics(hidden.owner)

    metric.owner = stranger
    metric.save()
    assert metric in access.visible_metrics(stranger)

    metric.owner = None
    metric.save()
    make_key_result(metric=metric)
    assert metric in access.visible_metrics(stranger)


@pytest.mark.parametrize("deletes", ["objective", "key result"])
def test_metric_of_what_was_private_stays_hidden_once_that_is_deleted(
    deletes: str,
) -> None:
    owner = make_admin()
    metric = make_metric(owner=owner)
    objective = make_objective(visibility=Visibility.NAMED, owner=owner)
    key_result = make_key_result(objective=objective, metric=metric)

    if deletes == "objective":
        actions.delete_objective(actor=owner, now=NOW, objective=objective)
    else:
        actions.delete_key_result(actor=owner, now=NOW, key_result=key_result)

    assert metric not in access.visible_metrics(make_person())
    assert metric in access.visible_metrics(owner)


def test_metric_that_nothing_uses_yet_is_everyones() -> None:
    assert make_metric(owner=make_person()) in access.visible_metrics(make_person())


def test_private_objective_is_absent_from_every_read() -> None:
    cycle = make_cycle()
    public = make_objective(cycle=cycle, title="Open work")
    owner = make_person()
    private = make_objective(
        cycle=cycle, title="Secret plan", visibility=Visibility.NAMED, owner=owner
    )
    metric = make_metric(name="Secret metric")
    key_result = make_key_result(
        objective=private, title="Secret number", metric=metric
    )
    make_check_in(key_result, value=5)
    make_alignment(private, public)
    make_alignment(public, make_key_result(objective=make_objective(cycle=cycle)))
    under_secret = make_objective(cycle=cycle, title="Child")
    make_alignment(under_secret, key_result)
    actions.cancel_objective(actor=make_admin(), now=NOW, objective=private)
    stranger = make_person()

    read = [
        queries.objective_groups(viewer=stranger, cycle=cycle, by="team"),
        queries.objective_groups(viewer=stranger, cycle=cycle, by="alignment"),
        queries.objective_groups(viewer=stranger, cycle=cycle, by="owner"),
        queries.objective_page(viewer=stranger, number=public.number),
        queries.objective_page(viewer=stranger, number=under_secret.number),
        queries.parent_options(viewer=stranger, cycle=cycle, words="Secret"),
        queries.changes_since(viewer=stranger, since=None),
        queries.activity_of(viewer=stranger, thing=private),
        queries.readings_of(viewer=stranger, metric_ids=[metric.pk]),
        queries.key_results_on(viewer=stranger, metric_ids=[metric.pk]),
        queries.check_ins_of(viewer=stranger, key_result=key_result),
        queries.metric_options(viewer=stranger),
    ]

    assert "Secret" not in repr(read)
    with pytest.raises(Objective.DoesNotExist):
        queries.objective(viewer=stranger, number=private.number)
    with pytest.raises(KeyResult.DoesNotExist):
        queries.key_result_page(viewer=stranger, number=key_result.number, today=TODAY)
    with pytest.raises(queries.NoSuchParent):
        queries.find_parent(viewer=stranger, code=key_result.code)
    assert "Secret" in repr(queries.objective_groups(viewer=owner, cycle=cycle))
