"""What the index does when a whole organisation has come in, past the actions."""

from datetime import datetime

from waypost.core.models import Event
from waypost.search import jobs


def on_organisation_arrived(_event: Event, _now: datetime) -> None:
    """Read everything: it was written without a word to the index."""
    jobs.read_everything.enqueue()
