"""Hits as a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waypost.core import registry
from waypost.search.queries import Group, Hit
from waypost.web.search.marking import excerpt, marked

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class KindWords(NamedTuple):
    """What a kind is called, one and many, and its icon."""

    one: "StrPromise"
    many: "StrPromise"
    icon: str


_KINDS = {
    "okrs.objective": KindWords(
        gettext_lazy("Objective"), gettext_lazy("Objectives"), "goal"
    ),
    "okrs.keyresult": KindWords(
        gettext_lazy("Key result"), gettext_lazy("Key results"), "target"
    ),
    "projects.project": KindWords(
        gettext_lazy("Project"), gettext_lazy("Projects"), "folder"
    ),
    "people.person": KindWords(gettext_lazy("Person"), gettext_lazy("People"), "user"),
    "people.team": KindWords(gettext_lazy("Team"), gettext_lazy("Teams"), "users"),
    "okrs.metric": KindWords(
        gettext_lazy("Metric"), gettext_lazy("Metrics"), "activity"
    ),
    "projects.milestone": KindWords(
        gettext_lazy("Milestone"), gettext_lazy("Milestones"), "milestone"
    ),
    "projects.task": KindWords(
        gettext_lazy("Task"), gettext_lazy("Tasks"), "circle-check"
    ),
    "okrs.cycle": KindWords(
        gettext_lazy("Cycle"), gettext_lazy("Cycles"), "calendar-days"
    ),
    "bets.bet": KindWords(gettext_lazy("Bet"), gettext_lazy("Bets"), "link"),
    "conversations.comment": KindWords(
        gettext_lazy("Comment"), gettext_lazy("Comments"), "message-square"
    ),
    "okrs.checkin": KindWords(
        gettext_lazy("Check-in"), gettext_lazy("Check-ins"), "check"
    ),
}


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One hit in words, with what was looked for marked."""

    kind: str
    icon: str
    code: str
    title: SafeString
    within: SafeString
    text: SafeString
    url: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The hits of one kind in words; `count` reads "3" or "50+"."""

    name: str
    title: str
    icon: str
    hits: tuple[ShownHit, ...]
    count: str
    has_more: bool


def shown_group(group: Group, asked: Sequence[str]) -> ShownGroup:
    """Return a group of hits as a page shows it."""
    kind = _KINDS[group.kind]
    return ShownGroup(
        name=group.kind,
        title=str(kind.many),
        icon=kind.icon,
        hits=tuple(shown_hit(hit, asked) for hit in group.hits),
        count=counted(group.count, is_more=group.is_more),
        has_more=group.is_more or group.count > len(group.hits),
    )


def counted(count: int, *, is_more: bool) -> str:
    """Return a count as people read it: what is more is not counted to the end."""
    return f"{count}+" if is_more else str(count)


def shown_hit(hit: Hit, asked: Sequence[str]) -> ShownHit:
    """Return a hit as a page shows it."""
    kind, entry = _KINDS[hit.kind], hit.entry
    title, within = entry.title, entry.within
    if hit.kind == "conversations.comment":
        title, within = _("Comment by %(name)s") % {"name": within}, ""
    elif not title:
        title, within = within, ""
    return ShownHit(
        kind=str(kind.one),
        icon=kind.icon,
        code=entry.code,
        title=marked(title, asked),
        within=marked(within, asked),
        text=excerpt(entry.body, asked),
        url=registry.page_of(hit.thing) or "",
        is_over=not entry.is_open,
    )


def kind_title(label: str) -> str:
    """Return what many of a kind are called."""
    return str(_KINDS[label].many)


def known(label: str) -> bool:
    """Whether there is such a kind."""
    return label in _KINDS
