"""What changed between a past day and today, in a part of the plan."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from waypost.bets.queries.standing import (
    About,
    Key,
    Stand,
    Thing,
    hidden_among,
    standing,
)
from waypost.core.as_of import as_of
from waypost.people.installation import local_zone
from waypost.people.models import Person

# Less does not show: figures are written in whole percent.
ROUNDING = 0.005
_SHARES = frozenset({"progress", "coverage", "probability"})


@dataclass(frozen=True, slots=True)
class Move:
    """A fact that is not what it was; None: nobody knew, or knows."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Moved:
    """A thing that is there on both days, and what of it is not as it was."""

    thing: Thing
    moves: tuple[Move, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed after the end of `day`, as it stands on `today`.

    `added` came since, `gone` was there then and is there no more. A bet that was
    withdrawn is gone.
    """

    day: date
    today: date
    moved: tuple[Moved, ...]
    added: tuple[Thing, ...]
    gone: tuple[Thing, ...]

    @property
    def count(self) -> int:
        """How many things changed."""
        return len(self.moved) + len(self.added) + len(self.gone)


def comparison(*, viewer: Person, about: About, day: date, today: date) -> Comparison:
    """Return what changed in a part of the plan after the end of a past day.

    What `viewer` may not see today is absent, whatever they saw then.
    """
    now = standing(viewer=viewer, about=about, today=today)
    after = datetime.combine(day + timedelta(days=1), time.min, tzinfo=local_zone())
    with as_of(after):
        then = standing(viewer=viewer, about=about, today=day)
    hidden = hidden_among(viewer, then.keys() - now.keys())
    return Comparison(
        day=day,
        today=today,
        moved=_moved(then, now),
        added=tuple(now[key].thing for key in now if key not in then),
        gone=tuple(
            each.thing
            for key, each in then.items()
            if key not in now and key not in hidden
        ),
    )


def _moved(then: dict[Key, Stand], now: dict[Key, Stand]) -> tuple[Moved, ...]:
    both = [(then[key], now[key]) for key in now if key in then]
    found = (Moved(new.thing, _moves(old, new), new.unit) for old, new in both)
    return tuple(each for each in found if each.moves)


def _moves(old: Stand, new: Stand) -> tuple[Move, ...]:
    names = dict.fromkeys([*old.facts, *new.facts])
    pairs = ((name, old.facts.get(name), new.facts.get(name)) for name in names)
    return tuple(Move(*each) for each in pairs if _differs(*each))


def _differs(name: str, before: Any, after: Any) -> bool:
    if before is None or after is None or name not in _SHARES:
        return bool(before != after)
    return bool(abs(before - after) >= ROUNDING)
