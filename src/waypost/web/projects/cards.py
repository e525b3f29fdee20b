"""Cards of a board as markup: as fast as a string, for a board shows two hundred.

Each is drawn in two halves: between them stands the form of the one that is moved.
"""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.people.queries import Ref
from waypost.projects.queries import Card
from waypost.web.markup import esc


@dataclass(frozen=True, slots=True)
class Goal:
    """A key result that a card serves."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a card says beside its own facts, in words; `goal` is what it serves most.

    There is room for one.
    """

    url: str
    move_url: str
    due: str
    estimate: str
    held_up: str
    goal: Goal | None
    more_goals: str


class Pen:
    """Draws cards; what each of them says is looked up once."""

    def __init__(self) -> None:
        icons = esc(static("icons.svg"))
        self._grip = (
            '<svg class="icon" width="14" height="14" aria-hidden="true">'
            f'<use href="{icons}#grip-vertical"/></svg>'
        )
        self._move, self._late = esc(_("Move")), esc(_("late"))
        self._serves = esc(_("serves"))

    def first_half(self, card: Card, told: Told) -> SafeString:
        """Draw a card down to what holds it up."""
        state = f"{' blocked' * card.is_blocked}{' closed' * card.is_closed}"
        code = esc(card.code)
        part = esc(card.part_of)
        below = f'<span class="tiny muted block">{part}</span>' if part else ""
        return SafeString(
            f'<li class="board-card{state}" id="card-{card.number}" tabindex="-1"'
            f' data-item data-card="{card.number}" data-version="{card.version}"'
            f' data-code="{code}"{" data-moves" * card.can_move}>'
            f'<div class="card-top"><span class="num tiny muted">{code}</span>'
            f"{self._handle(code, told.move_url)}</div>"
            f'<a class="card-title" href="{esc(told.url)}" data-open>'
            f"{esc(card.title)}</a>{below}{self._tags(card, told)}"
        )

    def second_half(self, card: Card, told: Told) -> SafeString:
        """Draw the foot of a card: when, how much, what for and who."""
        late = " down strong" if card.is_late else ""
        due = f'<span class="num{late}">{esc(told.due)}</span>' if told.due else ""
        much = f'<span class="num">{esc(told.estimate)}</span>' if told.estimate else ""
        between = " · " if due and much else ""
        return SafeString(
            f'<div class="card-foot tiny"><span class="muted">{due}{between}{much}'
            f'</span><span class="card-goals">{self._goal(told)}'
            f"{_person(card.assignee)}</span></div></li>"
        )

    def _handle(self, code: str, url: str) -> str:
        if not url:
            return ""
        there = esc(url)
        return (
            f'<a class="card-move" href="{there}" hx-get="{there}" hx-target="#board"'
            f' hx-swap="outerHTML" aria-label="{self._move} {code}">{self._grip}</a>'
        )

    def _tags(self, card: Card, told: Told) -> str:
        tags = [f'<span class="tag bad">{self._late}</span>'] if card.is_late else []
        if told.held_up:
            tags.append(f'<span class="tag warn">{esc(told.held_up)}</span>')
        tags += [f'<span class="tag">{esc(label)}</span>' for label in card.labels]
        return f'<div class="card-tags">{"".join(tags)}</div>' if tags else ""

    def _goal(self, told: Told) -> str:
        if told.goal is None:
            return ""
        more = esc(told.more_goals)
        rest = f' <span class="muted">{more}</span>' if more else ""
        return (
            f'<a class="plain-link num" href="{esc(told.goal.url)}"'
            f' title="{esc(told.goal.title)}"><span class="vh">{self._serves} </span>'
            f"{esc(told.goal.code)}{rest}</a>"
        )


def _person(ref: Ref | None) -> str:
    if ref is None:
        return ""
    name = esc(ref.name)
    return (
        f'<span class="avatar" role="img" aria-label="{name}" title="{name}">'
        f"{esc(ref.initials)}</span>"
    )
