"""A made-up table for the gallery, with every kind of column and filter."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waypost.core.listing import Edited, Found, Order, Wanted, fits, in_order
from waypost.people.models import Person
from waypost.people.queries import Ref
from waypost.web import tables
from waypost.web.tables import Bulk, BulkForm, Column, Option, Quick, cells
from waypost.web.tables.bulk import SetDay, SetNumber, SetOne, SetPerson
from waypost.web.tables.options import healths


@dataclass(frozen=True, slots=True)
class Sample:
    """One made-up row."""

    pk: int
    name: str
    who: Ref | None
    health: str
    share: float | None
    due: date | None
    labels: tuple[str, ...] = ()


ROWS = {
    row.pk: row
    for row in (
        Sample(
            1,
            "Signs at the quays",
            Ref(1, "Linnea Strand", "LS"),
            "on_track",
            0.67,
            date(2026, 12, 4),
            ("sea",),
        ),
        Sample(
            2,
            "Train the ramp crews",
            Ref(2, "Matteo Galli", "MG"),
            "at_risk",
            0.31,
            date(2026, 11, 2),
            ("crew", "safety"),
        ),
        Sample(3, "Sand and prime the hull", None, "off_track", 0.05, None),
        Sample(4, "Measure loading for three days", None, "no_data", None, None),
    )
}
_VALUES: dict[str, Callable[[int], Any]] = {
    "name": lambda pk: ROWS[pk].name,
    "health": lambda pk: ROWS[pk].health,
    "share": lambda pk: ROWS[pk].share,
    "due": lambda pk: ROWS[pk].due,
}


def _find(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    kept = [
        pk
        for pk, row in ROWS.items()
        if wanted.words.casefold() in row.name.casefold()
        and all(fits(_VALUES[name](pk), each) for name, each in wanted.only.items())
    ]
    ordered = in_order(kept, wanted.order, _VALUES)
    return Found(tuple(wanted.cut(ordered)), len(kept))


def _read(*, viewer: Person, today: date, ids: Sequence[int]) -> list[Sample]:
    return [ROWS[pk] for pk in ids]


def _change(
    *, actor: Person, now: datetime, ids: Collection[int], changes: dict[str, Any]
) -> Edited:
    return Edited(0)


def _few(_viewer: Person) -> list[Option]:
    return [Option("a", "Alpha", "a"), Option("b", "Beta", "b")]


class SampleForm(BulkForm):
    """A field of each kind."""

    who = SetPerson(label=_("Owner"), help_text=_("A name, me, or none."))
    team = SetOne(_few, label=_("Team"))
    due = SetDay(label=_("Due"))
    priority = SetNumber(low=1, high=5, is_whole=True, label=_("Priority"))


SAMPLES = tables.Table(
    name="samples",
    title=_("Made-up rows"),
    columns=(
        Column(
            "name",
            _("Task"),
            lambda row: cells.name(row.name, "#", (f"WEB-{row.pk}",)),
            lambda row: row.name,
            is_name=True,
        ),
        Column(
            "who",
            _("Owner"),
            lambda row: cells.person(row.who),
            lambda row: row.who.name if row.who else "",
            sorts=False,
        ),
        Column(
            "health",
            _("Health"),
            lambda row: cells.health(row.health),
            lambda row: row.health,
            tables.Choices(healths),
        ),
        Column(
            "share",
            _("Progress"),
            lambda row: cells.bar(row.share),
            lambda row: row.share,
            tables.Numbers(scale=0.01, unit="%"),
            falls_first=True,
        ),
        Column(
            "labels",
            _("Labels"),
            lambda row: cells.tags(row.labels),
            lambda row: ", ".join(row.labels),
            sorts=False,
        ),
        Column(
            "due",
            _("Due"),
            lambda row: cells.day(row.due, is_late=row.health == "at_risk"),
            lambda row: row.due,
            tables.Days(),
            is_numeric=True,
        ),
    ),
    find=_find,
    read=_read,
    key=lambda row: row.pk,
    named=lambda row: row.name,
    count=lambda n: ngettext("%(n)d row", "%(n)d rows", n) % {"n": n},
    order=(Order("name"),),
    searches=_("Find a row"),
    quick=(Quick(_("Off track"), (("health", "off_track"),)),),
    bulk=Bulk(SampleForm, _change),
)
LEFT = {
    "count": 3,
    "changed": 12,
    "more": 1,
    "groups": [
        {
            "reason": _("Only the project's team can change its tasks."),
            "rows": [("WEB-3", "Sand the hull"), ("WEB-4", "Measure loading")],
        }
    ],
}
