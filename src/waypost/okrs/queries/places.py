"""Where a person may write objectives: asked once for a whole list."""

from collections.abc import Sequence
from dataclasses import dataclass

from waypost.okrs import access
from waypost.okrs.models import Cycle, Objective
from waypost.people import access as people
from waypost.people.models import Person, Team
from waypost.people.queries import TeamRow, led_in


@dataclass(frozen=True, slots=True)
class Places:
    """Who may be given objectives by a person, in one cycle."""

    company: bool = False
    teams: frozenset[int] = frozenset()
    own: bool = False
    others: bool = False

    @property
    def any(self) -> bool:
        """Whether there is any place to write one."""
        return self.company or self.own or bool(self.teams)


def writable_places(
    *, viewer: Person, cycle: Cycle, tree: Sequence[TeamRow] | None = None
) -> Places:
    """Return where `viewer` may write objectives of `cycle`: one query at most.

    Who has read the tree of teams gives it, and nothing is asked. It says the same as
    `access.may_create_objective` for each place. Nothing is written in a closed cycle.
    """
    if cycle.state == Cycle.State.CLOSED:
        return Places()
    own = access.may_create_objective(
        viewer, cycle=cycle, level=Objective.Level.PERSON, holder=viewer
    )
    if not own:
        return Places()
    return Places(
        company=access.may_create_objective(
            viewer, cycle=cycle, level=Objective.Level.COMPANY
        ),
        teams=_teams(viewer, tree),
        own=True,
        others=people.may_administrate(viewer),
    )


def _teams(viewer: Person, tree: Sequence[TeamRow] | None) -> frozenset[int]:
    plans = people.may_plan(viewer)
    if tree is not None:
        return frozenset(row.pk for row in tree) if plans else led_in(tree, viewer)
    teams = Team.objects.all()
    if not plans:
        teams = teams.filter(pk__in=people.led_teams(viewer))
    return frozenset(teams.values_list("pk", flat=True))
