"""Taking whole plans from outside: one change set, one short transaction.

What a plan would do is worked out before (`queries.compare_plan`), outside the
transaction; here it is only written. Undo of the change set takes all of it back.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.core.models import Change, ExternalReference
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.dependencies import GRAPH
from waypost.projects.actions.plan_rows import Ready, make_ready
from waypost.projects.actions.plan_writer import MODELS, Ids, Tell, Writer
from waypost.projects.models import (
    Dependency,
    Milestone,
    Project,
    Task,
)
from waypost.projects.planned import (
    PlannedWork,
)
from waypost.projects.queries import PlanComparison, PlanProblem, compare_plan

PLANS = "plans"  # plans that are written take turns


class PlanRefused(ValidationError):
    """The plan has problems; none of it was written."""

    def __init__(self, problems: list[PlanProblem]) -> None:
        self.problems = problems
        first = problems[0]
        where = f"{first.local_id}, {first.field}: {first.message}"
        more = _(" And %(n)d more.") % {"n": len(problems) - 1}
        super().__init__(where + (more if len(problems) > 1 else ""))


class PlanMovedOn(ValidationError):
    """Somebody changed what the plan would change, after it was compared."""


@dataclass(frozen=True, slots=True)
class PlanWritten:
    """What taking a plan did. `projects` maps local ids to ids, and so on."""

    change_set_id: int | None
    projects: dict[str, int]
    milestones: dict[str, int]
    tasks: dict[str, int]
    counts: dict[str, int]


def apply_plan(
    *,
    actor: Person,
    now: datetime,
    work: PlannedWork,
    summary: str = "",
    tell: Tell | None = None,
) -> PlanWritten:
    """Compare a plan with what stands here and write it.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not import.
    PlanRefused
        If anything in it is wrong; then nothing is written.
    """
    comparison = compare_plan(viewer=actor, work=work)
    return write_plan(
        actor=actor, now=now, comparison=comparison, summary=summary, tell=tell
    )


def write_plan(
    *,
    actor: Person,
    now: datetime,
    comparison: PlanComparison,
    summary: str = "",
    tell: Tell | None = None,
    ready: Ready | None = None,
) -> PlanWritten:
    """Write what a comparison found, all or nothing.

    Where nothing would change nothing is written, not even history. Who opens the
    transaction around it calls `make_ready` before, so that the lock is held briefly.

    Raises
    ------
    PlanRefused
        If the comparison has problems.
    PlanMovedOn
        If what it would change was changed since: compare again.
    """
    access.require_import(actor)
    if comparison.problems:
        raise PlanRefused(comparison.problems)
    if not comparison.changes_something:
        return _written(None, comparison, Ids(comparison))
    rows = make_ready(comparison) if ready is None else ready
    with history.change(
        actor=actor, now=now, verb="projects.write_plan", summary=summary
    ) as change:
        _require_unmoved(comparison)
        writer = Writer(change, actor, now, comparison, rows, Ids(comparison), tell)
        writer.write()
        homes = sorted(writer.ids.projects.values())
        if homes and not change.change_set.subject_id:
            change.about(Project.objects.get(pk=homes[0]), summary)
        for pk in homes:
            change.emit("projects.changed", project=pk, what="projects.write_plan")
        return _written(change.change_set.pk, comparison, writer.ids)


def _written(
    change_set_id: int | None, comparison: PlanComparison, ids: Ids
) -> PlanWritten:
    return PlanWritten(
        change_set_id=change_set_id,
        projects=ids.projects,
        milestones=ids.milestones,
        tasks=ids.tasks,
        counts=comparison.counts,
    )


def _require_unmoved(comparison: PlanComparison) -> None:
    """Refuse to write over what people changed while the plan was compared."""
    graphs.lock(PLANS)
    is_tied = _ties_what_stands(comparison)
    if is_tied:
        graphs.lock(GRAPH)
    later = Change.objects.filter(pk__gt=comparison.seen)
    touched = set(later.values_list("model", "row_id").distinct())
    ours = {(label_of(MODELS[u.kind]), u.pk) for u in comparison.updated}
    links = {model for model, _pk in touched} & {label_of(Dependency)}
    homes = {(label_of(Project), pk) for pk in comparison.known["project"].values()}
    is_moved = bool(touched & (ours | homes)) or bool(links and is_tied)
    if is_moved or _was_brought(comparison):
        message = _("Somebody has changed the plan meanwhile. Look at it again.")
        raise PlanMovedOn(message)


def _was_brought(comparison: PlanComparison) -> bool:
    """Whether something new of the plan was brought meanwhile, by another import.

    Plans take turns, so their references stand in the order in which they were written.
    """
    rows = ExternalReference.objects.filter(pk__gt=comparison.last_reference)
    others = set(rows.values_list("subject_kind", "system", "external_id"))
    fresh = (
        (Project, comparison.new_projects),
        (Milestone, comparison.new_milestones),
        (Task, comparison.new_tasks),
    )
    return bool(others) and any(
        (label_of(model), said.system, said.external_id) in others
        for model, items in fresh
        for said in (item.reference for item in items)
        if said is not None
    )


def _ties_what_stands(comparison: PlanComparison) -> bool:
    """Whether a new link has an end that others can link as well.

    Links among new tasks alone close no circle with what others write meanwhile: they
    need not wait for each other, however long the plan is.
    """
    known = comparison.known.get("task", {})
    ends = ((d.predecessor, d.successor) for d in comparison.new_dependencies)
    return any(isinstance(e, int) or e in known for pair in ends for e in pair)
