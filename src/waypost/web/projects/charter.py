"""What the page of a project shows beside its bets."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waypost.projects.models import Project
from waypost.projects.queries import MilestoneRow, ProjectPage
from waypost.web.projects.serving import BetLine, Served
from waypost.web.prose import prose

_PLAIN = (
    "name", "code", "kind", "purpose", "scope_in", "scope_out", "success_criteria",
    "visibility", "starts_on", "due_on", "category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A phase on the stepper."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone with the bets that land when it is reached."""

    row: MilestoneRow
    bets: list[BetLine]
    is_first: bool
    is_last: bool

    @property
    def done(self) -> float | None:
        """How much of its tasks is done, as a share."""
        if self.row.achieved_on is not None:
            return 1.0
        total = self.row.tasks_done + self.row.tasks_open
        return self.row.tasks_done / total if total else None

    @property
    def tasks(self) -> int:
        """How many tasks lead to it."""
        return self.row.tasks_done + self.row.tasks_open


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is asked for and reported; `asks` for a reason."""

    title: str
    note: str
    label: str
    done: str
    asks: bool = True
    is_grave: bool = False
    reason: str = ""


def steps(phase: str) -> list[Step]:
    """Return the phases with what each is for, the one in hand marked."""
    notes = {
        Project.Phase.INITIATION: _("why, and for whom"),
        Project.Phase.PLANNING: _("milestones, tasks, bets"),
        Project.Phase.EXECUTION: _("the work"),
        Project.Phase.CLOSURE: _("hand over"),
        Project.Phase.CLOSED: _("over"),
    }
    order = list(Project.Phase)
    now = order.index(Project.Phase(phase))
    return [
        Step(
            label=str(each.label),
            note=notes[each],
            state="done" if i < now else "now" if i == now else "next",
        )
        for i, each in enumerate(order)
    ]


def page_parts(found: ProjectPage, served: Served) -> dict[str, Any]:
    """Return charter, milestones and phases as the page's template takes them."""
    order = list(Project.Phase)
    now = order.index(Project.Phase(found.row.phase))
    last = len(found.milestones) - 1
    total = found.row.tasks_total
    return {
        "done": found.row.tasks_done / total if total else None,
        "charter": [
            (label, prose(text))
            for label, text in (
                (_("Purpose"), found.purpose),
                (_("In scope"), found.scope_in),
                (_("Out of scope"), found.scope_out),
                (_("It worked when"), found.success_criteria),
            )
            if text.strip()
        ],
        "milestones": [
            MilestoneLine(row, served.landing_with(row.pk), i == 0, i == last)
            for i, row in enumerate(found.milestones)
        ],
        "next_phase": order[now + 1] if now + 1 < len(order) else None,
        "other_phases": [
            (each.value, each.label) for i, each in enumerate(order) if i != now
        ],
    }


def initial_of(project: Project, version: int, viewers: list[str]) -> dict[str, Any]:
    """Return a project as its form shows it."""
    shown: dict[str, Any] = {name: getattr(project, name) for name in _PLAIN}
    for name in ("manager", "sponsor", "reviewer", "team"):
        shown[name] = getattr(project, f"{name}_id") or ""
    return shown | {"viewers": viewers, "version": version}


def decision_words(what: str, project: Project) -> Decision | None:
    """Return how a decision is asked for, or nothing for an unknown one."""
    name = {"name": project.name}
    return {
        "fund": Decision("", "", "", _("%(name)s is funded.") % name, asks=False),
        "unfund": Decision(
            title=_("Make %(name)s a candidate again") % name,
            note=_("Its bets stay and do not count until it is funded."),
            label=_("Make it a candidate"),
            done=_("%(name)s is a candidate.") % name,
        ),
        "hold": Decision(
            title=_("Put %(name)s on hold") % name,
            note=_("It keeps its phase; its bets do not count until it is resumed."),
            label=_("Put on hold"),
            done=_("%(name)s is on hold.") % name,
        ),
        "resume": Decision(
            "", "", "", _("%(name)s goes on.") % name, asks=False
        ),
        "cancel": Decision(
            title=_("Cancel %(name)s") % name,
            note=_("Its bets that have not landed are withdrawn. Say why: people will"
                   " ask."),
            label=_("Cancel the project"),
            done=_("%(name)s is cancelled.") % name,
            is_grave=True,
        ),
        "waive": Decision(
            title=_("Let %(name)s go on without a bet") % name,
            note=_("Some work is worth doing and serves no key result: duties,"
                   " repairs. Say why this is such work."),
            label=_("Save"),
            done=_("%(name)s may go on without a bet.") % name,
            reason=project.waiver,
        ),
        "unwaive": Decision(
            "", "", "", _("%(name)s needs a bet again.") % name, asks=False
        ),
    }.get(what)  # fmt: skip
