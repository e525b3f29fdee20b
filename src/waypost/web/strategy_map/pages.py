"""What the map page shows around the map: its answer, its addresses, its choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.bets.queries import MapSums
from waypost.web.choices import MOST, Offered, people_named
from waypost.web.strategy_map import words
from waypost.web.strategy_map.addresses import listed, names_in
from waypost.web.strategy_map.outline import outline
from waypost.web.strategy_map.outline_rows import drawn_rows
from waypost.web.strategy_map.picture import picture, script_of
from waypost.web.strategy_map.reading import Ground
from waypost.web.strategy_map.selection import Choice, Selection
from waypost.web.templatetags import formats

VIEWS = {"map", "outline"}
# A picture of more nodes comes without an outline beside it for browsers without
# script: they follow a link to it instead.
MOST_BESIDE = 80
FILTERS = ("q", "team", "person", "health", "lone")


@dataclass(frozen=True, slots=True)
class Options:
    """Whom one can filter by: teams and people that are on the map."""

    teams: Sequence[tuple[int, str]]
    people: Offered


@dataclass(frozen=True, slots=True)
class Lede:
    """The answer in words, and where to look at what it says."""

    covered: str
    outline_url: str
    lone: str
    lone_url: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """All around the map. `view` is "auto" while nobody has chosen one.

    Of a large map the answer is not reckoned with it: `lede` is nothing then.
    """

    view: str
    lede: Lede | None
    sums_url: str
    reckoned_url: str
    home: str
    map_url: str
    outline_url: str
    clear_url: str
    unfocus_url: str
    focus: str
    svg_url: str
    png_url: str
    shown: int
    counted: str
    is_narrowed: bool
    is_clearable: bool
    picture: SafeString | None
    rows: str


def map_page(
    query: QueryDict, *, ground: Ground, shown: Selection, choice: Choice
) -> MapPage:
    """Return the page of a map as far as it is shown."""
    view = query.get("view", "")
    view = view if view in VIEWS else "auto"
    has_picture = view != "outline"
    beside = len(shown.nodes) <= MOST_BESIDE or not has_picture
    focus = next((n for n in ground.nodes if n.name == choice.focus), None)
    sums = ground.sums
    return MapPage(
        view=view,
        lede=lede_of(query, sums) if sums else None,
        sums_url=address(query, "strategy_map:sums", open=None),
        reckoned_url=address(query, sums="on"),
        home=address(query, open=None),
        map_url=address(query, view="map"),
        outline_url=address(query, view="outline"),
        clear_url=address(query, open=None, focus=None, **dict.fromkeys(FILTERS)),
        unfocus_url=address(query, focus=None),
        focus=focus.name if focus else "",
        svg_url=address(query, "strategy_map:svg", open=None, view=None),
        png_url=address(query, "strategy_map:png", open=None, view=None),
        shown=len(shown.nodes),
        counted=_counted(ground, shown),
        is_narrowed=len(shown.nodes) < len(ground.nodes),
        is_clearable=choice.narrows,
        picture=script_of(picture(shown)) if has_picture else None,
        rows=drawn_rows(outline(shown), cycle=ground.cycle) if beside else "",
    )


def lede_of(query: QueryDict, sums: MapSums) -> Lede:
    """Return the answer, with the ways to the outline and to what is lone."""
    return Lede(
        covered=words.covered_sentence(sums),
        outline_url=address(query, view="outline"),
        lone=words.lone_sentence(sums),
        lone_url=address(query, lone="on", open=None, focus=None),
    )


def address(
    query: QueryDict, here: str = "strategy_map:index", /, **changes: str | None
) -> str:
    """Return the map's address with some parameters set and those of None dropped."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    for name in list(changed):
        if not changed[name]:
            del changed[name]
    path = reverse(here)
    return f"{path}?{changed.urlencode()}" if changed else path


def folded_by(query: QueryDict) -> QueryDict | None:
    """Return an address with the branch that it asks to fold or unfold; or nothing.

    What it says already is taken back; what it says nothing of is said.
    """
    asked = next((way for way in ("fold", "unfold") if query.get(way)), "")
    if not asked:
        return None
    lists = {name: set(names_in(query.get(name, ""))) for name in ("closed", "opened")}
    undo, say = ("opened", "closed") if asked == "fold" else ("closed", "opened")
    name = str(query[asked])
    if name in lists[undo]:
        lists[undo].remove(name)
    else:
        lists[say].add(name)
    changed = query.copy()
    for gone in ("fold", "unfold", "open"):
        changed.pop(gone, None)
    for which, names in lists.items():
        changed[which] = listed(names)
    return changed


def focus_url(query: QueryDict, name: str) -> str:
    """Return the address of the map that shows only what one node is tied to."""
    plain = QueryDict(mutable=True)
    for kept in ("cycle", "view"):
        if query.get(kept):
            plain[kept] = str(query[kept])
    return address(plain, focus=name)


def options_of(ground: Ground) -> Options:
    """Return the teams and people that are on the map; too many people are typed."""
    nodes = ground.nodes
    teams = {
        node.team: node.holder
        for node in nodes
        if node.team is not None and node.kind != "key_result"
    }
    people = {node.owner: node.owner_name for node in nodes if node.owner is not None}
    are_many = len(people) > MOST
    pairs = [] if are_many else _by_name(people.items())
    offered = Offered(pairs, people_named(ground.viewer), are_many=are_many)
    return Options(_by_name(teams.items()), offered)


def _by_name(options: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(options, key=lambda option: option[1].casefold())


def wants_all_figures(query: QueryDict) -> bool:
    """Say whether an address asks for what only all figures can answer."""
    return any(query.get(name) for name in ("health", "lone", "sums"))


def answer_of(ground: Ground, shown: Selection) -> str:
    """Say in one line what a picture shows: the map's answer, or how much of it."""
    if ground.sums is not None and len(shown.nodes) == len(ground.nodes):
        return words.covered_sentence(ground.sums)
    return _counted(ground, shown)


def _counted(ground: Ground, shown: Selection) -> str:
    """Say how much of the map is shown."""
    counted = {
        "shown": formats.number(len(shown.nodes)),
        "total": formats.number(len(ground.nodes)),
    }
    return _("%(shown)s of %(total)s shown") % counted
