from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from waypost.core.graphs import path_between

EDGES = st.dictionaries(
    st.integers(0, 6), st.lists(st.integers(0, 6), max_size=4), max_size=7
)


def test_names_the_nodes_on_the_way() -> None:
    assert path_between({1: [2, 3], 3: [4]}, 1, 4) == [1, 3, 4]


def test_finds_no_way_where_there_is_none() -> None:
    assert path_between({1: [2]}, 2, 1) is None


def test_does_not_hang_on_a_circle() -> None:
    assert path_between({1: [2], 2: [1]}, 1, 9) is None


@given(edges=EDGES, start=st.integers(0, 6), goal=st.integers(0, 6))
def test_every_step_of_a_path_is_an_edge(
    edges: dict[int, list[int]], start: int, goal: int
) -> None:
    path = path_between(edges, start, goal)

    if path is not None:
        assert (path[0], path[-1]) == (start, goal)
        assert all(b in edges[a] for a, b in pairwise(path))
