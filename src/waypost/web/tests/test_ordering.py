from random import Random

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from waypost.web.ordering import asked_order

KEYS = st.lists(st.integers(1, 10**9), min_size=1, max_size=20, unique=True)


@given(KEYS, st.data())
def test_moves_one_and_keeps_the_rest(keys: list[int], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(keys))
    to = data.draw(st.sampled_from(["up", "down"]))

    order = asked_order(QueryDict(f"item={item}&to={to}"), keys)

    assert order is not None
    assert sorted(order) == sorted(keys)
    assert abs(order.index(item) - keys.index(item)) <= 1
    assert [k for k in order if k != item] == [k for k in keys if k != item]


@given(KEYS, st.randoms())
def test_takes_a_whole_order(keys: list[int], random: Random) -> None:
    wanted = list(keys)
    random.shuffle(wanted)

    assert asked_order(QueryDict(f"order={','.join(map(str, wanted))}"), keys) == wanted


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_takes_nothing_else(order: str, item: str, to: str) -> None:
    said = QueryDict(mutable=True)
    said.update({"item": item, "to": to})

    assert asked_order(said, [10**17, 10**17 + 1]) is None
    said["order"] = order
    assert asked_order(said, [10**17, 10**17 + 1]) is None
