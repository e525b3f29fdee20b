"""From the reader's items to the plan's: `Incoming` becomes `PlannedWork`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property, lru_cache

from waypost.exchange.reading.incoming import (
    Dependency,
    Incoming,
    Milestone,
    OutsideLink,
    Project,
    Task,
)
from waypost.exchange.reading.kept import NOTHING
from waypost.exchange.reading.spans import STANDARD, Norms, Span
from waypost.exchange.taking.calendars import PlannedCalendar, said_of_others
from waypost.exchange.taking.elsewhere import Elsewhere
from waypost.exchange.taking.extras import Body, Extras
from waypost.exchange.taking.people import Found
from waypost.projects.models import Dependency as Stored
from waypost.projects.planned import (
    PlannedDependency,
    PlannedMilestone,
    PlannedProject,
    PlannedReference,
    PlannedTask,
    PlannedWork,
)

MOST_HOURS = 9_999_999
MOST_DAYS = 999_999
HIGHEST, HIGH, MEDIUM, LOW, LOWEST = 1, 2, 3, 4, 5
# As Jira calls them, in the languages whose headers are known.
PRIORITIES: dict[str, int] = {
    **dict.fromkeys(
        ("highest", "blocker", "critical", "höchste", "blockierend", "kritisch"),
        HIGHEST,
    ),
    **dict.fromkeys(("la plus haute", "critique", "más alta", "crítica"), HIGHEST),
    **dict.fromkeys(("high", "major", "hoch", "haute", "alta", "schwerwiegend"), HIGH),
    **dict.fromkeys(
        ("medium", "normal", "mittel", "moyenne", "media", "média"), MEDIUM
    ),
    **dict.fromkeys(("low", "minor", "niedrig", "gering", "basse", "baja"), LOW),
    **dict.fromkeys(("baixa", "faible"), LOW),
    **dict.fromkeys(("lowest", "trivial", "niedrigste", "la plus basse"), LOWEST),
}
LAG_UNITS = Stored.LagUnit


@lru_cache(maxsize=1024)
def priority_of(text: str) -> int | None:
    """Return 1 to 5 for a priority in words, or for Project's 0 to 1000.

    >>> [priority_of(text) for text in ("Blocker", "medium", "800", "Sometime", "")]
    [1, 3, 2, None, None]
    """
    plain = text.strip().casefold()
    if plain.isascii() and plain.isdecimal():
        number = int(plain[:6])
        return next(
            level
            for level, least in ((1, 900), (2, 600), (3, 400), (4, 200), (5, 0))
            if number >= least
        )
    return PRIORITIES.get(plain)


@dataclass(frozen=True)
class Conversion:
    """Turns the items of one file into planned ones."""

    incoming: Incoming
    people: Found
    elsewhere: Elsewhere
    calendars: Mapping[str, PlannedCalendar]
    clock: tzinfo

    def work(self) -> PlannedWork:
        """Return the whole plan."""
        milestones = [self._milestone(each) for each in self.incoming.milestones]
        return PlannedWork(
            projects=[self._project(each) for each in self.incoming.projects],
            milestones=[*milestones, *self.elsewhere.milestones],
            tasks=[self._task(each) for each in self.incoming.tasks],
            dependencies=self._dependencies(),
        )

    @cached_property
    def _norms(self) -> dict[str, Norms]:
        return {project.key: project.norms for project in self.incoming.projects}

    @cached_property
    def _calendar_names(self) -> dict[str, str]:
        return {each.key: each.name for each in self.incoming.calendars}

    def _project(self, item: Project) -> PlannedProject:
        calendar = self.calendars.get(item.key)
        extras = said_of_others(self.incoming, item)
        start, due = _in_order(item.start, item.due, extras)
        is_jira = self.incoming.kind == "jira"
        return PlannedProject(
            local_id=item.key,
            name=item.name[:200],
            code=item.key if is_jira else "",
            purpose=item.purpose,
            calendar_id=calendar.pk if calendar else None,
            starts_on=start,
            due_on=due,
            reference=_reference(item, extras),
        )

    def _milestone(self, item: Milestone) -> PlannedMilestone:
        return PlannedMilestone(
            local_id=item.key,
            project=item.project,
            title=item.title,
            due_on=item.due,
            achieved_on=item.achieved_on,
            acceptance_criteria=item.criteria,
            position=item.position,
            reference=_reference(item, {"Status": item.status}),
        )

    def _task(self, item: Task) -> PlannedTask:
        extras = self._extras(item)
        start, due = _in_order(item.start, item.due, extras)
        constraint = item.constraint
        person = self.people.people.get(item.assignee) if item.assignee else None
        if item.assignee and person is None:
            extras["Assignee"] = item.assignee.email or item.assignee.name
        return PlannedTask(
            local_id=item.key,
            project=item.project,
            title=item.title,
            body=Body(item.packed_body) if item.packed_body else "",
            parent=item.parent or self.elsewhere.parents.get(item.key),
            milestone=item.milestone or self.elsewhere.homes.get(item.key),
            status=item.status,
            status_kind=item.status_kind.value,
            assignee=person,
            estimate_hours=_bounded(item.estimate_hours, "Estimate", extras),
            remaining_hours=_bounded(item.remaining_hours, "Remaining", extras),
            percent_done=item.percent_done,
            fixed_days=self._fixed_days(item, extras),
            constraint=constraint.kind.value if constraint else "",
            constraint_on=constraint.on if constraint else None,
            starts_on=start,
            due_on=due,
            done_at=self._instant(item.done_at),
            labels=item.labels,
            priority=priority_of(item.priority),
            position=item.position,
            reference=_reference(item, extras),
        )

    def _extras(self, item: Task) -> dict[str, str]:
        """Return what has a field there, and only part of it one here."""
        span = item.duration
        return {
            "Issue Type": item.kind,
            "Status": item.status,
            "Priority": item.priority,
            "Calendar": self._calendar_names.get(item.calendar or "", ""),
            "Duration": span.words(self._norm(item)) if span else "",
        }

    def _norm(self, item: Task) -> Norms:
        return self._norms.get(item.project, STANDARD)

    def _fixed_days(self, item: Task, extras: dict[str, str]) -> Decimal | None:
        """Return how long it takes however many work on it.

        Where no work is said, how long it takes is all that is known.
        """
        if item.duration is None or item.duration.is_percent:
            return None
        if not item.is_fixed and item.estimate_hours is not None:
            return None
        days = item.duration.days(self._norm(item))
        if not 0 <= days <= MOST_DAYS:
            extras["Duration in days"] = f"{days:f}"
            return None
        return days

    def _instant(self, moment: datetime | None) -> datetime | None:
        if moment is None or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=self.clock)

    def _dependencies(self) -> list[PlannedDependency]:
        inside = [_link(each) for each in self.incoming.dependencies]
        outside = [
            _link(each, self.elsewhere.tasks)
            for each in self.incoming.outside_links
            if each.problem in self.elsewhere.solved
        ]
        # Two links of the file may lead to one task here.
        once = {
            (link.predecessor, link.successor): link for link in (*outside, *inside)
        }
        return list(once.values())


def _reference(
    item: Project | Milestone | Task, extras: Mapping[str, str]
) -> PlannedReference:
    more = {name: text for name, text in extras.items() if text}
    kept = Extras(item.kept, more) if more or item.kept is not NOTHING else {}
    said = item.reference
    return PlannedReference(said.system, said.id[:255], said.url[:500], kept)


def _link(
    item: Dependency | OutsideLink, here: Mapping[str, int] | None = None
) -> PlannedDependency:
    known = here or {}
    lag, unit = _lag(item.lag)
    return PlannedDependency(
        predecessor=known.get(item.waits_for, item.waits_for),
        successor=known.get(item.task, item.task),
        kind=item.kind.value,
        lag=lag,
        lag_unit=unit,
    )


def _lag(span: Span | None) -> tuple[Decimal, str]:
    if span is None:
        return Decimal(0), LAG_UNITS.WORKING
    if span.is_percent:
        return span.minutes, LAG_UNITS.PERCENT
    most = Decimal(MOST_HOURS)
    hours = max(-most, min(most, Decimal(str(span.hours))))
    return hours, LAG_UNITS.ELAPSED if span.elapsed else LAG_UNITS.WORKING


def _bounded(hours: float | None, name: str, extras: dict[str, str]) -> float | None:
    """Return hours that a column can hold; others are kept as text."""
    if hours is None or 0 <= hours <= MOST_HOURS:
        return hours
    extras[name] = f"{hours:g} h"
    return None


def _in_order(
    start: date | None, due: date | None, extras: dict[str, str]
) -> tuple[date | None, date | None]:
    """Return start and due; a start after the due date is kept as text."""
    if start and due and due < start:
        extras["Start"] = start.isoformat()
        return None, due
    return start, due
