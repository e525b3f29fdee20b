"""Final scores of what is over, and what was learned."""

from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words import aims as words
from waypost.sample.growing.world import Aim, Promise, World


def grade(world: World, aim: Aim) -> None:
    """Score an objective that is over by its key results, and reflect on it."""
    del world
    chance = dice("grade", aim.title, aim.cycle)
    if aim.kind == "learning":
        aim.reflection = chance.choice(words.LESSONS)
        return
    whole = sum(promise.weight for promise in aim.promises)
    done = sum(promise.weight * _share(promise) for promise in aim.promises)
    score = done / whole if whole else 0.5
    aim.score = round(min(max(score + chance.gauss(0, 0.02), 0.0), 1.0), 2)
    if chance.random() < 0.85:
        aim.reflection = chance.choice(words.REFLECTIONS)


def _share(promise: Promise) -> float:
    """Return how far it came by its due day, between 0 and 1."""
    if promise.steps:
        whole = sum(step.weight for step in promise.steps)
        return sum(step.weight for step in promise.steps if step.done) / whole
    if promise.gauge is None or promise.due is None:
        return 0.0
    value = promise.gauge.plain(promise.due)
    if promise.low is not None and promise.high is not None:
        return 1.0 if promise.low <= value <= promise.high else 0.4
    progress = (value - (promise.baseline or 0.0)) / (promise.goal or 1.0)
    return min(max(progress, 0.0), 1.0)
