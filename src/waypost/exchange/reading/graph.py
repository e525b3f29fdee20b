"""Finds circles among links; every step is linear in the number of links."""

from collections.abc import Iterable

# A circle is named by this many of its members; longer ones end in an ellipsis.
MAX_NAMED = 12


def circles(links: Iterable[tuple[str, str]]) -> list[tuple[int, list[str]]]:
    """Give, for each link that closes a circle, its number and the circle.

    Links are followed in their order. Without those given, no circle is left.

    >>> circles([("a", "b"), ("b", "c"), ("c", "a")])
    [(2, ['a', 'b', 'c'])]
    """
    ahead: dict[str, list[tuple[int, str]]] = {}
    for number, (first, second) in enumerate(links):
        ahead.setdefault(first, []).append((number, second))
    found: list[tuple[int, list[str]]] = []
    finished: set[str] = set()
    for start in ahead:
        if start not in finished:
            _walk(start, ahead, finished, found)
    return sorted(found)


def _walk(
    start: str,
    ahead: dict[str, list[tuple[int, str]]],
    finished: set[str],
    found: list[tuple[int, list[str]]],
) -> None:
    path = [start]
    places = {start: 0}
    steps = [iter(ahead.get(start, ()))]
    while steps:
        for number, following in steps[-1]:
            if following in places:
                found.append((number, _named(path, places[following])))
            elif following not in finished:
                places[following] = len(path)
                path.append(following)
                steps.append(iter(ahead.get(following, ())))
                break
        else:
            steps.pop()
            done = path.pop()
            del places[done]
            finished.add(done)


def _named(path: list[str], start: int) -> list[str]:
    named = path[start : start + MAX_NAMED]
    return [*named, "…"] if len(path) - start > MAX_NAMED else named
