"""What the forms offer to choose from."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.urls import reverse

from waypost.okrs import queries
from waypost.okrs.models import Cycle, Metric, Objective
from waypost.okrs.queries import NoSuchParent, ParentOption, Places
from waypost.people import queries as people
from waypost.people.models import Person
from waypost.people.queries import Option
from waypost.web.choices import (
    Offered,
    Pairs,
    people_to_choose,
    to_choose,
    told_apart,
)
from waypost.web.named import Named, Thing
from waypost.web.objectives.forms import Choices

Level = Objective.Level


def objective_choices(
    viewer: Person,
    cycle: Cycle,
    *,
    places: Places,
    child: Objective | None = None,
    serves: Iterable[str] = (),
) -> Choices:
    """Return what the form of an objective offers; on editing, what it has as well.

    `serves` are the codes of what it supports already.
    """
    teams = [
        each
        for each in people.team_options(viewer=viewer)
        if each.value in places.teams or (child and each.value == child.team_id)
    ]
    parents = parents_named(viewer, cycle, child=child, kept=serves)
    return Choices(
        levels=_levels(places, child),
        teams=told_apart(teams),
        holders=_holders(viewer, places, child.person if child else None),
        people=people_to_choose(viewer, child.reviewer if child else None),
        owners=people_to_choose(viewer, child.owner if child else None, writes=True),
        cycles=_cycles(viewer, child),
        parents=to_choose(parents, _parent_label),
    )


def metric_choices(viewer: Person) -> Offered:
    """Return the metrics to choose from, each with its code and unit."""
    return to_choose(metrics_named(viewer), _metric_label)


def metrics_named(viewer: Person) -> Named:
    """Return how metrics are named in a field."""

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = queries.metric_options(viewer=viewer, words=words, limit=limit)
        return [_metric(each) for each in found]

    def one(value: Any) -> Thing | None:
        try:
            found = queries.metric_by_pk(viewer=viewer, pk=int(value))
        except (Metric.DoesNotExist, ValueError, OverflowError):
            return None
        return Thing(found.pk, found.name, found.code)

    return Named(find=find, one=one, offers=reverse("objectives:offer_metrics"))


def metric_said(viewer: Person, said: str) -> Metric | None:
    """Return the metric that a field holds now: its id, or what is typed so far."""
    named = metrics_named(viewer)
    try:
        is_id = said.isdecimal() and len(said) < 10
        pk = int(said) if is_id else named.meant(" ".join(said.split()))
        return queries.metric_by_pk(viewer=viewer, pk=pk)
    except (Metric.DoesNotExist, ValidationError):
        return None


def parents_named(
    viewer: Person,
    cycle: Cycle,
    *,
    child: Objective | None = None,
    kept: Iterable[str] = (),
) -> Named:
    """Return how one names what an objective of a cycle supports, by its code."""

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = queries.parent_options(
            viewer=viewer, cycle=cycle, child=child, words=words, limit=limit
        )
        return [_parent(each) for each in found]

    def one(value: Any) -> Thing | None:
        try:
            return _parent(queries.parent_option(viewer=viewer, code=str(value)))
        except NoSuchParent:
            return None

    def exceeds(most: int) -> bool:
        return queries.more_parents_than(most, viewer=viewer, cycle=cycle, child=child)

    asked = {"cycle": cycle.pk} | ({"child": child.number} if child else {})
    return Named(
        find=find,
        one=one,
        offers=f"{reverse('objectives:offer_parents')}?{urlencode(asked)}",
        exceeds=exceeds,
        kept=tuple(filter(None, map(one, kept))),
    )


def _metric(option: Option) -> Thing:
    code, _dot, unit = option.hint.partition(" · ")
    return Thing(option.value, option.label, code, unit)


def _metric_label(thing: Thing) -> str:
    about = " · ".join(filter(None, [thing.code, thing.about]))
    return f"{thing.name} ({about})"


def _parent(option: ParentOption) -> Thing:
    return Thing(option.value, option.label, option.value, option.hint)


def _holders(viewer: Person, places: Places, kept: Person | None) -> Offered | Pairs:
    """Return whose own objective it may be: everybody's, or only one's own."""
    if places.others:
        return people_to_choose(viewer, kept, writes=True)
    own = {person.pk: person.name for person in (viewer, kept) if person is not None}
    return list(own.items())


def _levels(places: Places, child: Objective | None) -> list[tuple[Any, str]]:
    allowed = {
        Level.COMPANY: places.company,
        Level.TEAM: bool(places.teams),
        Level.PERSON: places.own,
    }
    return [
        (level.value, str(level.label))
        for level in Level
        if allowed.get(level, False) or (child and child.level == level)
    ]


def _cycles(viewer: Person, child: Objective | None) -> list[tuple[int, str]]:
    """Return the cycles that are not closed, and the objective's own."""
    return [
        (cycle.pk, cycle.name)
        for cycle in queries.cycles(viewer=viewer)
        if cycle.state != Cycle.State.CLOSED or (child and child.cycle_id == cycle.pk)
    ]


def _parent_label(thing: Thing) -> str:
    return f"{thing.code} {thing.name} ({thing.about})"
