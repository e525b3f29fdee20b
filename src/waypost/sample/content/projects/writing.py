"""Short ways of writing a task down."""

from typing import Any

from waypost.sample.terms import TaskContent

Hours = int | tuple[int, int, int] | None


def done(
    key: str, title: str, who: str, hours: Hours, days: tuple[int, int], **more: Any
) -> TaskContent:
    """Return a task that is finished, on its due day unless `done` says otherwise."""
    more.setdefault("done", days[1])
    return TaskContent(
        key=key, title=title, who=who, hours=hours, days=days, state="done", **more
    )


def doing(
    key: str, title: str, who: str, hours: Hours, days: tuple[int, int], **more: Any
) -> TaskContent:
    """Return a task that somebody works on."""
    more.setdefault("state", "doing")
    return TaskContent(key=key, title=title, who=who, hours=hours, days=days, **more)


def todo(
    key: str, title: str, who: str, hours: Hours, days: tuple[int, int], **more: Any
) -> TaskContent:
    """Return a task that is still to do."""
    return TaskContent(key=key, title=title, who=who, hours=hours, days=days, **more)
