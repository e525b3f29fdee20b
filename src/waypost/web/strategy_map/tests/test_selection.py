"""A large map comes folded; a small one whole."""

from waypost.bets.queries import FrameNode
from waypost.web.strategy_map.selection import (
    FIRST,
    NARROWED,
    WHOLE,
    Choice,
    Cut,
    Pair,
    cut_of,
)

TEAM = 7


def node(name: str, kind: str = "objective", level: str = "team") -> FrameNode:
    return FrameNode(
        name, kind, 1, f"{name} is done", "", None, "", None, level if level else ""
    )


def tree(wide: int) -> tuple[list[FrameNode], list[Pair]]:
    """One company objective, key results, objectives of teams, their key results."""
    nodes, pairs = [node("O-1", level="company")], []
    for first in range(wide):
        nodes.append(node(f"KR-{first}", "key_result"))
        pairs.append(("O-1", f"KR-{first}"))
        for second in range(wide):
            name = f"O-{first}-{second}"
            nodes += [node(name), node(f"KR-{first}-{second}", "key_result")]
            pairs += [(f"KR-{first}", name), (name, f"KR-{first}-{second}")]
    return nodes, pairs


def cut(wide: int, choice: Choice | None = None, **more: object) -> Cut:
    nodes, pairs = tree(wide)
    return cut_of(nodes, pairs, choice or Choice(), **more)  # type: ignore[arg-type]  # fields by name


def test_opens_a_small_map_whole() -> None:
    nodes, _pairs = tree(4)
    assert len(nodes) < WHOLE

    found = cut(4)

    assert found.shown == {each.name for each in nodes}
    assert found.folded == {}


def test_opens_the_upper_levels_of_a_large_map() -> None:
    found = cut(20)

    assert len(found.shown) == 21 < FIRST
    assert found.folded == {f"KR-{first}": 40 for first in range(20)}


def test_opens_one_level_when_asked() -> None:
    found = cut(20, Choice(opened=frozenset({"KR-3"})))

    assert len(found.shown) == 41
    assert "KR-3" not in found.folded
    assert found.folded["O-3-0"] == 1


def test_closes_again_what_is_open_by_itself() -> None:
    found = cut(20, Choice(closed=frozenset({"O-1"})))

    assert found.shown == {"O-1"}
    assert found.folded == {"O-1": 820}


def test_leads_to_what_the_own_team_holds() -> None:
    nodes, pairs = tree(20)
    at = next(i for i, each in enumerate(nodes) if each.name == "O-3-5")
    nodes[at] = nodes[at]._replace(team=TEAM)

    found = cut_of(nodes, pairs, Choice(), teams=[TEAM])

    assert {"O-3-5", "KR-3-5"} <= found.shown
    assert "KR-4-5" not in found.shown


def test_shows_the_way_to_each_hit() -> None:
    found = cut(20, Choice(words="O-7-3"))

    assert found.shown == {"O-1", "KR-7", "O-7-3"}
    assert found.hits == {"O-7-3"}


def test_folds_even_hits_where_they_are_too_many() -> None:
    found = cut(40, Choice(words="is done"))

    assert len(found.shown) <= NARROWED
    assert sum(found.folded.values()) == 1600


def test_shows_tops_that_serve_nothing() -> None:
    nodes, pairs = tree(20)
    nodes.append(node("ALONE", "project", ""))

    assert "ALONE" in cut_of(nodes, pairs, Choice()).shown


def test_forgets_names_that_are_not_on_the_map() -> None:
    gone = frozenset({"O-999"})

    assert cut(20, Choice(opened=gone, closed=gone)) == cut(20)
