"""Objectives and key results written here by hand, found by their titles.

What an earlier file brought is found by its id. What somebody wrote here bears none:
it is the same if the holder, the cycle and the title are the same, and if only one is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.exchange.preview import FieldRow
from waypost.exchange.sheets.okr_places import Holder
from waypost.exchange.sheets.okr_plan import SYSTEM
from waypost.exchange.sheets.people_here import folded
from waypost.okrs import access
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.people.models import Person

Place = tuple[Any, ...]
Thing = TypeVar("Thing", Objective, KeyResult)


@dataclass(slots=True)
class Alike:
    """What stands in the cycles of a file, by place and title: two queries a cycle.

    `claimed` are the things that rows of the file are already: none is two of them.
    """

    viewer: Person
    claimed: set[tuple[str, int]] = field(default_factory=set)
    _objectives: dict[int, dict[Place, list[int]]] = field(default_factory=dict)
    _key_results: dict[int, dict[Place, list[int]]] = field(default_factory=dict)

    def claim(self, rows: Iterable[models.Model]) -> None:
        """Note things that were found by their ids."""
        self.claimed |= {(label_of(row), row.pk) for row in rows}

    def objective(
        self, title: str, cycle: Cycle, holder: Holder, *, has_id: bool
    ) -> Objective | None:
        """Return the objective of this title that is held so in this cycle."""
        if cycle._state.adding:  # it comes with the file
            return None
        if cycle.pk not in self._objectives:
            self._objectives[cycle.pk] = self._in_cycle(cycle)
        team, person = holder.team, holder.person
        held = (holder.level, team and team.pk, person and person.pk)
        found = self._objectives[cycle.pk].get((folded(title), *held), [])
        seen = access.visible_objectives(self.viewer)
        related = seen.select_related("cycle", "owner", "team", "person")
        return self._only(Objective, found, related, has_id=has_id)

    def key_result(
        self, title: str, objective: Objective, *, has_id: bool
    ) -> KeyResult | None:
        """Return the key result of this title below an objective that stands here."""
        cycle = objective.cycle_id
        if cycle not in self._key_results:
            self._key_results[cycle] = self._below(cycle)
        found = self._key_results[cycle].get((folded(title), objective.pk), [])
        seen = access.visible_key_results(self.viewer)
        related = seen.select_related(
            "objective__cycle", "objective__owner", "metric", "owner"
        )
        return self._only(KeyResult, found, related, has_id=has_id)

    def _in_cycle(self, cycle: Cycle) -> dict[Place, list[int]]:
        rows = access.visible_objectives(self.viewer).filter(cycle=cycle)
        columns = ("title", "level", "team_id", "person_id", "pk")
        return _by_place(rows.values_list(*columns))

    def _below(self, cycle: int) -> dict[Place, list[int]]:
        rows = access.visible_key_results(self.viewer).filter(objective__cycle=cycle)
        return _by_place(rows.values_list("title", "objective_id", "pk"))

    def _only(
        self,
        model: type[Thing],
        ids: list[int],
        rows: "models.QuerySet[Thing]",
        *,
        has_id: bool,
    ) -> Thing | None:
        """Return the one that is meant, if it is one.

        A row with an id is not what an earlier file brought under another id.
        """
        label = label_of(model)
        free = [pk for pk in ids if (label, pk) not in self.claimed]
        if not free:
            return None
        if has_id:
            named = ExternalReference.objects.filter(
                subject_kind=label, subject_id__in=free, system__startswith=SYSTEM
            )
            taken = set(named.values_list("subject_id", flat=True))
            free = [pk for pk in free if pk not in taken]
        if len(free) != 1:
            return None
        self.claimed.add((label, free[0]))
        return rows.get(pk=free[0])


def recognized(thing: Objective | KeyResult) -> FieldRow:
    """Say in the preview that a row is what stands here under the same title."""
    return FieldRow(_("known by its title"), "–", thing.code, was_edited=False)


def _by_place(rows: Iterable[tuple[Any, ...]]) -> dict[Place, list[int]]:
    found: dict[Place, list[int]] = defaultdict(list)
    for title, *place, pk in rows:
        found[folded(title), *place].append(pk)
    return dict(found)
