"""Teams and their tree."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.people import access
from waypost.people.actions.errors import Refused
from waypost.people.models import Person, Team


@dataclass(frozen=True, slots=True)
class TeamTerms:
    """What is said of a team."""

    name: str
    parent: Team | None = None
    lead: Person | None = None

    @classmethod
    def of(cls, team: Team) -> "TeamTerms":
        """Return the terms as they are."""
        return cls(team.name, team.parent, team.lead)

    def values(self) -> dict[str, object]:
        """Return the columns."""
        return {"name": self.name.strip(), "parent": self.parent, "lead": self.lead}


def create_team(*, actor: Person, now: datetime, terms: TeamTerms) -> Team:
    """Add a team to the tree.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    access.require_admin(actor)
    with history.change(actor=actor, now=now, verb="people.create_team") as change:
        team = change.create(Team(**terms.values()))
        change.about(team, team.name)
        change.emit("people.create_team", team=team.pk)
    return team


def edit_team(
    *,
    actor: Person,
    now: datetime,
    team: Team,
    terms: TeamTerms,
    version: int | None = None,
) -> Team:
    """Rename a team, move it in the tree, or give it another lead.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it would stand below itself.
    """
    access.require_admin(actor)
    with history.change(
        actor=actor, now=now, verb="people.edit_team", subject=team, summary=team.name
    ) as change:
        history.require_version(team, version)
        _require_no_circle(team, terms.parent)
        change.update(team, **terms.values())
        change.emit("people.edit_team", team=team.pk)
    return team


def delete_team(*, actor: Person, now: datetime, team: Team) -> None:
    """Delete a team that nothing stands on.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it has teams below it, objectives or projects.
    """
    access.require_admin(actor)
    with history.change(
        actor=actor, now=now, verb="people.delete_team", subject=team, summary=team.name
    ) as change:
        try:
            change.delete(team)
        except ProtectedError as error:
            message = _(
                "%(team)s still has teams below it, objectives or projects;"
                " move them first."
            )
            raise Refused(message % {"team": team.name}) from error
        change.emit("people.delete_team", team=change.change_set.subject_id)


def _require_no_circle(team: Team, parent: Team | None) -> None:
    if parent is None:
        return
    graphs.lock("teams")
    pairs = Team.objects.filter(parent__isnull=False)
    edges = {pk: [up] for pk, up in pairs.values_list("pk", "parent_id")}
    if graphs.path_between(edges, parent.pk, team.pk):
        message = _("%(parent)s stands below %(team)s already.")
        names = {"parent": parent.name, "team": team.name}
        raise Refused({"parent": message % names})
