"""The worker: delivers the outbox, runs the jobs and tidies up, until told to stop."""

import logging
import threading

from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from waypost.core import housekeeping, outbox

PAUSE_SECONDS = 0.5
logger = logging.getLogger(__name__)


def run_worker(*, stop: threading.Event) -> None:
    """Work off what is due, again and again, and return once `stop` is set."""
    tidying = housekeeping.Round()
    while not stop.is_set():
        close_old_connections()
        try:
            busy = work_off()
            tidying.go(timezone.now())
        except OperationalError:
            # The database was locked or away for a moment; the lease brings it back.
            logger.warning("the database did not answer; trying again", exc_info=True)
            busy = False
        if not busy:
            stop.wait(PAUSE_SECONDS)
    close_old_connections()


def work_off() -> bool:
    """Deliver and run everything that is due now; say whether there was any."""
    delivered = outbox.deliver_due(now=timezone.now())
    waiting = DBTaskResult.objects.ready().exists()
    if waiting:
        _job_worker().run()
    return bool(delivered) or waiting


def _job_worker() -> Worker:
    """Return a worker that ends as soon as no job is left."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="waypost",
        excluded_queue_names=[],
    )
