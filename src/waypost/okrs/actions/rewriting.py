"""An objective as its form has it: terms, what it supports, and who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from waypost.okrs.actions.alignments import Parent, set_alignments
from waypost.okrs.actions.objectives import (
    ObjectiveTerms,
    changing,
    edit_objective,
    set_viewers,
)
from waypost.okrs.models import Objective
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class Rewriting:
    """All that a person may say of an objective at once."""

    terms: ObjectiveTerms
    serves: Sequence[Parent] = ()
    viewers: Sequence[Person] = ()


def rewrite_objective(
    *,
    actor: Person,
    now: datetime,
    objective: Objective,
    rewriting: Rewriting,
    version: int | None = None,
) -> Objective:
    """Change an objective, what it supports and who may see it: one thing to undo.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit it.
    waypost.core.history.Stale
        If somebody else saved it after `version`.
    Refused
        As its parts are.
    """
    with changing(actor, now, "okrs.edit_objective", objective):
        edit_objective(
            actor=actor,
            now=now,
            objective=objective,
            terms=rewriting.terms,
            version=version,
        )
        set_alignments(
            actor=actor, now=now, objective=objective, serves=rewriting.serves
        )
        set_viewers(actor=actor, now=now, objective=objective, people=rewriting.viewers)
    return objective
