"""What a sponsor decides: money, phase, and whether a project goes on."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.writing import By, ReasonNeeded, changing, fresh
from waypost.projects.models import Project

Standing = Project.Standing


class NotNow(ValidationError):
    """The project stands in a way that does not allow this."""


def fund_project(*, actor: Person, now: datetime, project: Project) -> Project:
    """Make a candidate a funded project: bets on it count from now on."""
    return _decide(By(actor, now), "fund_project", project, is_funded=True)


def unfund_project(
    *, actor: Person, now: datetime, project: Project, reason: str = ""
) -> Project:
    """Make a funded project a candidate again."""
    by = By(actor, now, reason)
    return _decide(by, "unfund_project", project, is_funded=False)


def hold_project(
    *, actor: Person, now: datetime, project: Project, reason: str = ""
) -> Project:
    """Put a project on hold; it keeps its phase."""
    by = By(actor, now, reason)
    return _decide(by, "hold_project", project, standing=Standing.ON_HOLD)


def resume_project(*, actor: Person, now: datetime, project: Project) -> Project:
    """Take up again a project that was on hold or cancelled."""
    by = By(actor, now)
    return _decide(by, "resume_project", project, standing=Standing.RUNNING)


def cancel_project(
    *, actor: Person, now: datetime, project: Project, reason: str
) -> Project:
    """Give a project up.

    Tells the house ``projects.cancelled``: bets that have not landed are withdrawn.

    Raises
    ------
    ReasonNeeded
        If `reason` is empty.
    """
    access.require_decide(actor, project)
    if not reason.strip():
        raise ReasonNeeded({"reason": _("Say why the project is cancelled.")})
    with changing(By(actor, now, reason), "cancel_project", project) as change:
        stored = _fresh_for(project, standing=Standing.CANCELLED)
        change.update(stored, standing=Standing.CANCELLED)
        change.emit("projects.cancelled", project=stored.pk, actor=actor.pk)
    return stored


def change_phase(
    *, actor: Person, now: datetime, project: Project, phase: str
) -> Project:
    """Move a project to another phase.

    Raises
    ------
    NotNow
        If it is on hold or cancelled.
    """
    access.require_decide(actor, project)
    with changing(By(actor, now), "change_phase", project) as change:
        stored = fresh(project)
        if stored.standing != Standing.RUNNING:
            raise NotNow(_("Resume the project before it moves to another phase."))
        change.update(stored, phase=phase)
    return stored


def set_waiver(
    *, actor: Person, now: datetime, project: Project, waiver: str
) -> Project:
    """Say why a project may go on without a bet; empty text takes that back."""
    return _decide(By(actor, now, waiver), "set_waiver", project, waiver=waiver)


def _decide(by: By, verb: str, project: Project, **values: Any) -> Project:
    access.require_decide(by.actor, project)
    with changing(by, verb, project) as change:
        stored = _fresh_for(project, **values)
        change.update(stored, **values)
    return stored


def _fresh_for(project: Project, **values: Any) -> Project:
    """Return the stored project, unless it is cancelled or decided so already."""
    stored = fresh(project)
    wanted = values.get("standing")
    if stored.standing == Standing.CANCELLED and wanted != Standing.RUNNING:
        raise NotNow(_("The project is cancelled; resume it first."))
    if wanted is not None and stored.standing == wanted:
        label = Standing(wanted).label
        raise NotNow(_("The project is %(standing)s already.") % {"standing": label})
    return stored
