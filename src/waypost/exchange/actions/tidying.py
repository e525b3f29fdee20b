"""Removing files that nobody came back for."""

from datetime import datetime

from waypost.exchange.actions.uploads import remove_old
from waypost.exchange.actions.whole import remove_old_exports


def remove_old_files(*, actor: None, now: datetime) -> None:
    """Remove files brought and not imported, and exports that lay here long enough.

    The house itself acts: the worker does it now and then.
    """
    remove_old(now)
    remove_old_exports(now)
