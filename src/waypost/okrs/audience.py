"""Audiences: who may see an objective, as sets that can be compared.

A child that is less visible than its parent never contributes to the parent's
numbers. The loader of the plan asks `Audience.covers` for that.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from waypost.core.access import EVERYONE, Audience
from waypost.core.fields import Visibility
from waypost.okrs.models import KeyResult, Objective, ObjectiveViewer
from waypost.people.access import team_people


def audience_of(objective_ids: Iterable[int] | None = None) -> dict[int, Audience]:
    """Return the audience of these objectives, or of all: five queries."""
    found = Objective.objects.order_by()
    if objective_ids is not None:
        found = found.filter(pk__in=list(objective_ids))
    public = found.filter(visibility=Visibility.EVERYONE)
    audiences = dict.fromkeys(public.values_list("pk", flat=True), EVERYONE)
    private = found.exclude(visibility=Visibility.EVERYONE)
    return audiences | _private(private)


def _private(found: QuerySet[Objective]) -> dict[int, Audience]:
    columns = ("pk", "visibility", "team_id", "owner_id", "reviewer_id", "person_id")
    rows = list(found.values(*columns, "person__manager_id"))
    people = _related([row["pk"] for row in rows])
    shown = [r["team_id"] for r in rows if r["visibility"] == Visibility.TEAM]
    teams = team_people(shown)
    return {row["pk"]: _audience(row, people[row["pk"]], teams) for row in rows}


def _related(ids: list[int]) -> dict[int, set[int | None]]:
    people: dict[int, set[int | None]] = defaultdict(set)
    viewers = ObjectiveViewer.objects.filter(objective_id__in=ids)
    for objective_id, person_id in viewers.values_list("objective_id", "person_id"):
        people[objective_id].add(person_id)
    named = KeyResult.objects.filter(objective_id__in=ids)
    columns = named.values_list("objective_id", "owner_id", "delegate_id")
    for objective_id, owner_id, delegate_id in columns:
        people[objective_id] |= {owner_id, delegate_id}
    return people


def _audience(
    row: dict[str, Any],
    related: set[int | None],
    teams: dict[int, frozenset[int]],
) -> Audience:
    own = {row["owner_id"], row["reviewer_id"], row["person_id"]}
    inside = related | own | {row["person__manager_id"]}
    if row["visibility"] == Visibility.TEAM:
        inside |= teams.get(row["team_id"], frozenset())
    return Audience(
        is_everyone=False, people=frozenset(pk for pk in inside if pk is not None)
    )
