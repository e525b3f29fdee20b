"""Who may see and do what with OKRs: the permission table, row by row.

Each ``require_…`` has a ``may_…`` beside it, for pages that show or hide a button.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.core.fields import Visibility
from waypost.core.rules import Rule
from waypost.okrs.models import (
    CheckIn,
    Cycle,
    KeyResult,
    Metric,
    Objective,
)
from waypost.people import access as people
from waypost.people.models import Person, Team

Level = Objective.Level


# --- Who may see --------------------------------------------------------------------


def visible_objectives(person: Person) -> QuerySet[Objective]:
    """Return the objectives that `person` may see; the rest does not exist."""
    if person.is_admin:
        return Objective.objects.all()
    return Objective.objects.filter(sees(person))


def visible_key_results(person: Person) -> QuerySet[KeyResult]:
    """Return the key results of the objectives that `person` may see."""
    if person.is_admin:
        return KeyResult.objects.all()
    return KeyResult.objects.filter(sees(person, "objective__"))


def visible_check_ins(person: Person) -> QuerySet[CheckIn]:
    """Return the check-ins on the key results that `person` may see."""
    if person.is_admin:
        return CheckIn.objects.all()
    return CheckIn.objects.filter(sees(person, "key_result__objective__"))


def visible_metrics(person: Person) -> QuerySet[Metric]:
    """Return the metrics that are one's own, unused, or used where one may see it.

    One whose last use was private, and is gone, stays its owner's: its name tells.
    """
    if person.is_admin:
        return Metric.objects.all()
    # Sets made once: asked metric by metric, PostgreSQL takes a hundred times longer.
    return Metric.objects.filter(_sees_use(person, Q(metric__isnull=False)))


def visible_metrics_among(person: Person, ids: Collection[int]) -> QuerySet[Metric]:
    """Return those of a few metrics that `person` may see.

    The same rule, asked of the uses of these alone.
    """
    few = Metric.objects.filter(pk__in=ids)
    return few if person.is_admin else few.filter(_sees_use(person, Q(metric__in=ids)))


def _sees_use(person: Person, uses: Q) -> Q:
    used = KeyResult.objects.filter(uses)
    seen = used.filter(sees(person, "objective__"))
    unused = ~Q(pk__in=used.values("metric"))
    return (
        Q(owner=person.pk)
        | Q(pk__in=seen.values("metric"))
        | unused & Q(was_private=False)
    )


def visible_cycles(person: Person) -> QuerySet[Cycle]:
    """Return all cycles: a timeframe is nobody's secret."""
    return Cycle.objects.all()


# --- Whose it is: where what others say is news -------------------------------------


def objectives_of(person: Person) -> QuerySet[Objective]:
    """Return the objectives that `person` owns, holds or reviews."""
    own = Q(owner=person) | Q(person=person) | Q(reviewer=person)
    return Objective.objects.filter(own)


def key_results_of(person: Person) -> QuerySet[KeyResult]:
    """Return the key results that `person` answers for, or owns the objective of."""
    own = Q(owner=person) | Q(delegate=person) | Q(objective__owner=person)
    return KeyResult.objects.filter(own)


def check_ins_of(person: Person) -> QuerySet[CheckIn]:
    """Return the check-ins that `person` wrote or reviews."""
    return CheckIn.objects.filter(
        Q(author=person) | Q(key_result__objective__reviewer=person)
    )


def metrics_of(person: Person) -> QuerySet[Metric]:
    """Return the metrics that `person` owns."""
    return Metric.objects.filter(owner=person)


# `audience` says the same of all people at once.
_SEES = f"""
({{row}}.visibility = '{Visibility.EVERYONE}'
 OR {{row}}.owner_id = %s OR {{row}}.reviewer_id = %s OR {{row}}.person_id = %s
 OR {{row}}.person_id IN (SELECT p.id FROM people_person p WHERE p.manager_id = %s)
 OR {{row}}.visibility = '{Visibility.TEAM}'
    AND {{row}}.team_id IN ({people.SEEN_TEAMS})
 OR EXISTS (
   SELECT 1 FROM okrs_keyresult k
   WHERE k.objective_id = {{row}}.id AND (k.owner_id = %s OR k.delegate_id = %s))
 OR EXISTS (
   SELECT 1 FROM okrs_objectiveviewer v
   WHERE v.objective_id = {{row}}.id AND v.person_id = %s))
"""


def sees(person: Person, through: str = "") -> Rule:
    """Return who is let in; `through` leads to the objective."""
    return Rule(_SEES, person.pk, through=through)


# --- Cycles and objectives ----------------------------------------------------------


