"""What of the map is shown: filter, focus and folded branches. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waypost.bets.queries import MapEdge, MapNode, StrategyMap

Steps = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen to see."""

    words: str = ""
    team: int | None = None
    person: int | None = None
    health: str = ""
    lone: bool = False
    focus: str = ""
    closed: frozenset[str] = field(default=frozenset())

    @property
    def filters(self) -> bool:
        """Whether anything but focus and folding is chosen."""
        chosen = (self.words, self.team, self.person, self.health, self.lone)
        return any(chosen)

    @property
    def narrows(self) -> bool:
        """Whether less than the whole map is asked for."""
        return self.filters or bool(self.focus)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown, in the map's order.

    `hits` are what the filter asks for; the others are shown because a hit serves
    them. `folded` says how many nodes each folded branch hides; `branches` have
    something below them.
    """

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    hits: frozenset[str]
    folded: Mapping[str, int]
    branches: frozenset[str]


def select(whole: StrategyMap, choice: Choice) -> Selection:
    """Return what `choice` leaves of the map.

    A filter keeps what fits and all that it serves, up to the top; a focus keeps one
    node with all above and below it; a folded branch hides what can only be reached
    through it.
    """
    up, down = ways(whole.edges)
    hits = frozenset(n.name for n in whole.nodes if _fits(n, choice))
    kept = {n.name for n in whole.nodes}
    if choice.filters:
        kept = reach(hits, up)
    # What is focused may be on another cycle's map.
    if choice.focus in kept:
        near = reach([choice.focus], up) | reach([choice.focus], down)
        kept &= near
    below = {name: [n for n in down.get(name, ()) if n in kept] for name in kept}
    tops = [n for n in kept if not any(above in kept for above in up.get(n, ()))]
    closed = choice.closed & kept
    open_ways = {name: [] if name in closed else below[name] for name in kept}
    shown = reach(tops, open_ways)
    return Selection(
        nodes=tuple(n for n in whole.nodes if n.name in shown),
        edges=tuple(e for e in whole.edges if e.above in shown and e.below in shown),
        hits=hits & shown if choice.filters else frozenset(),
        folded={n: len(reach([n], below) - shown) for n in closed & shown},
        branches=frozenset(name for name in shown if below[name]),
    )


def ways(edges: Iterable[MapEdge]) -> tuple[Steps, Steps]:
    """Return what stands directly above and below each node."""
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for edge in edges:
        up.setdefault(edge.below, []).append(edge.above)
        down.setdefault(edge.above, []).append(edge.below)
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


def _fits(node: MapNode, choice: Choice) -> bool:
    # A key result is held by its objective, whose title is not its own.
    holder = "" if node.kind == "key_result" else node.holder
    text = f"{node.name} {node.title} {holder} {node.owner_name}".casefold()
    return (
        all(word in text for word in choice.words.casefold().split())
        and choice.team in {None, node.team}
        and choice.person in {None, node.owner}
        and choice.health in {"", node.health}
        and (node.is_orphan or not choice.lone)
    )
