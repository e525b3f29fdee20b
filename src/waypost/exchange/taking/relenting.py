"""A plan that cannot be taken whole is taken as far as it can, and says what stays.

The reader has settled what is wrong within the file. What is left only shows beside
what stands here: a project that the person may not change, a circle with a link that
the file no longer holds. The safest way out is taken, and listed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Choice
from waypost.exchange.reading.said import say
from waypost.exchange.taking.troubles import (
    DROP_LINK,
    LEAVE_EMPTY,
    LEAVE_OUT,
    LEAVE_PROJECT_OUT,
    Troubles,
)
from waypost.people.models import Person
from waypost.projects import queries as project_queries
from waypost.projects.models import Dependency
from waypost.projects.planned import PlannedDependency, PlannedTask, PlannedWork
from waypost.projects.queries import PlanComparison, PlanProblem

MOST_ROUNDS = 20
# What a task can do without.
LOOSE = {
    "estimate_hours",
    "remaining_hours",
    "fixed_days",
    "percent_done",
    "due_on",
    "parent",
    "milestone",
}
Node = str | int


@dataclass(frozen=True, slots=True)
class Settled:
    """The comparison as far as it goes, and what stays in the way."""

    work: PlannedWork
    comparison: PlanComparison
    blocked: tuple[str, ...]


@dataclass(slots=True)
class Round:
    """One round of leaving out what the comparison refused."""

    work: PlannedWork
    known: Mapping[str, int]
    troubles: Troubles

    def relent(self, problems: Iterable[PlanProblem]) -> PlannedWork:
        """Return the work without what is refused."""
        by_kind: dict[str, list[PlanProblem]] = defaultdict(list)
        for problem in problems:
            by_kind[problem.kind].append(problem)
        self._leave_projects(by_kind["project"])
        self._leave_milestones(by_kind["milestone"])
        self._loosen_tasks(by_kind["task"])
        self._drop_links(by_kind["dependency"])
        return self.work

    def _note_all(self, problems: Iterable[PlanProblem], choice: Choice) -> None:
        for each in problems:
            self.troubles.note(each.local_id, each.field, each.message, choice)

    def _leave_projects(self, problems: list[PlanProblem]) -> None:
        left = {problem.local_id for problem in problems}
        if not left:
            return
        self._note_all(problems, LEAVE_PROJECT_OUT)
        work = self.work
        self.work = replace(
            work,
            projects=[item for item in work.projects if item.local_id not in left],
            milestones=[m for m in work.milestones if m.project not in left],
        )
        self._without_tasks({t.local_id for t in work.tasks if t.project in left})

    def _leave_milestones(self, problems: list[PlanProblem]) -> None:
        left = {problem.local_id for problem in problems}
        if not left:
            return
        self._note_all(problems, LEAVE_OUT)
        work = self.work
        self.work = replace(
            work,
            milestones=[m for m in work.milestones if m.local_id not in left],
            tasks=[
                replace(task, milestone=None) if task.milestone in left else task
                for task in work.tasks
            ],
        )

    def _loosen_tasks(self, problems: list[PlanProblem]) -> None:
        """Leave fields empty that a task can do without, else leave the task out."""
        fields: dict[str, set[str]] = defaultdict(set)
        for problem in problems:
            fields[problem.local_id].add(problem.field)
        for problem in problems:
            loose = fields[problem.local_id] <= LOOSE
            self._note_all([problem], LEAVE_EMPTY if loose else LEAVE_OUT)
        by_pk = {str(pk): local_id for local_id, pk in self.known.items()}
        loosened = {
            by_pk.get(name, name): names
            for name, names in fields.items()
            if names <= LOOSE
        }
        if loosened:
            tasks = [
                _less(task, loosened.get(task.local_id, set()))
                for task in self.work.tasks
            ]
            self.work = replace(self.work, tasks=tasks)
        self._without_tasks({name for name in fields if name not in loosened})

    def _without_tasks(self, left: set[str]) -> None:
        """Leave tasks out; what was part of them stands on its own."""
        if not left:
            return
        kept: list[PlannedTask] = [
            replace(task, parent=None) if task.parent in left else task
            for task in self.work.tasks
            if task.local_id not in left
        ]
        links = [
            link
            for link in self.work.dependencies
            if link.predecessor not in left and link.successor not in left
        ]
        self.work = replace(self.work, tasks=kept, dependencies=links)

    def _drop_links(self, problems: list[PlanProblem]) -> None:
        circles = [p for p in problems if p.field == "successor"]
        others = {p.local_id for p in problems if p.field != "successor"}
        if others:
            self._note_all((p for p in problems if p not in circles), DROP_LINK)
            by_pk = {str(pk): local_id for local_id, pk in self.known.items()}
            names = others | {by_pk[name] for name in others if name in by_pk}
            links = [
                link
                for link in self.work.dependencies
                if not {str(link.successor), str(link.predecessor)} & names
            ]
            self.work = replace(self.work, dependencies=links)
        if circles:
            self._cut_circles()

    def _cut_circles(self) -> None:
        """Drop the links of the file that would close a circle with those here."""
        following: dict[Node, set[Node]] = defaultdict(set)
        stored = Dependency.objects.values_list("predecessor_id", "successor_id")
        for before, after in stored:
            following[before].add(after)
        kept: list[PlannedDependency] = []
        for link in self.work.dependencies:
            first, second = self._node(link.predecessor), self._node(link.successor)
            if second not in following[first] and _leads(following, second, first):
                self._note_circle(link)
                continue
            following[first].add(second)
            kept.append(link)
        self.work = replace(self.work, dependencies=kept)

    def _note_circle(self, link: PlannedDependency) -> None:
        reason = _("waits for this, and this waits for it here already: a circle")
        self.troubles.note(
            str(link.successor),
            "dependency",
            say(reason),
            DROP_LINK,
            text=str(link.predecessor),
        )

    def _node(self, end: Node) -> Node:
        return self.known.get(end, end) if isinstance(end, str) else end


def settle(*, viewer: Person, work: PlannedWork, troubles: Troubles) -> Settled:
    """Compare, leave out what cannot be taken, and compare again."""
    for _number in range(MOST_ROUNDS):
        comparison = project_queries.compare_plan(viewer=viewer, work=work)
        if not comparison.problems:
            return Settled(work, comparison, ())
        known = comparison.known.get("task", {})
        work = Round(work, known, troubles).relent(comparison.problems)
    left = (f"{p.local_id}: {p.message}" for p in comparison.problems[:20])
    return Settled(work, comparison, tuple(left))


def _less(task: PlannedTask, names: set[str]) -> PlannedTask:
    """Return a task without what stands in these fields."""
    nothing: dict[str, Any] = dict.fromkeys(names)
    return replace(task, **nothing) if names else task


def _leads(following: Mapping[Node, set[Node]], start: Node, goal: Node) -> bool:
    """Say whether one leads to the other."""
    seen = {start}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        more = following.get(here, set()) - seen
        seen |= more
        waiting.extend(more)
    return False
