"""What a worker does for files; each job may be run again at any time."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task


@task()
def examine(run: int, attempt: int) -> None:
    """Read a large file and make its preview."""
    from waypost.exchange import actions  # actions queue these jobs

    actions.work_on(actor=None, now=timezone.now(), run=run, attempt=attempt)


@task()
def write(run: int, attempt: int) -> None:
    """Import a file whose preview somebody has agreed to."""
    from waypost.exchange import actions  # actions queue these jobs

    actions.work_on(actor=None, now=timezone.now(), run=run, attempt=attempt)


@task()
def export(run: int) -> None:
    """Write the whole organisation into a file."""
    from waypost.exchange import actions  # actions queue these jobs

    actions.write_export(actor=None, now=timezone.now(), run=run)


def tidy_up(now: datetime) -> None:
    """Remove files that nobody came back for; see `waypost.core.housekeeping`."""
    from waypost.exchange import actions  # actions queue the jobs above

    actions.remove_old_files(actor=None, now=now)
