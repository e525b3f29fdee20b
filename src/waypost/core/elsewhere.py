"""What a thing is called in other tools, and what came with it that no field holds."""

from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from waypost.core.models import ExternalReference
from waypost.core.prepared import prepared
from waypost.core.registry import label_of

# Names in extras that are for us alone: what a file said of each field.
OURS = "waypost."
# Systems that are only tables: their ids say nothing to people beyond the table.
TABLES = frozenset({"okrs", "people"})


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a thing is called in another tool, and where it is there.

    Of a table, ``system`` is empty: no tool bears a name.
    """

    system: str
    external_id: str
    url: str
    extras: tuple[tuple[str, str], ...]


def elsewhere_of(subject: models.Model) -> tuple[Elsewhere, ...]:
    """Return where else a thing stands, with what no field here holds: one query.

    Whoever brings a table that names what they may not see has references of their
    own, ``okrs:12``; a table of which nothing was kept is not worth a line.
    """
    rows = _references(kind=label_of(subject), subject=subject.pk)
    found = [_elsewhere(row) for row in rows]
    return tuple(each for each in found if each.system or each.extras)


@prepared
def _references(kind: str, subject: int) -> QuerySet[ExternalReference]:
    rows = ExternalReference.objects.filter(subject_kind=kind, subject_id=subject)
    return rows.order_by("system", "external_id")


def _elsewhere(row: ExternalReference) -> Elsewhere:
    system = row.system.partition(":")[0]
    return Elsewhere(
        system="" if system in TABLES else row.system,
        external_id=row.external_id,
        url=row.url,
        extras=tuple(
            (str(k), str(v)) for k, v in row.extras.items() if not k.startswith(OURS)
        ),
    )
