"""The rows and heads of a table as its template draws them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.core.listing import Order
from waypost.web.markup import esc
from waypost.web.tables.asked import Asked, address, changed, heading
from waypost.web.tables.columns import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: where it leads, and how the table is sorted by it.

    `also` is where it leads with Shift: sorted by this too.
    """

    name: str
    label: str
    css: str
    url: str
    also: str
    sorted: str
    place: int


def heads(table: Table[Row], asked: Asked) -> list[Head]:
    """Return the headings of the columns that are shown."""
    several = len(asked.order) > 1
    return [
        _head(table, asked, column, several=several) for column in heading(table, asked)
    ]


def _head(
    table: Table[Row], asked: Asked, column: Column[Row], *, several: bool
) -> Head:
    places = {each.column: at for at, each in enumerate(asked.order)}
    at = places.get(column.name)
    css = " ".join(filter(None, ("r" if column.is_numeric else "", column.css)))
    if not column.sorts:
        return Head(column.name, str(column.label), css, "", "", "", 0)
    held = None if at is None else asked.order[at]
    following = (
        Order(column.name, is_falling=column.falls_first)
        if held is None
        else Order(column.name, is_falling=not held.is_falling)
    )
    also = (
        (*asked.order, following)
        if at is None
        else (*asked.order[:at], following, *asked.order[at + 1 :])
    )
    way = ""
    if held is not None:
        way = "descending" if held.is_falling else "ascending"
    return Head(
        name=column.name,
        label=str(column.label),
        css=css,
        url=address(table, changed(asked, order=(following,))),
        also=address(table, changed(asked, order=also)),
        sorted=way,
        place=at + 1 if several and at is not None else 0,
    )


def body(
    table: Table[Row],
    rows: Sequence[Row],
    asked: Asked,
    *,
    selected: Collection[int] | None,
) -> SafeString:
    """Return the rows as one piece of HTML: thousands of cells, too many for templates.

    `selected` are the rows whose boxes are ticked; None: rows have no boxes.
    """
    shown = [
        (column.cell, *_tags(column, str(column.label)))
        for column in heading(table, asked)
    ]
    label = _("Select %(name)s")
    parts: list[str] = []
    for row in rows:
        css = table.css(row)
        parts.append(f'<tr data-item tabindex="-1" class="{css}">' if css else _ROW)
        if selected is not None:
            pk = table.key(row)
            is_on = " checked" if pk in selected else ""
            named = esc(label % {"name": table.named(row)})
            parts.append(
                '<td class="pickbox"><input type="checkbox" form="bulk" name="row"'
                f' value="{pk}" data-select{is_on} aria-label="{named}"></td>'
            )
        parts += [f"{before}{cell(row)}{after}" for cell, before, after in shown]
        parts.append("</tr>")
    return SafeString("".join(parts))


_ROW = '<tr data-item tabindex="-1">'


def _tags(column: Column[Row], label: str) -> tuple[str, str]:
    """Return what stands before and after a column's cells."""
    if column.is_name:
        return (
            format_html('<th scope="row" class="name full {}">', column.css),
            "</th>",
        )
    css = " ".join(filter(None, ("r" if column.is_numeric else "", column.css)))
    return format_html('<td class="{}" data-label="{}">', css, label), "</td>"
