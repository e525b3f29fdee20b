"""Audiences: who may see an objective, as sets that can be compared.

A child that is less visible than its parent never contributes to the parent's
numbers. The loader of the plan asks `Audience.covers` for that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import DEFAULT_DB_ALIAS, connections

from waypost.core.access import Audience
from waypost.core.db import PAST, among, is_past
from waypost.okrs.models import Objective
from waypost.people.access import Shown, audiences, team_people, teams_shown_to

# Pairs of a private objective and a person who may see it besides its team: its owner,
# reviewer and holder, the holder's manager, who is named as a viewer, and who owns a
# key result of it or checks in on one.
PEOPLE_OF_OBJECTIVES = """
WITH private(id) AS (SELECT o.id FROM okrs_objective o WHERE o.id {among})
SELECT o.id, o.owner_id FROM private JOIN okrs_objective o ON o.id = private.id
UNION
SELECT o.id, o.reviewer_id FROM private JOIN okrs_objective o ON o.id = private.id
UNION
SELECT o.id, o.person_id FROM private JOIN okrs_objective o ON o.id = private.id
UNION
SELECT o.id, h.manager_id FROM private JOIN okrs_objective o ON o.id = private.id
JOIN people_person h ON h.id = o.person_id
UNION
SELECT v.objective_id, v.person_id FROM private
JOIN okrs_objectiveviewer v ON v.objective_id = private.id
UNION
SELECT k.objective_id, k.owner_id FROM private
JOIN okrs_keyresult k ON k.objective_id = private.id
UNION
SELECT k.objective_id, k.delegate_id FROM private
JOIN okrs_keyresult k ON k.objective_id = private.id
"""


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


def people_of_objectives(ids: Collection[int]) -> dict[int, set[int | None]]:
    """Return who may see private objectives besides their team: one query."""
    people: dict[int, set[int | None]] = defaultdict(set)
    if not ids:
        return people
    is_one_of, param = among(ids)
    with connections[PAST if is_past() else DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(PEOPLE_OF_OBJECTIVES.format(among=is_one_of), [param])
        for objective_id, person_id in cursor.fetchall():
            people[objective_id].add(person_id)
    return people
