"""What the page of exports shows, made ready for the template."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waypost.exchange.queries import ExportRow
from waypost.web.imports.outcome import Working
from waypost.web.templatetags.formats import number

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ShownExport:
    """One export, with how far it is or how large it has become."""

    row: ExportRow
    working: Working | None
    size: str


def shown_exports(rows: Iterable[ExportRow]) -> list[ShownExport]:
    """Return exports as the page shows them."""
    return [ShownExport(row, _working(row), _size(row.size)) for row in rows]


def _working(row: ExportRow) -> Working | None:
    if not row.is_working:
        return None
    progress = row.progress
    if progress is None or not progress.total:
        return Working(_("Waiting for its turn"), "", None, 1)
    note = _("%(done)s of %(total)s") % {
        "done": number(progress.done),
        "total": number(progress.total),
    }
    return Working(_("Writing"), note, progress.done, progress.total)


def _size(count: int) -> str:
    return _("%(size)s MB") % {"size": number(max(round(count / MEGABYTE, 1), 0.1))}
