"""What of the map is shown: filter, focus and folded branches. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from waypost.bets.queries import MapEdge, MapNode, StrategyMap

# Up to this many nodes the map opens whole; a larger one level by level from the top,
# until about this many are shown. What a filter leaves may be more.
WHOLE = 600
FIRST = 300
NARROWED = 2000

Pair = tuple[str, str]
Steps = Mapping[str, list[str]]
Counts = Mapping[str, int]


class Node(Protocol):
    """What a filter asks of a node."""

    @property
    def name(self) -> str:
        """Its code, unique on the map."""

    @property
    def kind(self) -> str:
        """Objective, key result or project."""

    @property
    def level(self) -> str:
        """How high an objective stands."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def holder(self) -> str:
        """Who holds it, or what does."""

    @property
    def owner(self) -> int | None:
        """Who answers for it."""

    @property
    def owner_name(self) -> str:
        """The name of that person."""

    @property
    def team(self) -> int | None:
        """Whose it is."""

    @property
    def health(self) -> str:
        """How it stands."""

    @property
    def is_orphan(self) -> bool:
        """Whether nothing ties it to the other side."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen to see.

    `closed` are folded that would be open by themselves, `opened` the other way round.
    """

    words: str = ""
    team: int | None = None
    person: int | None = None
    health: str = ""
    lone: bool = False
    focus: str = ""
    closed: frozenset[str] = field(default=frozenset())
    opened: frozenset[str] = field(default=frozenset())

    @property
    def filters(self) -> bool:
        """Whether anything but focus and folding is chosen."""
        chosen = (self.words, self.team, self.person, self.health, self.lone)
        return any(chosen)

    @property
    def narrows(self) -> bool:
        """Whether less than the whole map is asked for."""
        return self.filters or bool(self.focus)

    @property
    def asks_for_figures(self) -> bool:
        """Whether it takes figures to tell what fits."""
        return bool(self.health) or self.lone


@dataclass(frozen=True, slots=True)
class Cut:
    """Which nodes are shown, by name.

    `hits` are what the filter asks for; the others are shown because a hit serves
    them. `folded` says how many nodes each folded branch hides; `branches` have
    something below them.
    """

    shown: frozenset[str]
    hits: frozenset[str]
    folded: Counts
    branches: frozenset[str]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown, in the map's order."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    cut: Cut


def cut_of(
    nodes: Sequence[Node],
    pairs: Sequence[Pair],
    choice: Choice,
    *,
    teams: Collection[int] = (),
) -> Cut:
    """Return what `choice` leaves of the map.

    A filter keeps what fits and all that it serves, up to the top; a focus keeps one
    node with all above and below it; a folded branch hides what can only be reached
    through it. A large map comes folded, but for the way to what these `teams` hold.
    """
    up, down = ways(pairs)
    hits = frozenset[str]()
    kept = {n.name for n in nodes}
    if choice.filters:
        hits = frozenset(n.name for n in nodes if _fits(n, choice))
        kept = reach(hits, up)
    # What is focused may be on another cycle's map.
    if choice.focus in kept:
        kept &= reach([choice.focus], up) | reach([choice.focus], down)
    if choice.narrows:
        up, down = ways(pair for pair in pairs if kept.issuperset(pair))
    tops = [name for name in kept if name not in up]
    shut = set[str]()
    if len(kept) > (NARROWED if choice.narrows else WHOLE):
        company = {n.name for n in nodes if n.level == "company"}
        most = NARROWED if choice.narrows else FIRST
        shut = down.keys() - _opened(tops, down, first=company, most=most)
    if shut and not choice.narrows:
        shut -= reach((n.name for n in nodes if n.team and n.team in teams), up)
    closed = (choice.closed | (shut - choice.opened)) & kept
    open_ways = {name: below for name, below in down.items() if name not in closed}
    shown = frozenset(reach(tops, open_ways))
    return Cut(
        shown=shown,
        hits=hits & shown,
        folded=_hidden(closed & shown, down, shown),
        branches=shown & down.keys(),
    )


def selection_of(found: StrategyMap, cut: Cut) -> Selection:
    """Return the nodes of a map that are shown, with what ties them."""
    shown = cut.shown
    return Selection(
        nodes=tuple(n for n in found.nodes if n.name in shown),
        edges=tuple(e for e in found.edges if e.above in shown and e.below in shown),
        cut=cut,
    )


def pairs_of(edges: Iterable[MapEdge]) -> list[Pair]:
    """Return the edges as pairs: what is served, and what serves it."""
    return [(edge.above, edge.below) for edge in edges]


def ways(pairs: Iterable[Pair]) -> tuple[Steps, Steps]:
    """Return what stands directly above and below each node."""
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for above, below in pairs:
        up.setdefault(below, []).append(above)
        down.setdefault(above, []).append(below)
    return up, down


def reach(start: Iterable[str], steps: Steps) -> set[str]:
    """Return the start and everything that can be reached from it."""
    queue = list(start)
    found = set(queue)
    for name in queue:
        fresh = [n for n in steps.get(name, ()) if n not in found]
        found.update(fresh)
        queue.extend(fresh)
    return found


def _opened(
    tops: Iterable[str], below: Steps, *, first: Collection[str], most: int
) -> set[str]:
    """Return what is open by itself on a large map: its upper levels.

    From the top objectives of the `first`, if there are any; the rest of the tops is
    shown folded.
    """
    shown = set(tops)
    level = (shown & set(first)) or shown
    opened: set[str] = set()
    while level:
        fresh = {name for above in level for name in below.get(above, ())} - shown
        if len(shown) + len(fresh) > most:
            break
        opened |= level
        shown |= fresh
        level = fresh
    return opened


def _hidden(closed: Iterable[str], below: Steps, shown: Collection[str]) -> Counts:
    """Return how many nodes each folded branch hides."""
    return {name: len(reach([name], below).difference(shown)) for name in closed}


def _fits(node: Node, choice: Choice) -> bool:
    # A key result is held by its objective, whose title is not its own.
    holder = "" if node.kind == "key_result" else node.holder
    return (
        (not choice.words or _reads(node, holder, choice.words))
        and choice.team in {None, node.team}
        and choice.person in {None, node.owner}
        and choice.health in {"", node.health}
        and (node.is_orphan or not choice.lone)
    )


def _reads(node: Node, holder: str, words: str) -> bool:
    text = f"{node.name} {node.title} {holder} {node.owner_name}".casefold()
    return all(word in text for word in words.casefold().split())
