"""Who may change people and teams, and who belongs to which team."""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from django.db import connections, models
from django.db.models import Func, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from waypost.core.access import EVERYONE, Audience, require
from waypost.core.db import among
from waypost.core.fields import Visibility
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

# For rules of visibility: the teams whose own things a person, named twice, may see.
SEEN_TEAMS = f"{_LED} UNION {_MEMBER_OF}"


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


def visible_people(_viewer: Person) -> QuerySet[Person]:
    """Return whom `_viewer` may see: everybody who signs in sees everybody."""
    return Person.objects.all()


def visible_teams(_viewer: Person) -> QuerySet[Team]:
    """Return the teams that `_viewer` may see: teams are no secret."""
    return Team.objects.all()


def may_keep_contacts(person: Person) -> bool:
    """Whether `person` may write down a stakeholder who has no sign-in."""
    return person.acts


def require_own_session(person: Person, user_id: int) -> None:
    """Let who is signed in by it pass."""
    require(person.pk == user_id, _("This session is somebody else's."))


def require_keep_contacts(person: Person) -> None:
    """Let everybody pass but those who only read."""
    require(may_keep_contacts(person), _("Viewers read; they change nothing."))


def may_see_rates(person: Person) -> bool:
    """Whether `person` may see what others cost by the hour."""
    return may_administrate(person)


def may_manage_members(person: Person, team: Team) -> bool:
    """Whether `person` may say who is in `team`: its lead, one above, an admin."""
    leads_it = person.acts and leads(person, team.pk)
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
    return RawSQL(SEEN_TEAMS, [person.pk, person.pk])


def leads(person: Person, team_id: int) -> bool:
    """Whether `person` leads this team or one above it."""
    return Team.objects.filter(pk=team_id, pk__in=led_teams(person)).exists()


def active_memberships() -> QuerySet[Membership]:
    """Return the memberships that hold on the database's day."""
    today = CurrentDate()
    ended = Q(ends_on__isnull=False, ends_on__lte=today)
    return Membership.objects.filter(starts_on__lte=today).exclude(ended)


class Shown(NamedTuple):
    """Whom a thing is shown to: everyone, a team's people, or who is named."""

    visibility: str
    team: int | None

    @property
    def is_open(self) -> bool:
        """Whether everyone may see it."""
        return self.visibility == Visibility.EVERYONE

    @property
    def to_team(self) -> int | None:
        """The team whose people may see it."""
        return self.team if self.visibility == Visibility.TEAM else None


def teams_shown_to(shown: Iterable[Shown]) -> set[int]:
    """Return the teams whose people are let in somewhere."""
    return {each.to_team for each in shown if each.to_team is not None}


def audiences(
    shown: Mapping[int, Shown],
    named: Mapping[int, Set[int | None]],
    of_team: Mapping[int, frozenset[int]],
) -> dict[int, Audience]:
    """Return who may see each thing: all, or who is named and the people of its team.

    `named` and `of_team` may leave out whoever lets nobody in.
    """
    nobody: frozenset[int] = frozenset()
    found = {}
    for pk, each in shown.items():
        if each.is_open:
            found[pk] = EVERYONE
            continue
        team = of_team.get(each.to_team or 0, nobody)
        own = frozenset(one for one in named.get(pk, nobody) if one is not None)
        people = team | own
        found[pk] = Audience(is_everyone=False, people=people)
    return found


# Pairs of a team and a person whom its own things are visible to.
PEOPLE_OF_TEAMS = """
WITH RECURSIVE up(team, here) AS (
  SELECT id, id FROM people_team WHERE id {among}
  UNION
  SELECT up.team, t.parent_id FROM up JOIN people_team t ON t.id = up.here
)
SELECT up.team, t.lead_id FROM up JOIN people_team t ON t.id = up.here
WHERE t.lead_id IS NOT NULL
UNION
SELECT m.team_id, m.person_id FROM people_membership m
JOIN up ON up.team = m.team_id AND up.here = m.team_id
WHERE m.starts_on <= CURRENT_DATE AND (m.ends_on IS NULL OR m.ends_on > CURRENT_DATE)
"""


def team_people(
    team_ids: Iterable[int], *, using: str = "default"
) -> dict[int, frozenset[int]]:
    """Return whom a team's own things are visible to: members, and leads up the tree.

    One query, whatever the number of teams.
    """
    wanted = set(team_ids)
    if not wanted:
        return {}
    people: dict[int, set[int]] = {team_id: set() for team_id in wanted}
    is_one_of, param = among(wanted)
    with connections[using].cursor() as cursor:
        cursor.execute(PEOPLE_OF_TEAMS.format(among=is_one_of), [param])
        for team_id, person_id in cursor.fetchall():
            people[team_id].add(person_id)
    return {team_id: frozenset(found) for team_id, found in people.items()}
