"""Larger tasks, made of the smaller ones that follow them in the plan."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from waypost.sample.growing.words.works import PARTS
from waypost.sample.growing.world import Stone

SHARE = 0.07  # of tasks are made of others
FEWEST = 40  # tasks of a project in which some are
BEGUN = ("doing", "review", "blocked", "done")


@dataclass(slots=True)
class Job:
    """A task to be."""

    title: str
    stone: Stone
    starts: date
    due: date
    state: str = "todo"
    done: datetime | None = None
    percent: int = 0
    assignee: int | None = None
    pk: int = 0
    whole: "Job | None" = None

    @property
    def parent(self) -> int | None:
        """The id of the task that it is part of."""
        return self.whole.pk if self.whole else None


def divide(chance: Random, jobs: list[Job]) -> None:
    """Let some tasks of one milestone be made of the few after them."""
    at = 0
    while at + 2 < len(jobs):
        if chance.random() < SHARE:
            size = min(chance.randint(2, 4), len(jobs) - at - 1)
            _put_together(chance, jobs[at], jobs[at + 1 : at + 1 + size])
            at += size
        at += 1


def _put_together(chance: Random, whole: Job, parts: list[Job]) -> None:
    """Name the parts, and say of the whole what is true of them together."""
    places = sorted(chance.sample(range(len(PARTS)), len(parts)))
    for part, place in zip(parts, places, strict=True):
        part.title, part.whole = PARTS[place], whole
    whole.starts = min(part.starts for part in parts)
    whole.due = max(part.due for part in parts)
    wanted = [part for part in parts if part.state != "dropped"]
    whole.state, whole.done, whole.percent = _standing(wanted)
    if whole.assignee is None and whole.state != "todo":
        named = (part.assignee for part in parts if part.assignee)
        whole.assignee = next(named, None)


def _standing(parts: list[Job]) -> tuple[str, datetime | None, int]:
    ends = [part.done for part in parts if part.done]
    if not parts:
        return "dropped", None, 0
    if len(ends) == len(parts):
        return "done", max(ends), 100
    if any(part.state in BEGUN for part in parts):
        return "doing", None, round(sum(part.percent for part in parts) / len(parts))
    return "todo", None, 0
