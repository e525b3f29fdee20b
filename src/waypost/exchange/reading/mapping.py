"""Which column becomes what: guessed, and said otherwise by a person or a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import DateOrder, StatusKind
from waypost.exchange.reading.said import Refused, say

MAX_MAPPING_BYTES = 1_000_000
SECTIONS = ("columns", "date_orders", "units", "statuses")
UNITS = {"seconds": "s", "minutes": "m", "hours": "h", "days": "d", "weeks": "w"}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the person said about columns; what is not named stays as guessed.

    `columns`: column → field, `keep` or `leave_out`. `date_orders`: column →
    `day_first`, `month_first`, `year_first` (`*`: every column). `units`: column →
    `seconds` to `weeks`. `statuses`: status → kind of status.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, StatusKind] = field(default_factory=dict)

    def date_order(self, column: str) -> DateOrder | None:
        """Give the order that was said for a column."""
        return self.date_orders.get(column, self.date_orders.get("*"))

    def sections(self) -> dict[str, object]:
        """Give what `load_mapping` reads, as JSON can hold it."""
        return {
            name: {key: str(text) for key, text in getattr(self, name).items()}
            for name in SECTIONS
        }

    def as_json(self) -> str:
        """Write what `load_mapping` reads."""
        return json.dumps(self.sections(), ensure_ascii=False, indent=2)


NO_MAPPING = ColumnMap()


def load_mapping(source: Path | str | Mapping[str, object] | None) -> ColumnMap:
    """Read a mapping from a file, its text, or what JSON makes of it."""
    if source is None:
        return NO_MAPPING
    if isinstance(source, Mapping):
        return _mapping(source)
    try:
        text = source if isinstance(source, str) else _text(source)
        data = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        reason = _("The mapping is not JSON: %(error)s.")
        raise Refused(say(reason, error=str(error)[:120])) from error
    if not isinstance(data, Mapping):
        raise Refused(say(_("The mapping has to be a JSON object.")))
    return _mapping(data)


def _text(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        return file.read(MAX_MAPPING_BYTES)


def _mapping(data: Mapping[str, object]) -> ColumnMap:
    strange = [name for name in data if name not in SECTIONS]
    if strange:
        reason = _("The mapping has “%(name)s”; it may have %(known)s.")
        raise Refused(say(reason, name=strange[0], known=", ".join(SECTIONS)))
    orders = _section(data, "date_orders", {order.value for order in DateOrder})
    statuses = _section(data, "statuses", {kind.value for kind in StatusKind})
    return ColumnMap(
        columns=_section(data, "columns", None),
        date_orders={name: DateOrder(text) for name, text in orders.items()},
        units=_section(data, "units", set(UNITS)),
        statuses={name: StatusKind(text) for name, text in statuses.items()},
    )


def _section(
    data: Mapping[str, object], name: str, allowed: set[str] | None
) -> dict[str, str]:
    section = data.get(name, {})
    if not isinstance(section, Mapping):
        reason = _("“%(name)s” in the mapping has to be an object of name: value.")
        raise Refused(say(reason, name=name))
    for key, text in section.items():
        if not isinstance(text, str) or (allowed is not None and text not in allowed):
            reason = _("“%(key)s”: “%(text)s” is no value for %(name)s in the mapping.")
            raise Refused(say(reason, key=key, text=text, name=name))
    return {str(key): str(text) for key, text in section.items()}
