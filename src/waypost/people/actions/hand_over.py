"""All that one person answers for, given to another in one go."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.people import access, holdings
from waypost.people.actions.errors import Refused
from waypost.people.models import Person


def hand_over(*, actor: Person, now: datetime, person: Person, to: Person) -> int:
    """Give what is open of `person` to `to`, and who reports to them; say how much.

    What is over keeps its name, and so do objectives that somebody set for themselves.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If `to` is the same person, switched off, or only reads.
    """
    access.require_admin(actor)
    _require_taker(person, to)
    with history.change(
        actor=actor,
        now=now,
        verb="people.hand_over",
        subject=person,
        summary=f"{person.name} → {to.name}",
    ) as change:
        moved = sum(_pass_on(change, each, person, to) for each in _columns())
        moved += _pass_reports(change, person, to)
        change.emit("people.hand_over", person=person.pk, to=to.pk)
    return moved


def _require_taker(person: Person, to: Person) -> None:
    if to.pk == person.pk:
        raise Refused({"to": _("Choose somebody else.")})
    if not to.is_active or to.is_viewer:
        message = _("%(name)s can own nothing: choose an active person who may write.")
        raise Refused({"to": message % {"name": to.name}})


def _columns() -> list[tuple[holdings.Holding, str]]:
    return [(held, name) for held in holdings.all_of_them() for name in held.columns]


def _pass_on(
    change: history.Recorder,
    column: tuple[holdings.Holding, str],
    person: Person,
    to: Person,
) -> int:
    held, name = column
    found: QuerySet[Any] = held.model._base_manager.filter(held.is_open)
    if held.stays is not None:
        found = found.exclude(held.stays)
    rows = list(found.filter(**{name: person}))
    for row in rows:
        setattr(row, name, to)
    change.update_many(rows, [name])
    return len(rows)


def _pass_reports(change: history.Recorder, person: Person, to: Person) -> int:
    """Let the reports report to `to`, who moves up first if they are among them."""
    graphs.lock("managers")
    pairs = Person.objects.filter(manager__isnull=False)
    edges = {pk: [up] for pk, up in pairs.values_list("pk", "manager_id")}
    if graphs.path_between(edges, to.pk, person.pk):
        change.update(to, manager=person.manager)
    rows = list(Person.objects.filter(manager=person, is_active=True).exclude(pk=to.pk))
    for row in rows:
        row.manager = to
    change.update_many(rows, ["manager"])
    return len(rows)