def may_create_cycle(person: Person) -> bool:
    """Whether `person` may add cycles."""
    return people.may_administrate(person)


def require_create_cycle(person: Person) -> None:
    """Let admins pass: a cycle names who runs it."""
    require(may_create_cycle(person), _("Only an admin may add or delete a cycle."))


def may_manage_cycle(person: Person, cycle: Cycle) -> bool:
    """Whether `person` may edit, start, grade and close `cycle`."""
    return people.may_administrate(person) or _runs(person, cycle)


def require_manage_cycle(person: Person, cycle: Cycle) -> None:
    """Let the manager named for the cycle, and admins, pass."""
    message = _("Only the manager named for %(cycle)s or an admin may do this.")
    require(may_manage_cycle(person, cycle), message % {"cycle": cycle.name})


def may_create_objective(
    person: Person,
    *,
    cycle: Cycle,
    level: str,
    team: Team | None = None,
    holder: Person | None = None,
) -> bool:
    """Whether `person` may give the company, a team or a person this objective.

    A project's objective is created by ``bets``, which asks for the right on the
    project; here a manager may.
    """
    if not person.acts:
        return False
    if people.may_administrate(person):
        return True
    if level == Level.COMPANY:
        return _runs(person, cycle)
    if level == Level.PERSON:
        return holder is not None and holder.pk == person.pk
    if people.may_plan(person):
        return True
    return level == Level.TEAM and team is not None and people.leads(person, team.pk)


def require_create_objective(
    person: Person,
    *,
    cycle: Cycle,
    level: str,
    team: Team | None = None,
    holder: Person | None = None,
) -> None:
    """Let pass who may hold the pen for that level."""
    allowed = may_create_objective(
        person, cycle=cycle, level=level, team=team, holder=holder
    )
    require(allowed, _who_writes(level, team, holder))


def may_edit_objective(person: Person, objective: Objective) -> bool:
    """Whether `person` may edit, align and delete `objective`.

    What a project holds is its owner's to edit: here nobody knows who runs the project.
    """
    is_projects = objective.level == Level.PROJECT
    if is_projects and person.pk == objective.owner_id and person.acts:
        return True
    return may_create_objective(
        person,
        cycle=objective.cycle,
        level=objective.level,
        team=objective.team,
        holder=objective.person,
    )


def require_edit_objective(person: Person, objective: Objective) -> None:
    """Let pass who may hold the pen for this objective."""
    message = _who_writes(objective.level, objective.team, objective.person)
    require(may_edit_objective(person, objective), message)


def _who_writes(level: str, team: Team | None, holder: Person | None) -> str:
    if level == Level.COMPANY:
        return _(
            "Only the manager named for the cycle or an admin writes company"
            " objectives."
        )
    if level == Level.PERSON:
        name = holder.name if holder else _("the person")
        return _("Only %(name)s writes their own objectives.") % {"name": name}
    if level == Level.TEAM:
        name = team.name if team else _("the team")
        message = _(
            "Only the lead of %(team)s, a lead above, or a manager may do this."
        )
        return message % {"team": name}
    return _("Only a manager may do this.")


# --- Key results --------------------------------------------------------------------


def is_running(key_result: KeyResult) -> bool:
    """Whether it counts already, so that moving its target needs a reason."""
    drafts = {Objective.State.DRAFT, Objective.State.PROPOSED}
    objective = key_result.objective
    planning = objective.cycle.state == Cycle.State.PLANNING
    return not planning and objective.state not in drafts


def may_add_key_result(person: Person, objective: Objective) -> bool:
    """Whether `person` may add, order and delete key results of `objective`."""
    if not person.acts:
        return False
    return person.pk == objective.owner_id or may_edit_objective(person, objective)


def require_add_key_result(person: Person, objective: Objective) -> None:
    """Let the objective's owner, and who may edit it, pass."""
    message = _("Only %(owner)s, or who may edit the objective, may do this.")
    allowed = may_add_key_result(person, objective)
    require(allowed, message % {"owner": objective.owner.name})


def may_edit_key_result(person: Person, key_result: KeyResult) -> bool:
    """Whether `person` may edit `key_result`, and its target until it runs."""
    owners = {key_result.owner_id, key_result.objective.owner_id}
    owns = person.pk in owners and person.acts
    return owns or people.may_administrate(person)


def require_edit_key_result(person: Person, key_result: KeyResult) -> None:
    """Let its owner, its objective's owner and admins pass."""
    message = _("Only %(owner)s, the objective's owner or an admin may edit it.")
    allowed = may_edit_key_result(person, key_result)
    require(allowed, message % {"owner": key_result.owner.name})


