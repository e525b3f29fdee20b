"""A board as its page shows it: which cards, in which lanes and columns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.projects.queries import Board, BoardWanted, Card, Column
from waypost.web.projects.cards import Goal, Pen, Told
from waypost.web.projects.serving import BetLine, Served
from waypost.web.projects.words import capitalized, count_word, joined
from waypost.web.templatetags import formats

LANES = ("milestone", "assignee")
MOST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cards a person asked for, in which lanes, and which one is being moved.

    `milestone` and `assignee` are ids, 0 for none; `move` is the number of a task,
    `whole` the id of a status.
    """

    is_mine: bool = False
    is_late: bool = False
    milestone: int | None = None
    assignee: int | None = None
    label: str = ""
    lanes: str = ""
    whole: int | None = None
    move: int | None = None

    @classmethod
    def of(cls, given: QueryDict) -> "Chosen":
        """Read the address; what it does not understand is left out."""
        lanes = given.get("lanes", "")
        return cls(
            is_mine=bool(given.get("mine")),
            is_late=bool(given.get("late")),
            milestone=number_in(given.get("milestone", "")),
            assignee=number_in(given.get("assignee", "")),
            label=given.get("label", "").strip()[:MOST_LABEL],
            lanes=lanes if lanes in LANES else "",
            whole=number_in(given.get("whole", "")),
            move=number_in(given.get("move", "")),
        )

    def wanted(self) -> BoardWanted:
        """Return what the query is asked for."""
        return BoardWanted(
            is_mine=self.is_mine,
            is_late=self.is_late,
            milestone=self.milestone,
            assignee=self.assignee,
            label=self.label,
            whole=self.whole,
        )

    def query(self, **changes: Any) -> str:
        """Return the parameters of the address, with changes, for a link."""
        it = replace(self, **{"move": None} | changes)
        given = {
            "mine": "1" if it.is_mine else None,
            "late": "1" if it.is_late else None,
            "milestone": it.milestone,
            "assignee": it.assignee,
            "label": it.label or None,
            "lanes": it.lanes or None,
            "whole": it.whole,
            "move": it.move,
        }
        parameters = QueryDict(mutable=True)
        parameters.update({k: str(v) for k, v in given.items() if v is not None})
        return f"?{parameters.urlencode()}" if parameters else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it is drawn: two halves, with room for the form that moves it."""

    card: Card
    first_half: SafeString
    second_half: SafeString
    is_moving: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """The cards of one column in one lane."""

    column: Column
    cards: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the board; `milestone` and `assignee` are what a new card gets."""

    key: str
    title: str
    cells: tuple[Cell, ...]
    count: int
    milestone: int | None = None
    assignee: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: how many stand in it, and whether that is too many."""

    column: Column
    count: str
    warning: str
    more_words: str
    more_url: str


@dataclass(frozen=True, slots=True)
class ShownBoard:
    """A board as the template takes it."""

    heads: tuple[Head, ...]
    lanes: tuple[Lane, ...]
    count: int


def number_in(text: str) -> int | None:
    """Return a number of an address, or nothing where there is none that can be."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number else None


def show(board: Board, chosen: Chosen, served: Served) -> ShownBoard:
    """Return what the page shows of a board."""
    here = reverse("projects:board", args=[board.code])
    goals = _goals(board, served)
    stem = reverse("projects:page", args=[board.code])
    query = chosen.query()
    ways = _Ways(f"{stem}tasks/", f"{here}{query}{'&' if query else '?'}move=")
    pen = Pen()

    def drawn(card: Card) -> Shown:
        told = _told(card, ways, goals.get(card.milestone_pk, ()))
        return Shown(
            card,
            pen.first_half(card, told),
            pen.second_half(card, told),
            is_moving=card.can_move and chosen.move == card.number,
        )

    cells = {column.pk: list(map(drawn, column.cards)) for column in board.columns}
    return ShownBoard(
        heads=tuple(_head(column, chosen, here) for column in board.columns),
        lanes=tuple(_lanes(board, chosen, cells)),
        count=sum(column.total for column in board.columns),
    )


@dataclass(frozen=True, slots=True)
class _Ways:
    """What the addresses of cards begin with: their pages, and moving them."""

    pages: str
    moving: str


