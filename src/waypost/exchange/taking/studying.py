"""Everything about one file at once: what it brings, and what would change here."""

from dataclasses import dataclass, replace
from datetime import tzinfo

from django.utils.translation import gettext_lazy as _

from waypost.exchange.brought import Phase, Source
from waypost.exchange.reading import read
from waypost.exchange.reading.incoming import Incoming, Problem
from waypost.exchange.reading.said import say
from waypost.exchange.taking.calendars import PlannedCalendar, find_calendars
from waypost.exchange.taking.edits import Edits, leave_edits
from waypost.exchange.taking.elsewhere import find_elsewhere
from waypost.exchange.taking.into import INTO, find_home, move_into, said_of
from waypost.exchange.taking.people import Found, find_people
from waypost.exchange.taking.relenting import settle
from waypost.exchange.taking.troubles import Troubles
from waypost.exchange.taking.work import Conversion
from waypost.people import installation
from waypost.people.models import Person
from waypost.projects.planned import PlannedWork
from waypost.projects.queries import PlanComparison


@dataclass(frozen=True, slots=True)
class Study:
    """What a file brings, compared with what stands here.

    `comparison` is None while the file needs a word about its columns. `blocked` says
    what nothing could be done about: with it, nothing is written.
    """

    incoming: Incoming
    rows: dict[str, int]
    problems: tuple[Problem, ...]
    work: PlannedWork
    comparison: PlanComparison | None
    calendars: tuple[PlannedCalendar, ...]
    people: Found
    edits: Edits
    blocked: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""
        return self.comparison is not None and (
            self.comparison.changes_something
            or any(each.is_changed for each in self.calendars)
        )


def study(*, viewer: Person, source: Source, begin: Phase) -> Study:
    """Read a file and work out what it would change; takes no lock.

    Raises
    ------
    waypost.exchange.reading.Refused
        If this is no file that is taken.
    waypost.core.access.Denied
        If `viewer` may not import.
    """
    begin("reading")
    answers = dict(source.answers or {})
    home = find_home(viewer=viewer, code=answers.pop(INTO, ""))
    incoming = read(
        source.path, kind=source.kind, mapping=source.mapping, answers=answers
    )
    if incoming.needs:
        return _without_items(incoming)
    begin("comparing")
    rows = {milestone.key: milestone.row for milestone in incoming.milestones}
    rows |= {task.key: task.row for task in incoming.tasks}
    rows |= {project.key: project.row for project in incoming.projects}
    troubles = Troubles(rows)
    people = find_people(
        viewer=viewer, incoming=incoming, troubles=troubles, answers=answers
    )
    elsewhere = find_elsewhere(viewer=viewer, incoming=incoming, home=home)
    calendars = find_calendars(incoming)
    by_project = {each.project: each for each in calendars}
    work = Conversion(incoming, people, elsewhere, by_project, _clock()).work()
    incoming = replace(incoming, tasks=(), milestones=())  # the work holds all of it
    if home is not None:
        work = move_into(work, home)
        incoming = replace(incoming, notes=(said_of(home), *incoming.notes))
    settled = settle(viewer=viewer, work=work, troubles=troubles)
    edits = leave_edits(settled.comparison, troubles)
    open_problems = [
        _looked_up(p) for p in incoming.problems if p.id not in elsewhere.solved
    ]
    return Study(
        incoming=incoming,
        rows=rows,
        problems=_in_order([*open_problems, *troubles.found.values()]),
        work=settled.work,
        comparison=settled.comparison,
        calendars=tuple(_of_taken(calendars, settled.work)),
        people=people,
        edits=edits,
        blocked=settled.blocked,
    )


def _looked_up(problem: Problem) -> Problem:
    """Say of what the file misses that Waypost does not know it either."""
    if not problem.looks_for:
        return problem
    return replace(problem, reason=say(_("is neither in this file nor in Waypost")))


def _of_taken(
    calendars: list[PlannedCalendar], work: PlannedWork
) -> list[PlannedCalendar]:
    taken = {project.local_id for project in work.projects}
    return [each for each in calendars if each.project in taken]


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.row))


def _clock() -> tzinfo:
    """Return the time that files without an offset mean: the organisation's."""
    organisation = installation.organisation()
    return installation.zone(organisation.time_zone if organisation else "UTC")


def _without_items(incoming: Incoming) -> Study:
    return Study(
        incoming=incoming,
        rows={},
        problems=incoming.problems,
        work=PlannedWork(),
        comparison=None,
        calendars=(),
        people=Found({}, 0),
        edits=Edits(),
    )
