from itertools import count

from waypost.core import memo


def test_asks_each_time_outside_of_a_request() -> None:
    numbers = count()
    ask = memo.once(lambda: next(numbers))

    assert [ask(), ask()] == [0, 1]


def test_asks_once_within_it() -> None:
    numbers = count()
    ask = memo.once(lambda: next(numbers))

    with memo.remembering():
        answers = [ask(), ask()]

    assert answers == [0, 0]


def test_asks_again_once_something_has_changed() -> None:
    numbers = count()
    ask = memo.once(lambda: next(numbers))

    with memo.remembering():
        first = ask()
        memo.forget()
        second = ask()

    assert (first, second) == (0, 1)


def test_nothing_of_one_request_reaches_the_next() -> None:
    numbers = count()
    ask = memo.once(lambda: next(numbers))

    with memo.remembering():
        first = ask()
    with memo.remembering():
        second = ask()

    assert (first, second) == (0, 1)
