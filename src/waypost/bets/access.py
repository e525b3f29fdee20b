"""Who may see and do what with bets.

A bet is seen by whoever sees both its project and its key result.
"""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from waypost.bets.models import Bet
from waypost.core.access import require
from waypost.okrs import access as okrs_access
from waypost.okrs.models import KeyResult
from waypost.people import access as people_access
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects.models import Project


def visible_bets(person: Person) -> QuerySet[Bet]:
    """Return the bets whose project and key result `person` may both see."""
    if person.is_admin:
        return Bet.objects.all()
    return Bet.objects.filter(
        projects_access.sees(person, "project__"),
        okrs_access.sees(person, "key_result__objective__"),
    )


def visible_bets_among(person: Person, ids: Collection[int]) -> QuerySet[Bet]:
    """Return those of a few bets that `person` may see."""
    return visible_bets(person).filter(pk__in=ids)


def bets_of(person: Person) -> QuerySet[Bet]:
    """Return the bets that `person` owns."""
    return Bet.objects.filter(owner=person)


def may_place(person: Person, project: Project) -> bool:
    """Say whether `person` may propose bets of `project`: who may edit it."""
    return projects_access.rights_on(person, project).edit


def may_accept(person: Person, key_result: KeyResult) -> bool:
    """Say whether `person` accepts or rejects bets: the key result's owner."""
    own = person.pk == key_result.owner_id and person.acts
    return own or people_access.may_administrate(person)


def may_edit(person: Person, bet: Bet) -> bool:
    """Say whether `person` may change what a bet states: its owner, or its source's."""
    own = person.pk == bet.owner_id and person.acts
    return own or may_place(person, bet.project)


def may_mark_assumptions(person: Person, bet: Bet) -> bool:
    """Say whether `person` may say that an assumption held or broke."""
    return may_edit(person, bet) or okrs_access.may_check_in(person, bet.key_result)


def require_place(person: Person, project: Project) -> None:
    """Let pass who may edit the project.

    Raises
    ------
    waypost.core.access.Denied
        If somebody else tries.
    """
    require(
        may_place(person, project),
        _("Only who may edit %(project)s proposes bets of it.")
        % {"project": project.name},
    )


def require_accept(person: Person, key_result: KeyResult) -> None:
    """Let the key result's owner pass.

    Raises
    ------
    waypost.core.access.Denied
        If somebody else tries.
    """
    require(
        may_accept(person, key_result),
        _("Only the owner of %(code)s accepts or rejects a bet on it.")
        % {"code": key_result.code},
    )


def require_edit(person: Person, bet: Bet) -> None:
    """Let pass the bet's owner, and who may edit its project.

    Raises
    ------
    waypost.core.access.Denied
        If somebody else tries.
    """
    require(
        may_edit(person, bet),
        _("Only the bet's owner and the people who run its project change it."),
    )


def require_mark_assumptions(person: Person, bet: Bet) -> None:
    """Let pass who may edit the bet, and who checks its key result in.

    Raises
    ------
    waypost.core.access.Denied
        If somebody else tries.
    """
    require(
        may_mark_assumptions(person, bet),
        _("Only who runs the bet, or checks its key result in, marks assumptions."),
    )
