"""What can be set for many tasks at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.people.models import Person
from waypost.projects import queries
from waypost.projects.models import TaskStatus
from waypost.web.tables import BulkForm, Option
from waypost.web.tables.bulk import (
    SetDay,
    SetLabels,
    SetNumber,
    SetOne,
    SetPerson,
    SetWords,
)


def statuses(viewer: Person) -> list[Option]:
    """Return the organisation's statuses."""
    found = queries.status_options(viewer=viewer)
    return [Option(str(each.pk), each.name, each.pk) for each in found]


def _status(viewer: Person, pk: Any) -> TaskStatus:
    return queries.status(viewer=viewer, pk=pk)


class TasksForm(BulkForm):
    """Every field may stay empty."""

    status = SetOne(statuses, _status, label=_("Status"))
    assignee = SetPerson(label=_("Assignee"), help_text=_("A name, me, or none."))
    milestone = SetWords(
        label=_("Milestone"),
        help_text=_("As it is called in the project, or none."),
        max_length=200,
    )
    due_on = SetDay(label=_("Due"))
    move_days = SetNumber(
        low=-3650,
        high=3650,
        is_whole=True,
        label=_("Move by days"),
        help_text=_("Start and due day; −7 is a week earlier."),
    )
    add_labels = SetLabels(label=_("Add labels"), max_length=200)
    remove_labels = SetLabels(label=_("Remove labels"), max_length=200)
    priority = SetNumber(
        low=1, high=5, is_whole=True, label=_("Priority"), help_text=_("1 is highest.")
    )
