"""Audiences: who may see an objective, as sets that can be compared.

A child that is less visible than its parent never contributes to the parent's
numbers. The loader of the plan asks `Audience.covers` for that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from waypost.core.access import Audience
from waypost.okrs.models import KeyResult, Objective, ObjectiveViewer
from waypost.people.access import Shown, audiences, team_people, teams_shown_to


def audience_of(objective_ids: Iterable[int] | None = None) -> dict[int, Audience]:
    """Return the audience of these objectives, or of all: three queries."""
    found = Objective.objects.order_by()
    if objective_ids is not None:
        found = found.filter(pk__in=list(objective_ids))
    columns = found.values_list("pk", "visibility", "team_id")
    shown = {pk: Shown(visibility, team) for pk, visibility, team in columns}
    private = [pk for pk, each in shown.items() if not each.is_open]
    of_team = team_people(teams_shown_to(shown.values()))
    return audiences(shown, people_of_objectives(private), of_team)


def people_of_objectives(
    ids: Collection[int], *, using: str = "default"
) -> dict[int, set[int | None]]:
    """Return who may see private objectives besides their team: one query.

    Its owner, reviewer and holder, the holder's manager, who is named as a viewer, and
    who owns a key result of it or checks in on one.
    """
    people: dict[int, set[int | None]] = defaultdict(set)
    if not ids:
        return people
    own = Objective.objects.using(using).filter(pk__in=ids).order_by()
    named = ObjectiveViewer.objects.using(using).filter(objective__in=ids).order_by()
    promised = KeyResult.objects.using(using).filter(objective__in=ids).order_by()
    pairs = own.values_list("pk", "owner_id").union(
        own.values_list("pk", "reviewer_id"),
        own.values_list("pk", "person_id"),
        own.values_list("pk", "person__manager_id"),
        named.values_list("objective_id", "person_id"),
        promised.values_list("objective_id", "owner_id"),
        promised.values_list("objective_id", "delegate_id"),
    )
    for objective_id, person_id in pairs:
        people[objective_id].add(person_id)
    return people
