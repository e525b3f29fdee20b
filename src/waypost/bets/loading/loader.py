"""Loads a plan: its rows, its tables, and who may see what of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from waypost.bets.loading.days import Days
from waypost.bets.loading.raw import Raw, read
from waypost.bets.loading.scope import Scope
from waypost.bets.loading.tables import Hung, Tables
from waypost.core.access import Audience
from waypost.people.installation import local_zone
from waypost.people.models import Person
from waypost_engine import Plan


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a plan one person may see, by database id."""

    objectives: frozenset[int]
    projects: frozenset[int]
    bets: frozenset[int]


@dataclass(frozen=True, slots=True)
class LivePlan:
    """A plan, the database ids of its rows in their order, and who may see them."""

    plan: Plan
    today: date
    objectives: tuple[int, ...]
    key_results: tuple[int, ...]
    metrics: tuple[int, ...]
    steps: tuple[int, ...]
    projects: tuple[int, ...]
    milestones: tuple[int, ...]
    bets: tuple[int, ...]
    objectives_for: tuple[Audience, ...]
    projects_for: tuple[Audience, ...]
    bets_for: tuple[Audience, ...]

    def seen_by(self, viewer: Person) -> Seen:
        """Return what `viewer` may see: the audiences say so, no query is asked."""
        return Seen(
            objectives=_seen(viewer, self.objectives, self.objectives_for),
            projects=_seen(viewer, self.projects, self.projects_for),
            bets=_seen(viewer, self.bets, self.bets_for),
        )


def load(scope: Scope, *, today: date) -> LivePlan:
    """Load the plan of `scope` as it stands now.

    Everything is read at one moment, without taking the write lock, in a number of
    queries that does not depend on the size.
    """
    days = Days(today, local_zone())
    raw = read(scope, days)
    hung = Hung.of(raw.bets)
    return LivePlan(
        plan=Tables(raw, hung, days).plan(),
        today=today,
        objectives=_ids(raw.objectives),
        key_results=_ids(raw.key_results),
        metrics=_ids(raw.metrics),
        steps=_ids(raw.steps),
        projects=_ids(raw.projects),
        milestones=_ids(hung.milestones),
        bets=_ids(raw.bets),
        **_audiences(raw),
    )


def _audiences(raw: Raw) -> dict[str, tuple[Audience, ...]]:
    may = raw.may
    return {
        "objectives_for": tuple(may.objectives[row[0]] for row in raw.objectives),
        "projects_for": tuple(may.projects[row.pk] for row in raw.projects),
        "bets_for": tuple(may.of_bet(bet) for bet in raw.bets),
    }


def _seen(
    viewer: Person, ids: tuple[int, ...], audiences: tuple[Audience, ...]
) -> frozenset[int]:
    return frozenset(
        pk
        for pk, audience in zip(ids, audiences, strict=True)
        if viewer.is_admin or audience.is_everyone or viewer.pk in audience.people
    )


def _ids(found: Iterable[Any]) -> tuple[int, ...]:
    return tuple(row[0] for row in found)
