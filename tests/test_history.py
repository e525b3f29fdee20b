from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from waypost.core import history
from waypost.core.models import Change, ChangeSet
from waypost.okrs.tests.factories import make_cycle
from waypost.people.models import Team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def test_one_action_is_one_change_set_with_a_change_for_each_row() -> None:
    with history.change(actor=None, now=NOW, verb="test.create") as change:
        first = change.create(Team(name="Red"))
        change.create(Team(name="Blue"))
        change.about(first, "Red")

    stored = ChangeSet.objects.get()
    assert (stored.verb, stored.at, stored.summary) == ("test.create", NOW, "Red")
    assert (stored.subject_kind, stored.subject_id) == ("people.team", first.pk)
    assert stored.changes.count() == 2


def test_an_action_inside_an_action_is_part_of_it() -> None:
    with history.change(actor=None, now=NOW, verb="test.outer") as outer:
        outer.create(Team(name="Red"))
        with history.change(actor=None, now=NOW, verb="test.inner") as inner:
            inner.create(Team(name="Blue"))

    assert ChangeSet.objects.get().verb == "test.outer"


def test_keeps_only_the_fields_that_changed() -> None:
    team = Team.objects.create(name="Red")

    with history.change(actor=None, now=NOW, verb="test.edit") as change:
        changed = change.update(team, name="Crimson", parent=None)

    assert changed
    assert Change.objects.get().before == {"name": "Red"}


def test_an_edit_that_changes_nothing_leaves_no_change() -> None:
    team = Team.objects.create(name="Red")

    with history.change(actor=None, now=NOW, verb="test.edit") as change:
        changed = change.update(team, name="Red")

    assert not changed
    assert not Change.objects.exists()


def test_a_refused_row_leaves_nothing_behind() -> None:
    Team.objects.create(name="Red")

    with (
        pytest.raises(ValidationError),
        history.change(actor=None, now=NOW, verb="test.create") as change,
    ):
        change.create(Team(name="Red"))

    assert not ChangeSet.objects.exists()


def test_bulk_writes_are_recorded_like_single_ones() -> None:
    with history.change(actor=None, now=NOW, verb="test.create") as change:
        teams = change.create_many(Team(name=f"Team {n}") for n in range(5))
    with history.change(actor=None, now=NOW, verb="test.edit") as change:
        for team in teams:
            team.name += " renamed"
        change.update_many(teams, ["name"])

    edits = Change.objects.filter(kind=Change.Kind.CHANGED).order_by("row_id")
    assert [c.before for c in edits] == [{"name": f"Team {n}"} for n in range(5)]


def test_the_second_of_two_people_is_told_that_the_row_has_changed() -> None:
    with history.change(actor=None, now=NOW, verb="test.create") as change:
        team = change.create(Team(name="Red"))
    opened = history.version_of(team)
    with history.change(actor=None, now=NOW, verb="test.edit") as change:
        change.update(team, name="Crimson")

    with pytest.raises(history.Stale, match="Somebody else"):
        history.require_version(team, opened)


def test_a_row_that_nobody_touched_may_be_saved() -> None:
    team = Team.objects.create(name="Red")

    history.require_version(team, history.version_of(team))


def test_an_edit_is_checked_against_every_rule_that_joins_it_to_other_columns() -> None:
    cycle = make_cycle(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))

    with (
        pytest.raises(ValidationError, match="ends after it starts"),
        history.change(actor=None, now=NOW, verb="test.edit") as change,
    ):
        change.update(cycle, starts_on=date(2026, 4, 1))
