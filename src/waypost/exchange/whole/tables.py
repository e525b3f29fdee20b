"""Which tables an export holds, in which order, and why the others stay behind.

A test holds both lists to the models: whoever adds a model decides here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from waypost.core.models import Entity

# In the order in which they stand in the file: what is referred to comes first, where
# that is possible at all.
TABLES = (
    "people.organisation",
    "people.calendar",
    "people.calendarexception",
    "people.person",
    "people.team",
    "people.membership",
    "people.timeoff",
    "people.contact",
    "okrs.cycle",
    "okrs.objective",
    "okrs.objectiveviewer",
    "okrs.metric",
    "okrs.metricinput",
    "okrs.reading",
    "okrs.guardrail",
    "okrs.keyresult",
    "okrs.expectedpoint",
    "okrs.step",
    "okrs.alignment",
    "okrs.checkin",
    "okrs.odds",
    "projects.project",
    "projects.projectviewer",
    "projects.milestone",
    "projects.taskstatus",
    "projects.task",
    "projects.dependency",
    "projects.allocation",
    "projects.budgetline",
    "bets.overlapgroup",
    "bets.bet",
    "bets.assumption",
    "bets.projectobjective",
    "conversations.comment",
    "conversations.mention",
    "conversations.reaction",
    "conversations.acknowledgement",
    "planning.savedview",
    "planning.usualview",
    "core.externalreference",
    "core.sequence",
    "core.changeset",
    "core.change",
)
# Only with the passwords: the second step of who has one.
SECRET = ("mfa.authenticator",)
LEFT_OUT = {
    "core.guard": "locks of this database; each is made when it is first taken",
    "core.event": "the outbox: what this installation still has to tell itself",
    "core.delivery": "the outbox: what this installation still has to tell itself",
    "exchange.importrun": "files on their way into this installation, with previews",
    "exchange.exportrun": "exports made on this installation, with their files",
    "search.*": "the search index; it is made again from the rows",
}
# Rows that have no key of their own, and that other rows name: by a number in the
# file. All others without a key are named by nothing.
NUMBERED = frozenset({"core.externalreference", "core.changeset"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the export."""

    label: str
    model: type[models.Model]

    @property
    def called_by(self) -> str:
        """By which field of the file its rows are named: key, number, or nothing."""
        if issubclass(self.model, Entity):
            return "key"
        return "number" if self.label in NUMBERED else ""

    @property
    def rows(self) -> "models.QuerySet[Any]":
        """Return all its rows, the oldest first."""
        return self.model._base_manager.order_by("pk")


def tables(*, with_passwords: bool) -> Sequence[Table]:
    """Return the tables of an export, in their order."""
    labels = TABLES + (SECRET if with_passwords else ())
    return [Table(label, apps.get_model(label)) for label in labels]


def is_left_out(label: str) -> bool:
    """Say whether a model stays behind, with a reason given."""
    return label in LEFT_OUT or f"{label.partition('.')[0]}.*" in LEFT_OUT
