"""A sample organisation, the same every time but for its dates.

Seven islands and their ferries: enough people, objectives, projects and bets to see
whether the work adds up to the outcomes, where it does not, and why.
"""

from waypost.sample.demo import PASSWORD, DemoPerson, demo_people
from waypost.sample.loading import load

__all__ = ["PASSWORD", "DemoPerson", "demo_people", "load"]
