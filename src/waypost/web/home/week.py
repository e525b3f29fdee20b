"""Five working days and what each holds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from waypost.okrs.queries import OwnKeyResult
from waypost.projects.queries import DueMilestone, MyTask
from waypost.web.addresses import key_result_url, maybe, project_url
from waypost.web.home import numbers

FRIDAY = 4
MOST = 3  # entries of a kind that a day names; more are counted


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a day holds."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One working day."""

    day: date
    is_today: bool
    is_past: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """All that is dated and mine."""

    check_ins: Mapping[int, date]
    tasks: Iterable[MyTask]
    milestones: Iterable[DueMilestone]
    key_results: Iterable[OwnKeyResult]


def working_days(today: date) -> list[date]:
    """Return Monday to Friday of this week; at the weekend, of the next."""
    monday = today - timedelta(days=today.weekday())
    if today.weekday() > FRIDAY:
        monday += timedelta(days=7)
    return [monday + timedelta(days=n) for n in range(5)]


def week(held: Held, today: date) -> list[Day]:
    """Return the days; what is overdue stands on the first that is left."""
    days = working_days(today)
    first = max(today, days[0])
    check_ins: dict[date, int] = defaultdict(int)
    for day in held.check_ins.values():
        check_ins[max(day, first)] += 1
    tasks: dict[date, list[MyTask]] = defaultdict(list)
    late = 0
    for task in held.tasks:
        if task.due_on is None or task.is_done:
            continue
        late += task.due_on < first
        if task.due_on >= first:
            tasks[task.due_on].append(task)
    return [
        Day(
            day=day,
            is_today=day == today,
            is_past=day < today,
            entries=(
                *_check_ins(check_ins[day]),
                *_late(late if day == first else 0),
                *_dated(held, day),
                *_tasks(tasks[day]),
            ),
        )
        for day in days
    ]


def _check_ins(number: int) -> Iterable[Entry]:
    if number:
        yield Entry(numbers.sentence(numbers.check_ins(number)), "#check-ins")


def _late(number: int) -> Iterable[Entry]:
    if number:
        words = _("%(tasks)s late") % {"tasks": numbers.tasks(number)}
        yield Entry(numbers.sentence(words), "#tasks")


def _dated(held: Held, day: date) -> Iterable[Entry]:
    for own in held.key_results:
        if own.due_on == day:
            yield Entry(own.title, key_result_url(own.number), _("key result due"))
    for milestone in held.milestones:
        if milestone.due_on == day:
            url = project_url(milestone.project_code)
            yield Entry(milestone.title, url, _("milestone"))


def _tasks(found: list[MyTask]) -> Iterable[Entry]:
    if len(found) > MOST:
        yield Entry(numbers.sentence(numbers.tasks(len(found))), "#tasks")
        return
    for task in found:
        url = maybe("projects:task", task.project_code, task.number)
        yield Entry(task.title, url or project_url(task.project_code))
