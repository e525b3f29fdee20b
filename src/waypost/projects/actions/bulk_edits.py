"""Changing many tasks or projects at once, as from the bar under a selection.

Rights and rules are asked row by row: what may not change, or cannot, is left as it is
and named; the rest is one change set.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.core import history
from waypost.core.access import Denied
from waypost.core.fields import Visibility
from waypost.core.listing import Edited, Left
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.access import Rights
from waypost.projects.actions.tasks import require_sees, settled
from waypost.projects.codes import code_of_task
from waypost.projects.models import Milestone, Project, Task

TASK_FIELDS = frozenset(
    {
        "status",
        "assignee",
        "milestone",
        "due_on",
        "move_days",
        "add_labels",
        "remove_labels",
        "priority",
    }
)
PROJECT_FIELDS = frozenset({"team", "manager", "category", "is_funded", "standing"})
_DECIDED = frozenset({"is_funded", "standing"})
_WRITTEN = (
    "status",
    "assignee",
    "milestone",
    "starts_on",
    "due_on",
    "labels",
    "priority",
    "percent_done",
    "done_at",
    "remaining_hours",
)


class _Stays(Exception):
    """This row is left as it is, because."""


class _Nothing(Exception):
    """No row changes, so that nothing is to stand in the history."""


def edit_tasks(
    *, actor: Person, now: datetime, ids: Collection[int], changes: Mapping[str, Any]
) -> Edited:
    """Change many tasks alike, of one project or of several.

    ``milestone`` is a title that each project must have, or empty for none;
    ``move_days`` moves start and due day; labels are added and removed.

    Raises
    ------
    ValidationError
        If the change makes no sense for any task.
    """
    _require_known(changes, TASK_FIELDS)
    _require_one_day(changes)
    _require_active(changes.get("assignee"), "assignee")
    edit = _Sorted()
    with _changing(actor, now, "edit_tasks") as change:
        found = access.visible_tasks(actor).filter(pk__in=list(ids))
        related = found.select_related("project", "status").order_by("pk")
        rows = list(related.select_for_update(of=("self",)))
        known = _Known.of(actor, rows, changes)
        for row in rows:
            edit.take(row, lambda row=row: _task_values(row, known, changes, now))
        edit.write(change, _WRITTEN, {row.project for row in edit.touched})
    return edit.told(_name_of_task)


def edit_projects(
    *, actor: Person, now: datetime, ids: Collection[int], changes: Mapping[str, Any]
) -> Edited:
    """Change many projects alike.

    Money and standing need the right to decide, the rest the right to edit; who has
    only one of the two leaves a project as it is when both are asked for.
    """
    _require_known(changes, PROJECT_FIELDS)
    _require_active(changes.get("manager"), "manager")
    edit = _Sorted()
    with _changing(actor, now, "edit_projects") as change:
        found = access.visible_projects(actor).filter(pk__in=list(ids))
        rows = list(found.order_by("pk").select_for_update(of=("self",)))
        rights = access.rights_on_many(actor, rows)
        for row in rows:
            edit.take(
                row, lambda row=row: _project_values(row, rights[row.pk], changes)
            )
        edit.write(change, sorted(PROJECT_FIELDS), edit.touched)
    return edit.told(lambda row: (row.code, row.name))


@dataclass(slots=True)
class _Sorted:
    """Rows by what becomes of them."""

    touched: list[Any] = field(default_factory=list)
    left: list[tuple[Any, str]] = field(default_factory=list)
    same: int = 0

    def take(self, row: Any, values_of: Any) -> None:
        """Set the values of a row, or say why it stays."""
        try:
            values = values_of()
        except (_Stays, Denied) as stays:
            self.left.append((row, str(stays)))
            return
        changed = {k: v for k, v in values.items() if getattr(row, k) != v}
        if not changed:
            self.same += 1
            return
        for name, value in changed.items():
            setattr(row, name, value)
        self.touched.append(row)

    def write(
        self,
        change: history.Recorder,
        fields: Iterable[str],
        projects: Iterable[Project],
    ) -> None:
        """Save what was touched, and tell the house once of each project."""
        if not self.touched:
            raise _Nothing
        change.update_many(self.touched, fields)
        ordered = {project.pk: project for project in projects}
        for pk in sorted(ordered):
            verb = change.change_set.verb
            change.emit("projects.changed", project=pk, what=verb)
        if len(ordered) == 1:
            change.about(next(iter(ordered.values())))
        change.change_set.summary = _in_words(self.touched)
        change.change_set.save(update_fields=["summary"])

    def told(self, name_of: Any) -> Edited:
        """Return what was done."""
        left = []
        for row, reason in self.left:
            code, title = name_of(row)
            left.append(Left(code, title, reason))
        return Edited(len(self.touched), self.same, tuple(left))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked once for all tasks."""

    actor: Person
    rights: dict[int, Rights]
    unseen: dict[int, str]
    milestones: dict[int, Milestone]

    @classmethod
    def of(
        cls, actor: Person, rows: list[Task], changes: Mapping[str, Any]
    ) -> "_Known":
        projects = {row.project_id: row.project for row in rows}
        assignee = changes.get("assignee")
        unseen: dict[int, str] = {}
        for pk, project in projects.items() if assignee else ():
            try:
                require_sees(assignee, project)
            except ValidationError as error:
                unseen[pk] = " ".join(error.messages)
        title = changes.get("milestone")
        found = Milestone.objects.filter(project__in=projects, title__iexact=title)
        milestones = {each.project_id: each for each in found} if title else {}
        rights = access.rights_on_many(actor, projects.values())
        return cls(actor, rights, unseen, milestones)


