"""What a check-in says: by where the number stands, and how it has moved."""

from dataclasses import dataclass
from datetime import date
from random import Random

from waypost.sample.growing.words import talk
from waypost.sample.growing.world import Promise


@dataclass(frozen=True, slots=True)
class Words:
    """The three answers, and how sure their author is."""

    confidence: int
    went_well: str
    in_the_way: str
    next_steps: str


def words_of(chance: Random, promise: Promise, day: date, value: float | None) -> Words:
    """Return what is said on a day at which the value is known."""
    pace = _pace(promise, day, value)
    sure = 55 + 60 * pace + chance.gauss(0, 9)
    confidence = int(min(max(5 * round(sure / 5), 5), 95))
    if chance.random() < 0.35:
        return Words(confidence, "", "", "")
    mood = talk.GOOD if pace > 0.03 else talk.FLAT if pace > -0.12 else talk.BAD
    return Words(
        confidence,
        chance.choice(mood),
        chance.choice(talk.IN_THE_WAY),
        chance.choice(talk.NEXT),
    )


def _pace(promise: Promise, day: date, value: float | None) -> float:
    """Return progress minus the time that has passed, roughly."""
    assert promise.starts is not None
    assert promise.due is not None
    whole = (promise.due - promise.starts).days
    passed = (day - promise.starts).days / whole
    if promise.steps:
        done = sum(r.weight for r in promise.steps if r.done and r.done <= day)
        return done / sum(r.weight for r in promise.steps) - passed
    if value is None or promise.target is None or not promise.goal:
        return 0.0
    return (value - (promise.baseline or 0.0)) / promise.goal - passed
