"""Objectives and key results of a table, as previews and writers see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.core import history
from waypost.exchange.brought import Tell
from waypost.exchange.preview import (
    MilestoneNode,
    Preview,
    ProjectNode,
    Tally,
)
from waypost.exchange.preview_rows import MOST_NODES, MOST_PROJECTS, shorten
from waypost.exchange.reading import Sheet
from waypost.exchange.reading.incoming import Problem
from waypost.exchange.reading.said import say
from waypost.exchange.sheets.memory import Memory
from waypost.exchange.sheets.okr_places import Cycles
from waypost.exchange.sheets.okr_plan import (
    PlannedObjective,
)
from waypost.exchange.sheets.okr_writing import Work, write_okrs
from waypost.exchange.sheets.rows import (
    Extra,
    Rows,
    preview_of_rows,
    problems_of,
)
from waypost.exchange.taking.troubles import Troubles
from waypost.people.models import Person


@dataclass(slots=True)
class BroughtOkrs:
    """Objectives and key results, compared with those that stand here."""

    actor: Person
    sheet: Sheet
    troubles: Troubles
    needs: tuple[str, ...]
    objectives_memory: Memory
    key_results_memory: Memory
    rows: Rows = field(default_factory=Rows)
    planned: list[PlannedObjective] = field(default_factory=list)
    cycles: Cycles | None = None

    kind = "okrs"
    blocked: Sequence[str] = ()

    @property
    def is_read(self) -> bool:
        """Whether its columns say enough to make anything of it."""
        return not self.needs

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""
        return bool(self.rows.written)

    def problems(self) -> tuple[Problem, ...]:
        """Return what cannot be taken as it stands."""
        return problems_of(self.sheet, self.troubles)

    def preview(self) -> Preview:
        """Return what the steps of the import show."""
        made = [] if self.cycles is None else self.cycles.made
        extra = Extra(
            needs=self.needs,
            notes=tuple(
                say(_("The cycle %(name)s is made."), name=c.name) for c in made
            ),
            outline=self._outline(),
        )
        return preview_of_rows(self.sheet, self.rows, self.problems(), extra)

    def _outline(self) -> tuple[ProjectNode, ...]:
        most = max(3, MOST_NODES // max(1, len(self.planned)))
        return tuple(
            ProjectNode(
                title=shorten(each.values["title"]),
                pk=each.known.pk if each.known else None,
                milestones=tuple(
                    MilestoneNode(
                        shorten(below.values["title"]), below.known is None, Tally()
                    )
                    for below in each.key_results[:most]
                ),
                more=max(0, len(each.key_results) - most),
                tally=Tally(),
            )
            for each in self.planned[:MOST_PROJECTS]
        )

    def projects(self) -> list[int]:
        """Objectives go into no project."""
        return []

    def ready(self) -> Any:
        """Nothing has to be made ready."""

    def write(
        self, change: history.Recorder, now: datetime, *, ready: Any, tell: Tell | None
    ) -> list[int]:
        """Write cycles, objectives, metrics, key results, readings and alignments."""
        memories = (self.objectives_memory, self.key_results_memory)
        made = [] if self.cycles is None else self.cycles.made
        work = Work(self.planned, made, memories)
        write_okrs(change, self.actor, now, work=work, tell=tell)
        return []