def _task_values(
    row: Task, known: _Known, changes: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    _require_task_right(row, known, changes)
    values = {k: v for k, v in changes.items() if k in {"assignee", "priority"}}
    if "status" in changes:
        values |= settled(row, {"status": changes["status"]}, now)
    if row.project_id in known.unseen:
        raise _Stays(known.unseen[row.project_id])
    if "milestone" in changes:
        values["milestone"] = _milestone(row, known, changes["milestone"])
    values |= _days(row, changes) | _labels(row, changes)
    starts_on = values.get("starts_on", row.starts_on)
    due_on = values.get("due_on", row.due_on)
    if starts_on and due_on and due_on < starts_on:
        raise _Stays(_("It would be due before it starts."))
    return values


def _require_task_right(row: Task, known: _Known, changes: Mapping[str, Any]) -> None:
    if known.rights[row.project_id].edit_tasks:
        return
    own = row.assignee_id == known.actor.pk and not known.actor.is_viewer
    if not (own and set(changes) <= access.PROGRESS_FIELDS):
        raise _Stays(
            _(
                "Only the project's team, its manager, its sponsor or an admin can"
                " change its tasks."
            )
        )


def _milestone(row: Task, known: _Known, title: str) -> Milestone | None:
    if row.parent_id is not None:
        raise _Stays(_("It stands under the milestone of the task it is part of."))
    if not title:
        return None
    found = known.milestones.get(row.project_id)
    if found is None:
        message = _("%(project)s has no milestone “%(title)s”.")
        raise _Stays(message % {"project": row.project.code, "title": title})
    return found


def _days(row: Task, changes: Mapping[str, Any]) -> dict[str, Any]:
    if "due_on" in changes:
        return {"due_on": changes["due_on"]}
    if "move_days" not in changes:
        return {}
    if row.due_on is None:
        raise _Stays(_("It has no due day to move."))
    step = timedelta(days=changes["move_days"])
    try:
        moved = {"due_on": row.due_on + step}
        return moved | ({"starts_on": row.starts_on + step} if row.starts_on else {})
    except OverflowError:
        raise _Stays(_("There is no such day.")) from None


def _labels(row: Task, changes: Mapping[str, Any]) -> dict[str, Any]:
    added = changes.get("add_labels", ())
    removed = {label.casefold() for label in changes.get("remove_labels", ())}
    if not added and not removed:
        return {}
    kept = [label for label in row.labels if label.casefold() not in removed]
    held = {label.casefold() for label in kept}
    return {"labels": [*kept, *(each for each in added if each.casefold() not in held)]}


def _project_values(
    row: Project, rights: Rights, changes: Mapping[str, Any]
) -> dict[str, Any]:
    if set(changes) & _DECIDED and not rights.decide:
        raise _Stays(_("Only the project's sponsor or an admin decides this."))
    if set(changes) - _DECIDED and not rights.edit:
        raise _Stays(
            _("Only the project's manager, its sponsor or an admin can change this.")
        )
    if "standing" in changes and row.standing == Project.Standing.CANCELLED:
        raise _Stays(_("The project is cancelled; resume it first."))
    if row.visibility == Visibility.TEAM and changes.get("team", row.team_id) is None:
        raise _Stays(_("Only its team sees it, so it needs one."))
    return dict(changes)


def _in_words(rows: list[Any]) -> str:
    n = len(rows)
    if isinstance(rows[0], Task):
        return ngettext("%(n)d task", "%(n)d tasks", n) % {"n": n}
    return ngettext("%(n)d project", "%(n)d projects", n) % {"n": n}


def _name_of_task(row: Task) -> tuple[str, str]:
    return code_of_task(row.project.code, row.number), row.title


def _require_known(changes: Mapping[str, Any], fields: frozenset[str]) -> None:
    unknown = sorted(set(changes) - fields)
    if unknown:
        message = f"many rows at once cannot change {', '.join(unknown)}"
        raise TypeError(message)


def _require_one_day(changes: Mapping[str, Any]) -> None:
    if {"due_on", "move_days"} <= set(changes):
        message = _("Set the due day, or move it: not both.")
        raise ValidationError({"move_days": message})


def _require_active(person: Person | None, field: str) -> None:
    if person is not None and not person.is_active:
        message = _("%(name)s is deactivated.") % {"name": person.name}
        raise ValidationError({field: message})


@contextmanager
def _changing(actor: Person, now: datetime, what: str) -> Iterator[history.Recorder]:
    verb = f"projects.{what}"
    with suppress(_Nothing), history.change(actor=actor, now=now, verb=verb) as change:
        yield change
