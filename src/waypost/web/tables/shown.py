"""A table page: its address read, its rows found, everything that it draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.core.listing import Found
from waypost.people.installation import local_day
from waypost.planning import queries as planning
from waypost.planning.queries import ViewRow
from waypost.web.http import HttpRequest, render_page
from waypost.web.tables import asked as asking
from waypost.web.tables import marks
from waypost.web.tables.asked import Asked
from waypost.web.tables.bulk import BulkForm
from waypost.web.tables.chosen_view import NO_VIEW, chosen
from waypost.web.tables.columns import Table
from waypost.web.tables.narrowing import Asker, Input, Read
from waypost.web.tables.selecting import (
    Refused,
    left_before,
    send_edit,
)

ROWS = "rows"  # the part that typing in the search swaps


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, and the address without it."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Narrow:
    """A field of the filter panel."""

    label: str
    field: Input


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A line of the column chooser; an address is empty where it cannot move."""

    name: str
    label: str
    is_on: bool
    is_fixed: bool
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with a mark on the one that holds."""

    label: str
    url: str
    is_on: bool = False


class Shown:
    """A table as one request shows it; templates know it as ``table``.

    `known` are parameters that belong to the page itself and are kept in every link.
    """

    def __init__(
        self, request: HttpRequest, table: Table[Any], *, known: Sequence[str] = ()
    ) -> None:
        self.request = request
        self.table = table
        self.asker = Asker(request.user, local_day(timezone.now()))
        views = planning.saved_views(viewer=request.user, table=table.name)
        self.views = views
        picked = chosen(request.GET, views, known=known, opening=table.opening)
        self.view = picked.view
        read = asking.read(table, picked.given, self.asker, known=known)
        problems = (picked.problem,) if picked.problem else ()
        self.asked = replace(read, problems=(*problems, *read.problems))
        self.refused: BulkForm | None = None

    # What the page says.

    @cached_property
    def found(self) -> Found:
        """The ids of this page, and how many match; past the end, the last page."""
        found = self._find(self.asked)
        if not found.ids and found.total:
            last = -(-found.total // self.asked.size)
            self.asked = replace(self.asked, page=last)
            found = self._find(self.asked)
        return found

    def _find(self, asked: Asked) -> Found:
        return self.table.find(
            viewer=self.asker.viewer, today=self.asker.today, wanted=asked.wanted()
        )

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of this page."""
        ids = self.found.ids
        if not ids:
            return []
        viewer, today = self.asker.viewer, self.asker.today
        return list(self.table.read(viewer=viewer, today=today, ids=ids))

    @property
    def body(self) -> SafeString:
        """The rows as they are drawn."""
        selected = self.selected if self.bulk else None
        return marks.body(self.table, self.rows, self.asked, selected=selected)

    @property
    def selected(self) -> frozenset[int]:
        """The rows whose boxes were ticked when a form came back with a complaint."""
        if self.refused is None:
            return frozenset()
        said = self.request.POST.getlist("row")
        return frozenset(int(pk) for pk in said if pk.isdecimal() and len(pk) < 19)

    @property
    def heads(self) -> list[marks.Head]:
        """The headings."""
        return marks.heads(self.table, self.asked)

    @property
    def total(self) -> int:
        """How many rows match."""
        return self.found.total

    @property
    def count(self) -> str:
        """How many rows match, in words."""
        return self.table.count(self.found.total)

    # Where one can go from here.

    def _url(self, **values: Any) -> str:
        return self._address(asking.changed(self.asked, **values))

    def _address(self, asked: Asked, *, paged: bool = False) -> str:
        """Return an address; where nothing is asked, it says so."""
        query = asking.address(self.table, asked, paged=paged)
        return f"?view={NO_VIEW}" if query == "?" else query

    @property
    def here(self) -> str:
        """The address of this page of the table."""
        return self._address(self.asked, paged=True)

    @property
    def plain(self) -> str:
        """The address without search and filters."""
        return self._url(words="", filters={})

    @property
    def carried(self) -> asking.Pairs:
        """What the search sends along."""
        pairs = asking.carried(self.table, self.asked)
        return tuple(pair for pair in pairs if pair[0] != "q")

    @property
    def beside_filters(self) -> asking.Pairs:
        """What the filter panel sends along."""
        return asking.carried(self.table, replace(self.asked, filters={}))

    @property
    def beside_columns(self) -> asking.Pairs:
        """What the column chooser sends along."""
        usual = replace(self.asked, columns=self.table.usual, order=self.table.order)
        return asking.carried(self.table, usual)

    @property
    def chips(self) -> list[Chip]:
        """The filters that hold."""
        return [
            Chip(
                str(column.label),
                self.asked.filters[column.name].words,
                self._address(asking.without(self.asked, column.name)),
            )
            for column in self.table.columns
            if column.name in self.asked.filters
        ]

    @property
    def quick(self) -> list[dict[str, object]]:
        """The chips beside the search: each sets its filter, or takes it away."""
        return [self._quick(each.label, each.parameters) for each in self.table.quick]

    def _quick(self, label: Any, wanted: asking.Pairs) -> dict[str, object]:
        pairs = asking.carried(self.table, self.asked)
        is_on = set(wanted) <= set(pairs)
        names = {name for name, _value in wanted}
        rest = [pair for pair in pairs if pair[0] not in names]
        query = urlencode(rest if is_on else [*rest, *wanted])
        url = f"?{query}" if query else f"?view={NO_VIEW}"
        return {"label": label, "url": url, "is_on": is_on}

    @property
    def narrows(self) -> list[Narrow]:
        """The fields of the filter panel."""
        return [
            Narrow(
                str(column.label), column.narrows.field(column.name, read, self.asker)
            )
            for column in self.table.columns
            if column.narrows is not None
            for read in (self.asked.filters.get(column.name, Read()),)
        ]

    @property
    def column_choices(self) -> list[ColumnChoice]:
        """The columns: those that are shown in their order, then the others."""
        shown = list(self.asked.columns)
        rest = [each.name for each in self.table.columns if each.name not in shown]
        return [self._column_choice(name, shown) for name in (*shown, *rest)]

    def _column_choice(self, name: str, shown: list[str]) -> ColumnChoice:
        column = self.table.column(name)
        assert column is not None
        at = shown.index(name) if name in shown else -1
        first = sum(1 for each in self.table.columns if each.is_name)
        movable = at >= first
        return ColumnChoice(
            name=name,
            label=str(column.label),
            is_on=at >= 0,
            is_fixed=column.is_name,
            earlier=self._swapped(shown, at, -1) if movable and at > first else "",
            later=self._swapped(shown, at, 1)
            if movable and at < len(shown) - 1
            else "",
        )

    def _swapped(self, shown: list[str], at: int, step: int) -> str:
        moved = list(shown)
        moved[at], moved[at + step] = moved[at + step], moved[at]
        return self._url(columns=tuple(moved))

    @property
    def sorts(self) -> list[list[Link]]:
        """What the first and the second thing to sort by may be."""
        held = [asking.spelled([each]) for each in self.asked.order]
        return [
            self._sort_choice(held[place] if place < len(held) else "", place)
            for place in range(2)
        ]

    def _sort_choice(self, held: str, place: int) -> list[Link]:
        options = [Link(_("nothing more"), "", is_on=not held)] if place else []
        for column in self.table.columns:
            if column.sorts:
                up, down = column.name, f"-{column.name}"
                label = str(column.label)
                options += [Link(f"{label} ↑", up, held == up)]
                options += [Link(f"{label} ↓", down, held == down)]
        return options

    # Pages.

    @property
    def first(self) -> int:
        """The number of the first row on this page."""
        total = self.found.total
        return (self.asked.page - 1) * self.asked.size + 1 if total else 0

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return self.first + len(self.found.ids) - 1 if self.found.ids else 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found.total // self.asked.size))

    @property
    def ways(self) -> dict[str, str]:
        """The addresses of other pages, as far as there are any."""
        page, pages = self.asked.page, self.pages
        wanted = {"before": page - 1, "after": page + 1}
        wanted |= {"first": 1, "last": pages}
        return {
            name: self._address(replace(self.asked, page=at), paged=True)
            for name, at in wanted.items()
            if 1 <= at <= pages and at != page
        }

    @property
    def sizes(self) -> list[Link]:
        """How many rows a page may have."""
        return [
            Link(str(size), self._url(size=size), size == self.asked.size)
            for size in asking.SIZES
        ]

    # Saved views.

    @property
    def parameters(self) -> str:
        """What a view saved now would hold."""
        return urlencode(asking.parameters(self.table, self.asked))

    @property
    def is_changed(self) -> bool:
        """Whether the table is no longer what its view says."""
        return self.view is not None and self.view.parameters != self.parameters

    @property
    def view_links(self) -> list[tuple[ViewRow, str]]:
        """The views with their addresses."""
        kept = [("view", NO_VIEW), *self.asked.kept][1:]
        return [
            (view, f"?{urlencode([*kept, ('view', view.pk)])}") for view in self.views
        ]

    @property
    def no_view(self) -> str:
        """The address of the table with nothing asked."""
        return f"?{urlencode([*self.asked.kept, ('view', NO_VIEW)])}"

    # Editing many.

    @cached_property
    def bulk(self) -> BulkForm | None:
        """The form of what can be set for the selected rows."""
        bulk = self.table.bulk
        if bulk is None or not bulk.allows(self.asker.viewer):
            return None
        return self.refused or bulk.form(asker=self.asker)

    @cached_property
    def left(self) -> dict[str, Any] | None:
        """What the last edit of many left as it was; told once."""
        return left_before(self.request, self.table)

    def edit(self, template: str, context: Mapping[str, object]) -> HttpResponse:
        """Change the selected rows, and come back; a wrong form comes back with 422."""
        try:
            return send_edit(
                self.request, self.table, self.asked, self.asker, self.here
            )
        except Refused as refused:
            self.refused = refused.form
            return self.render(template, context, status=422)

    def render(
        self, template: str, context: Mapping[str, object], *, status: int = 200
    ) -> HttpResponse:
        """Render the page, or for htmx the table, or its rows alone."""
        target = self.request.htmx.target or ""
        partial = ROWS if target == ROWS else "table"
        _known = self.found  # the page may be another one than was asked for
        response = render_page(
            self.request,
            template,
            {"table": self, **context},
            partial=partial,
            status=status,
        )
        if self.request.htmx and status == 200:
            self._say_address(response, replaces=target == ROWS)
        return response

    def _say_address(self, response: HttpResponse, *, replaces: bool) -> None:
        """Put the address into the browser's bar; what is typed makes no steps back."""
        here = self.request.path + self.here
        if here != self.request.htmx.current_url_abs_path:
            name = "HX-Replace-Url" if replaces else "HX-Push-Url"
            response[name] = here
