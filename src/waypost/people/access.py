"""Who may change people and teams, and who belongs to which team."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import Func, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.people.models import Membership, Person, Team

# UNION, not UNION ALL: a circle in the tree would not make it run for ever.
_LED = """
WITH RECURSIVE led(id) AS (
  SELECT id FROM people_team WHERE lead_id = %s
  UNION
  SELECT below.id FROM people_team below JOIN led ON below.parent_id = led.id
)
SELECT id FROM led
"""
_MEMBER_OF = """
SELECT team_id FROM people_membership
WHERE person_id = %s AND starts_on <= CURRENT_DATE
  AND (ends_on IS NULL OR ends_on > CURRENT_DATE)
"""


class CurrentDate(Func):
    """The database's day: rights are always those of the moment of asking."""

    template = "CURRENT_DATE"
    output_field = models.DateField()


def may_administrate(person: Person) -> bool:
    """Whether `person` may change people, roles, teams and settings."""
    return person.is_admin and person.is_active


def require_admin(person: Person) -> None:
    """Let admins pass."""
    require(may_administrate(person), _("Only an admin may do this."))


def may_plan(person: Person) -> bool:
    """Whether `person` is a manager or an admin."""
    return person.plans and person.is_active


def require_planner(person: Person) -> None:
    """Let managers and admins pass."""
    require(may_plan(person), _("Only a manager or an admin may do this."))


def may_see_rates(person: Person) -> bool:
    """Whether `person` may see what others cost by the hour."""
    return may_administrate(person)


def may_manage_members(person: Person, team: Team) -> bool:
    """Whether `person` may say who is in `team`: its lead, one above, an admin."""
    leads_it = not person.is_viewer and leads(person, team.pk)
    return may_administrate(person) or leads_it


def require_manage_members(person: Person, team: Team) -> None:
    """Let the team's lead, a lead above it, and admins pass."""
    message = _("Only the lead of %(team)s, a lead above, or an admin may do this.")
    require(may_manage_members(person, team), message % {"team": team.name})


def may_plan_time_off(person: Person, whose: Person) -> bool:
    """Whether `person` may enter days off for `whose`."""
    own = person.pk == whose.pk or whose.manager_id == person.pk
    return own or may_administrate(person)


def require_plan_time_off(person: Person, whose: Person) -> None:
    """Let the person, their manager, and admins pass."""
    message = _("Only %(name)s, their manager or an admin may change their time off.")
    require(may_plan_time_off(person, whose), message % {"name": whose.name})


def led_teams(person: Person) -> RawSQL:
    """Return SQL for the teams that `person` leads, and all below them.

    For ``team_id__in=``: one statement, whatever the depth of the tree.
    """
    return RawSQL(_LED, [person.pk])


def seen_teams(person: Person) -> RawSQL:
    """Return SQL for the teams whose own things `person` may see."""
    return RawSQL(f"{_LED} UNION {_MEMBER_OF}", [person.pk, person.pk])


def leads(person: Person, team_id: int) -> bool:
    """Whether `person` leads this team or one above it."""
    return Team.objects.filter(pk=team_id, pk__in=led_teams(person)).exists()


def active_memberships() -> QuerySet[Membership]:
    """Return the memberships that hold on the database's day."""
    today = CurrentDate()
    ended = Q(ends_on__isnull=False, ends_on__lte=today)
    return Membership.objects.filter(starts_on__lte=today).exclude(ended)


def team_people(team_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return whom a team's own things are visible to: members, and leads up the tree.

    Two queries, whatever the number of teams.
    """
    wanted = set(team_ids)
    people: dict[int, set[int]] = defaultdict(set)
    members = active_memberships().filter(team_id__in=wanted)
    for team_id, person_id in members.values_list("team_id", "person_id"):
        people[team_id].add(person_id)
    tree = {pk: (up, lead) for pk, up, lead in _tree()}
    for team_id in wanted:
        people[team_id] |= _leads_up(team_id, tree)
    return {team_id: frozenset(found) for team_id, found in people.items()}


def _tree() -> Iterable[tuple[int, int | None, int | None]]:
    return Team.objects.values_list("pk", "parent_id", "lead_id")


def _leads_up(team_id: int, tree: dict[int, tuple[int | None, int | None]]) -> set[int]:
    found: set[int] = set()
    passed: set[int] = set()
    here: int | None = team_id
    while here is not None and here in tree and here not in passed:
        passed.add(here)
        here, lead = tree[here]
        if lead is not None:
            found.add(lead)
    return found
