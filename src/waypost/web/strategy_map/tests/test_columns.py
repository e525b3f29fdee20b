from waypost.bets.queries import MapEdge, MapNode
from waypost.web.strategy_map.picture import columns_of


def node(name: str, kind: str, level: str = "") -> MapNode:
    return MapNode(
        name=name,
        kind=kind,
        pk=1,
        title=name,
        holder="",
        owner=None,
        owner_name="",
        team=None,
        level=level,
    )


def test_leave_no_column_empty() -> None:
    nodes = [node("O-1", "objective", "team"), node("WEB", "project")]

    assert columns_of(nodes, []) == {"O-1": 0, "WEB": 1}


def test_lead_from_what_is_served_to_what_serves_it() -> None:
    nodes = [
        node("O-1", "objective", "company"),
        node("KR-1", "key_result"),
        node("O-2", "objective", "team"),
        node("KR-2", "key_result"),
        node("O-3", "objective", "team"),
        node("O-4", "objective", "person"),
        node("WEB", "project"),
    ]
    edges = [
        MapEdge("part", "O-1", "KR-1"),
        MapEdge("aligned", "KR-1", "O-2"),
        MapEdge("part", "O-2", "KR-2"),
        MapEdge("aligned", "KR-2", "O-3"),
        MapEdge("aligned", "O-3", "O-4"),
        MapEdge("bet", "KR-1", "WEB", bet=1),
    ]

    assert columns_of(nodes, edges) == {
        "O-1": 0, "KR-1": 1, "O-2": 2, "KR-2": 3, "O-3": 4, "O-4": 5, "WEB": 6,
    }  # fmt: skip


def test_keep_an_individual_objective_right_of_the_teams() -> None:
    nodes = [
        node("O-1", "objective", "company"),
        node("O-2", "objective", "person"),
        node("O-3", "objective", "team"),
    ]

    assert columns_of(nodes, []) == {"O-1": 0, "O-3": 1, "O-2": 2}