def _told(card: Card, ways: _Ways, serves: Sequence[Goal]) -> Told:
    waits = joined(list(card.waits_for))
    number = card.number
    return Told(
        url=f"{ways.pages}{number}/",
        move_url=f"{ways.moving}{number}#card-{number}" if card.can_move else "",
        due=formats.day(card.due_on),
        estimate=formats.hours(card.estimate_hours),
        held_up=_("waits for %(codes)s") % {"codes": waits} if waits else "",
        goal=serves[0] if serves else None,
        more_goals=f"+{len(serves) - 1}" if len(serves) > 1 else "",
    )


def _goals(board: Board, served: Served) -> dict[int | None, tuple[Goal, ...]]:
    """Return what the tasks of each milestone serve: what lands with it, else all."""
    found = {}
    for milestone in (None, *(option.value for option in board.milestones)):
        own = [line for line in served.lines if line.bet.milestone == milestone]
        lines: Sequence[BetLine] = own or served.lines
        by_code = {line.bet.key_result_code: _goal(line) for line in lines}
        found[milestone] = tuple(by_code.values())
    return found


def _goal(line: BetLine) -> Goal:
    return Goal(
        line.bet.key_result_code, line.bet.key_result_title, line.key_result_url
    )


def _head(column: Column, chosen: Chosen, here: str) -> Head:
    over = column.total - (column.wip_limit or 0) if column.is_over_limit else 0
    more = ""
    if column.more:
        more = (
            ngettext("%(n)s older one", "%(n)s older ones", column.more)
            if column.is_closed
            else ngettext("%(n)s more", "%(n)s more", column.more)
        )
        more %= {"n": formats.number(column.more)}
    return Head(
        column=column,
        count=formats.number(column.total)
        if column.wip_limit is None
        else _("%(n)s of %(limit)s")
        % {
            "n": formats.number(column.total),
            "limit": formats.number(column.wip_limit),
        },
        warning=_("%(n)s over the limit") % {"n": formats.number(over)} if over else "",
        more_words=more,
        more_url=here + chosen.query(whole=column.pk) if column.more else "",
    )


def _lanes(
    board: Board, chosen: Chosen, cells: Mapping[int, list[Shown]]
) -> Iterable[Lane]:
    if not chosen.lanes:
        yield _lane("all", "", board, cells)
        return
    options = board.milestones if chosen.lanes == "milestone" else board.assignees
    nobody = _("No milestone") if chosen.lanes == "milestone" else _("Nobody")
    for value, title in [*((o.value, o.label) for o in options), (None, nobody)]:
        own: dict[int, list[Shown]] = defaultdict(list)
        for pk, cards in cells.items():
            own[pk] = [each for each in cards if _key(each, chosen.lanes) == value]
        made = {chosen.lanes: value}
        lane = _lane(str(value or 0), title, board, own, **made)
        if lane.count:
            yield lane


def _key(shown: Shown, lanes: str) -> int | None:
    if lanes == "milestone":
        return shown.card.milestone_pk
    return shown.card.assignee.pk if shown.card.assignee else None


def _lane(
    key: str,
    title: str,
    board: Board,
    cells: Mapping[int, list[Shown]],
    **made: int | None,
) -> Lane:
    return Lane(
        key=key,
        title=title,
        cells=tuple(Cell(column, tuple(cells[column.pk])) for column in board.columns),
        count=sum(len(cells[column.pk]) for column in board.columns),
        **made,
    )


def headline(board: Board) -> str:
    """Say what is in hand."""
    begun = sum(
        column.total for column in board.columns if column.kind in {"doing", "review"}
    )
    if not board.tasks_open:
        return _("Nothing is open in %(name)s") % {"name": board.name}
    if not begun:
        return _("Nothing of %(name)s is in hand") % {"name": board.name}
    said = ngettext(
        "%(n)s task of %(name)s is in hand",
        "%(n)s tasks of %(name)s are in hand",
        begun,
    )
    return capitalized(said % {"n": count_word(begun), "name": board.name})


def lede(board: Board) -> str:
    """Say what is open, late and held up."""
    open_ = board.tasks_open
    if not open_:
        return ""
    parts = [ngettext("%(n)s is open", "%(n)s are open", open_)
             % {"n": formats.number(open_)}]  # fmt: skip
    if board.tasks_late:
        late = board.tasks_late
        parts.append(
            ngettext("%(n)s is late", "%(n)s are late", late) % {"n": count_word(late)}
        )
    if board.tasks_blocked:
        held = board.tasks_blocked
        parts.append(
            ngettext("%(n)s is held up", "%(n)s are held up", held)
            % {"n": count_word(held)}
        )
    return f"{capitalized(joined(parts))}."
