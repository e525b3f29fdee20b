"""Files that are plans: projects, milestones, tasks, dependencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waypost.core import history
from waypost.exchange.brought import Phase, Source, Tell
from waypost.exchange.errors import MovedOn
from waypost.exchange.plan_writing import ready_rows, write_study
from waypost.exchange.preview import Preview
from waypost.exchange.previewing import preview_of
from waypost.exchange.taking import Study, study
from waypost.people.models import Person
from waypost.projects.actions import PlanMovedOn


@dataclass(frozen=True, slots=True)
class BroughtPlan:
    """A plan, compared with the one that stands here."""

    actor: Person
    found: Study

    @property
    def kind(self) -> str:
        """Which kind of file it is."""
        return self.found.incoming.kind

    @property
    def is_read(self) -> bool:
        """Whether its columns say enough to make anything of it."""
        return self.found.comparison is not None

    @property
    def blocked(self) -> Sequence[str]:
        """What nothing could be done about."""
        return self.found.blocked

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""
        return self.found.changes_something

    def preview(self) -> Preview:
        """Return what the steps of the import show."""
        return preview_of(self.found)

    def projects(self) -> list[int]:
        """Return the projects that it finds here."""
        comparison = self.found.comparison
        return sorted(comparison.known["project"].values()) if comparison else []

    def ready(self) -> Any:
        """Make ready what needs no lock."""
        return ready_rows(self.found)

    def write(
        self, change: history.Recorder, now: datetime, *, ready: Any, tell: Tell | None
    ) -> list[int]:
        """Write the plan; return the projects it went into.

        Raises
        ------
        MovedOn
            If somebody saved meanwhile what it was compared with.
        """
        try:
            written = write_study(
                change, self.actor, now, study=self.found, ready=ready, tell=tell
            )
        except PlanMovedOn as error:
            raise MovedOn(error.messages) from error
        return sorted(written.values())


def study_plan(viewer: Person, source: Source, begin: Phase) -> BroughtPlan:
    """Read a plan and compare it with what stands here."""
    return BroughtPlan(viewer, study(viewer=viewer, source=source, begin=begin))
