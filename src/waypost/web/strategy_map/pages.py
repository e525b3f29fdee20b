"""What the map page shows around the map: its answer, its addresses, its choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from waypost.bets.queries import MapNode, StrategyMap
from waypost.web.strategy_map import words
from waypost.web.strategy_map.outline import OutlineRow, outline
from waypost.web.strategy_map.picture import Row, picture
from waypost.web.strategy_map.selection import Choice, Selection

VIEWS = {"map", "outline"}
# A picture of more nodes comes without an outline beside it for browsers without
# script: they follow a link to it instead.
MOST_BESIDE = 300
FILTERS = ("q", "team", "person", "health", "lone")


@dataclass(frozen=True, slots=True)
class Options:
    """Whom one can filter by: teams and people that are on the map."""

    teams: Sequence[tuple[int, str]]
    people: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class MapPage:
    """All around the map. `view` is "auto" while nobody has chosen one."""

    view: str
    covered: str
    lone: str
    lone_url: str
    home: str
    map_url: str
    outline_url: str
    clear_url: str
    unfocus_url: str
    focus: MapNode | None
    shown: int
    total: int
    is_narrowed: bool
    is_clearable: bool
    picture: Row | None
    rows: Sequence[OutlineRow]


def map_page(
    query: QueryDict, *, whole: StrategyMap, shown: Selection, choice: Choice
) -> MapPage:
    """Return the page of a map as far as it is shown."""
    view = query.get("view", "")
    view = view if view in VIEWS else "auto"
    has_picture = view != "outline"
    beside = len(shown.nodes) <= MOST_BESIDE or not has_picture
    by_name = {node.name: node for node in whole.nodes}
    return MapPage(
        view=view,
        covered=words.covered_sentence(whole),
        lone=words.lone_sentence(whole),
        lone_url=address(query, lone="on", open=None, focus=None),
        home=address(query, open=None),
        map_url=address(query, view="map"),
        outline_url=address(query, view="outline"),
        clear_url=address(query, open=None, focus=None, **dict.fromkeys(FILTERS)),
        unfocus_url=address(query, focus=None),
        focus=by_name.get(choice.focus),
        shown=len(shown.nodes),
        total=len(whole.nodes),
        is_narrowed=len(shown.nodes) < len(whole.nodes),
        is_clearable=choice.narrows,
        picture=picture(shown) if has_picture else None,
        rows=outline(shown) if beside else (),
    )


def address(query: QueryDict, **changes: str | None) -> str:
    """Return the map's address with some parameters set and those of None dropped."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    for name in list(changed):
        if not changed[name]:
            del changed[name]
    here = reverse("strategy_map:index")
    return f"{here}?{changed.urlencode()}" if changed else here


def focus_url(query: QueryDict, name: str) -> str:
    """Return the address of the map that shows only what one node is tied to."""
    plain = QueryDict(mutable=True)
    for kept in ("cycle", "view"):
        if query.get(kept):
            plain[kept] = str(query[kept])
    return address(plain, focus=name)


def options_of(found: StrategyMap) -> Options:
    """Return the teams and people that are on the map, by name."""
    teams = {
        node.team: node.holder
        for node in found.nodes
        if node.team is not None and node.kind != "key_result"
    }
    people = {
        node.owner: node.owner_name for node in found.nodes if node.owner is not None
    }
    return Options(_by_name(teams.items()), _by_name(people.items()))


def _by_name(options: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(options, key=lambda option: option[1].casefold())
