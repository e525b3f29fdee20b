"""What is read once for a whole request, because everything in it asks again."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep the answers of functions marked `once` until the block ends."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """Ask the database once within `remembering`, and each time outside of it."""

    @wraps(ask)
    def remembered() -> Answer:
        answers = _answers.get()
        if answers is None:
            return ask()
        if ask not in answers:
            answers[ask] = ask()
        answer: Answer = answers[ask]
        return answer

    return remembered


def keep(name: Hashable, found: object) -> None:
    """Keep what one query has found for the next, as long as `remembering` lasts."""
    answers = _answers.get()
    if answers is not None:
        answers[name] = found


def kept(name: Hashable) -> Any:
    """Return what was kept by a name, or nothing."""
    return (_answers.get() or {}).get(name)


def forget() -> None:
    """Drop all answers: an action has changed what one of them was about."""
    answers = _answers.get()
    if answers is not None:
        answers.clear()
