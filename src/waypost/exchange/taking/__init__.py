"""From what a file brought to what would change here; reads, and writes nothing."""

from waypost.exchange.taking.studying import Study, study

__all__ = ["Study", "study"]
