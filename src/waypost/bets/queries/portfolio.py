"""All projects against all live outcomes: one plan for a page of many projects."""

from dataclasses import dataclass
from datetime import date

from waypost.bets.loading import load
from waypost.bets.queries.figures import Figures, figures_of
from waypost.bets.queries.orphans import EVERYTHING, Orphans, orphans_of
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The figures of all live cycles, and what nothing ties to the other side."""

    figures: Figures
    orphans: Orphans


def portfolio(*, viewer: Person, today: date) -> Portfolio:
    """Return what `viewer` may see of all live cycles and open projects.

    A fixed number of queries, whatever the size.
    """
    live = load(EVERYTHING, today=today)
    found = figures_of(live, viewer=viewer)
    lone = orphans_of(live, viewer=viewer)
    return Portfolio(figures=found, orphans=lone)
