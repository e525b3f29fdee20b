"""Work that serves no outcome, and outcomes that no work serves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waypost_engine._check import alignment_edges
from waypost_engine._codes import Phase
from waypost_engine._graph import levels
from waypost_engine._plan import Plan
from waypost_engine._ragged import spans
from waypost_engine._tables import NONE, Flags

_SHOULD_SERVE = [Phase.PLANNING, Phase.EXECUTION, Phase.CLOSURE]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Orphans:
    """True for each row of the plan's tables that is an orphan."""

    projects: Flags
    key_results: Flags
    objectives: Flags


def orphans(plan: Plan) -> Orphans:
    """Return which projects serve nothing, and which aims nothing serves.

    A project in planning, execution or closure with no bet that counts and no waiver;
    a key result with no bet that counts; an objective of which no key result has such
    a bet, nor anything aligned to it or to its key results, at any depth.

    Parameters
    ----------
    plan : Plan
        The plan as a whole: bets count here whatever their visibility, because they
        are work. Pages name only what the viewer may see.

    Returns
    -------
    Orphans
        A flag for each project, key result and objective, in the plan's order.

    Notes
    -----
    O(n) with one pass of array operations for each level of alignment. A bet reaches
    the key results it is staked on and all on its metric, or that of its step.
    Projects on hold, cancelled or closed are not orphans: nobody works on them.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, orphans.

    Examples
    --------
    Two projects in execution, the second with a waiver, none with a bet:

    >>> from waypost_engine import Plan, Projects
    >>> plan = Plan(projects=Projects.from_rows([(1, 2, 30, False), (2, 2, 30, True)]))
    >>> orphans(plan).projects.tolist()
    [True, False]
    """
    bets, projects = plan.bets, plan.projects
    served = np.zeros(len(projects), dtype=np.bool_)
    served[bets.project[bets.counted]] = True
    works = np.isin(projects.phase, _SHOULD_SERVE)
    backed = _backed(plan)
    return Orphans(
        projects=works & ~served & ~projects.waived,
        key_results=~backed,
        objectives=~_supported(plan, backed),
    )


def _backed(plan: Plan) -> Flags:
    """Return which key results a bet that counts is on."""
    bets, table, count = plan.bets, plan.key_results, plan.bets.counted
    moved = np.unique(bets.metric[count & (bets.metric != NONE)])
    backed: Flags = (table.metric != NONE) & np.isin(table.metric, moved)
    named = bets.step[count & (bets.step != NONE)]
    backed[plan.steps.key_result[named]] = True
    backed[plan.stakes.key_result] = True
    return backed


def _supported(plan: Plan, backed: Flags) -> Flags:
    """Return which objectives have a backed key result somewhere below them."""
    count = len(plan.objectives)
    source, target = alignment_edges(plan)
    order = np.argsort(source, kind="stable")
    first = np.searchsorted(source[order], np.arange(count + len(backed) + 1))
    alive: NDArray[np.bool_] = np.concatenate([np.zeros(count, np.bool_), backed])
    for group in levels(len(alive), source=source, target=target):
        giving = group[alive[group]]
        reached = spans(first[giving], first[giving + 1])
        alive[target[order[reached]]] = True
    supported: Flags = alive[:count]
    return supported
