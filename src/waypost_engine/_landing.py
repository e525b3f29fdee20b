"""When a bet's work is, or is to be, finished."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waypost_engine._codes import Phase
from waypost_engine._plan import Plan
from waypost_engine._tables import NO_DAY, NONE, Days, Flags, Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Landings:
    """One row per bet; days as floats, infinite where nobody knows.

    `planned` is the milestone's due day, else the project's finish. `day` is the real
    day once achieved, else the planned one. `promised` is `day`, but not before today
    while it is not achieved; where that moved it, `overdue` is true.
    """

    planned: Floats
    day: Floats
    promised: Floats
    achieved: Flags
    overdue: Flags


def landings(plan: Plan) -> Landings:
    """Return the day on which each bet lands.

    Its milestone's: achieved, else due. Without a milestone, or with one that has no
    date, its project's finish, which is the real one from closure on.

    Parameters
    ----------
    plan : Plan
        Its bets, milestones and projects are read.

    Returns
    -------
    Landings
        One row per bet of the plan.

    Notes
    -----
    O(bets). A date that has passed without the work being finished is no promise any
    more: such a bet is promised for today, marked `overdue`, so that coverage neither
    takes its effect for landed nor jumps when the day passes.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, landing day.

    Examples
    --------
    >>> from waypost_engine import empty_plan
    >>> landings(empty_plan()).day.tolist()
    []
    """
    bets, projects = plan.bets, plan.projects
    staged = bets.milestone != NONE
    due, achieved = np.full((2, len(bets)), NO_DAY, dtype=np.int32)
    due[staged] = plan.milestones.due[bets.milestone[staged]]
    achieved[staged] = plan.milestones.achieved[bets.milestone[staged]]
    phase = projects.phase[bets.project]
    done = np.isin(phase, [Phase.CLOSURE, Phase.CLOSED]) & ~staged
    done |= achieved != NO_DAY

    planned = np.where(due != NO_DAY, due, projects.finish[bets.project])
    day = _or_unknown(np.where(achieved != NO_DAY, achieved, planned))
    overdue = (day < 0) & ~done
    return Landings(
        planned=_or_unknown(planned),
        day=day,
        promised=np.where(overdue, 0.0, day),
        achieved=done,
        overdue=overdue,
    )


def _or_unknown(day: NDArray[np.int32] | Days) -> Floats:
    return np.where(day == NO_DAY, np.inf, day.astype(np.float64))
