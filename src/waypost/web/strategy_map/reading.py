"""Reads what is shown of a map: all of a small one, of a large one only that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from waypost.bets import queries
from waypost.bets.queries import FrameNode, MapFrame, MapNode, MapSums, StrategyMap
from waypost.okrs.models import Cycle
from waypost.people import queries as people
from waypost.people.models import Person
from waypost.web.strategy_map.selection import (
    Choice,
    Selection,
    cut_of,
    pairs_of,
    selection_of,
)

# With more key results than these a map is large: figures only of what is shown.
SMALL = 400


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map stands on: all of it with its figures, or its frame alone."""

    viewer: Person
    cycle: int
    today: date
    whole: StrategyMap | None
    frame: MapFrame | None

    @property
    def nodes(self) -> Sequence[MapNode | FrameNode]:
        """All nodes, shown or not."""
        if self.whole is not None:
            return self.whole.nodes
        return self.frame.nodes if self.frame else ()

    @property
    def sums(self) -> MapSums | None:
        """What the whole map comes to, if it has been reckoned."""
        return self.whole.sums if self.whole else None


def ground_of(
    *, viewer: Person, cycle: Cycle, today: date, all_figures: bool
) -> Ground:
    """Read a cycle's map; a large one without figures, unless they are asked for."""
    if all_figures or queries.map_size(viewer=viewer, cycle=cycle) <= SMALL:
        whole = queries.strategy_map(viewer=viewer, cycle=cycle, today=today)
        return Ground(viewer, cycle.pk, today, whole, None)
    frame = queries.map_frame(viewer=viewer, cycle=cycle, today=today)
    return Ground(viewer, cycle.pk, today, None, frame)


def shown_of(ground: Ground, choice: Choice) -> Selection:
    """Return what is shown of a map, with its figures."""
    viewer, frame = ground.viewer, ground.frame
    own = people.teams_of(viewer=viewer, people=[viewer.pk]).values()
    if ground.whole is not None:
        pairs = pairs_of(ground.whole.edges)
        cut = cut_of(ground.whole.nodes, pairs, choice, teams=own)
        return selection_of(ground.whole, cut)
    assert frame is not None
    cut = cut_of(frame.nodes, frame.edges, choice, teams=own)
    part = queries.part_of_map(
        viewer=viewer, frame=frame, names=cut.shown, today=ground.today
    )
    return selection_of(part, cut)