def may_move_target(person: Person, key_result: KeyResult) -> bool:
    """Whether `person` may move the target, baseline or due date of what runs."""
    if not is_running(key_result):
        return may_edit_key_result(person, key_result)
    owns = person.pk == key_result.objective.owner_id and person.acts
    return owns or people.may_administrate(person)


def require_move_target(person: Person, key_result: KeyResult) -> None:
    """Let the objective's owner and admins pass."""
    message = _("Only %(owner)s, who owns the objective, may move a running target.")
    allowed = may_move_target(person, key_result)
    require(allowed, message % {"owner": key_result.objective.owner.name})


def may_check_in(person: Person, key_result: KeyResult) -> bool:
    """Whether `person` may check in on `key_result`."""
    named = person.pk in {key_result.owner_id, key_result.delegate_id}
    return (named and person.acts) or people.may_administrate(person)


def require_check_in(person: Person, key_result: KeyResult) -> None:
    """Let the owner, and who the owner has named, pass."""
    message = _("Only %(owner)s, or who they have named, may check in.")
    allowed = may_check_in(person, key_result)
    require(allowed, message % {"owner": key_result.owner.name})


def may_edit_check_in(person: Person, check_in: CheckIn) -> bool:
    """Whether `person` may edit or delete `check_in`."""
    wrote = person.pk == check_in.author_id and person.acts
    return wrote or people.may_administrate(person)


def require_edit_check_in(person: Person, check_in: CheckIn) -> None:
    """Let its author and admins pass."""
    message = _("Only %(author)s, who wrote it, or an admin may change it.")
    allowed = may_edit_check_in(person, check_in)
    require(allowed, message % {"author": check_in.author.name})


def may_acknowledge(person: Person, check_in: CheckIn) -> bool:
    """Whether `person` is the reviewer who acknowledges `check_in`."""
    return person.pk == check_in.key_result.objective.reviewer_id


def require_acknowledge(person: Person, check_in: CheckIn) -> None:
    """Let the objective's reviewer pass."""
    message = _("Only the objective's reviewer acknowledges its check-ins.")
    require(may_acknowledge(person, check_in), message)


def takes_odds(key_result: KeyResult, today: date) -> bool:
    """Whether it is open how it ends: odds on what is known are worth nothing."""
    is_open = key_result.objective.cycle.is_open
    return is_open and key_result.due_on >= today


def may_give_odds(person: Person, key_result: KeyResult) -> bool:
    """Whether `person` may say how likely `key_result` is."""
    return person.acts and _sees_key_result(person, key_result)


def require_give_odds(person: Person, key_result: KeyResult) -> None:
    """Let pass who may see it and does more than read."""
    require(may_give_odds(person, key_result), _("Viewers give no odds."))


# --- Metrics ------------------------------------------------------------------------


def may_create_metric(person: Person) -> bool:
    """Whether `person` may add a metric."""
    return person.acts


def require_create_metric(person: Person) -> None:
    """Let pass who does more than read."""
    require(may_create_metric(person), _("Viewers add no metrics."))


def may_edit_metric(person: Person, metric: Metric) -> bool:
    """Whether `person` may edit or delete `metric`."""
    owns = person.pk == metric.owner_id and person.acts
    return owns or (people.may_plan(person) and _sees_metric(person, metric))


def require_edit_metric(person: Person, metric: Metric) -> None:
    """Let its owner and managers pass."""
    message = _("Only the owner of %(metric)s or a manager may edit it.")
    require(may_edit_metric(person, metric), message % {"metric": metric.name})


def may_record_reading(person: Person, metric: Metric) -> bool:
    """Whether `person` may enter readings: who may edit it, or checks in on it."""
    if may_edit_metric(person, metric):
        return True
    mine = Q(owner=person) | Q(delegate=person)
    return person.acts and metric.key_results.filter(mine).exists()


def require_record_reading(person: Person, metric: Metric) -> None:
    """Let its owner, managers, and owners of its key results pass."""
    message = _(
        "Only the owner of %(metric)s, the owners of its key results or a manager"
        " may enter its readings."
    )
    require(may_record_reading(person, metric), message % {"metric": metric.name})


def _runs(person: Person, cycle: Cycle) -> bool:
    return person.pk == cycle.manager_id and person.acts


def _sees_key_result(person: Person, key_result: KeyResult) -> bool:
    return visible_key_results(person).filter(pk=key_result.pk).exists()


def _sees_metric(person: Person, metric: Metric) -> bool:
    return visible_metrics_among(person, [metric.pk]).exists()
