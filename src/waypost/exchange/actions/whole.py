"""The whole organisation as a file: written by a worker or at once, and taken in."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waypost.core import outbox
from waypost.core.keys import new_key
from waypost.exchange import access, jobs, queries, storage
from waypost.exchange.models import ExportRun
from waypost.exchange.whole import files, taking
from waypost.people import actions as people_actions
from waypost.people import installation
from waypost.people.models import Person

ARRIVED = "exchange.organisation_arrived"
State = ExportRun.State
Tell = Callable[[int, int], None]
logger = logging.getLogger(__name__)


def begin_export(*, actor: Person, now: datetime) -> ExportRun:
    """Have the whole organisation written into a file; one at a time.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    access.require_whole(actor)
    remove_old_exports(now)
    running = queries.export_under_way(viewer=actor, now=now)
    if running is not None:
        return running
    key = new_key()
    found = installation.organisation()
    name = files.file_name(found.name if found else "", installation.local_day(now))
    with transaction.atomic():
        run = ExportRun.objects.create(
            key=key, person=actor, stored_as=f"{key:016x}/{name}", created_at=now
        )
        jobs.export.enqueue(run=run.pk)
    return run


def write_export(*, actor: None, now: datetime, run: int) -> None:
    """Do what was queued, if nobody else has; whatever goes wrong is told."""
    waiting = ExportRun.objects.filter(pk=run, state=State.QUEUED)
    if waiting.update(state=State.RUNNING, begun_at=now) != 1:
        return
    found = ExportRun.objects.get(pk=run)
    path = storage.path_of(found.stored_as)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with storage.told(found.stored_as) as teller:
            teller.begin("writing")
            written = files.save(path, is_packed=True, tell=teller)
    except Exception as error:
        logger.exception("export %s failed", run)
        storage.remove(found.stored_as)
        said = _("It could not be written (%(what)s). Try again.")
        found.state, found.error = State.FAILED, said % {"what": type(error).__name__}
    else:
        found.state, found.rows, found.size = State.DONE, written.rows, written.size
    found.finished_at = now
    found.save(update_fields=["state", "error", "rows", "size", "finished_at"])


def remove_old_exports(now: datetime) -> None:
    """Remove files that were written long enough ago; that they were is kept."""
    old = ExportRun.objects.filter(created_at__lt=now - queries.EXPORT_KEPT)
    for run in old.exclude(stored_as=""):
        storage.remove(run.stored_as)
    old.update(stored_as="")


def save_whole(
    *,
    actor: None,
    now: datetime,
    path: Path,
    is_packed: bool,
    with_passwords: bool = False,
    tell: Tell | None = None,
) -> files.Written:
    """Write the whole organisation into a file of this machine.

    The house itself acts: a shell on the machine gives the whole database anyway.
    """
    logger.info("the whole organisation is exported to %s at %s", path, now)
    return files.save(
        path, is_packed=is_packed, with_passwords=with_passwords, tell=tell
    )


def take_whole(
    *, actor: None, now: datetime, path: Path, tell: Tell | None = None
) -> taking.Taken:
    """Take a whole organisation into this empty installation: all of it or nothing.

    It writes no history of its own: what comes with the file is all that there is.

    Raises
    ------
    waypost.exchange.whole.errors.NotEmpty
        If there is something here already.
    waypost.exchange.whole.errors.NotThisFile
        If anything is wrong with the file.
    """
    with transaction.atomic():
        taken = taking.take(path, tell)
        outbox.emit(ARRIVED, {}, at=now)
    return taken


def bring_along(
    *, actor: None, now: datetime, path: Path, email: str, password: str
) -> Person:
    """Take a whole organisation in, and let one of its admins sign in.

    Raises
    ------
    waypost.exchange.whole.errors.NotEmpty, NotThisFile
        As `take_whole`.
    ValidationError
        If nobody with this address administers it, or the password is too weak.
    """
    with transaction.atomic():
        take_whole(actor=None, now=now, path=path)
        person = installation.who_acts(email) if email.strip() else None
        if person is None or not person.is_admin:
            said = _("No active admin in the file has this address.")
            raise ValidationError({"email": said})
        people_actions.set_password(
            actor=person, now=now, person=person, password=password
        )
    return person
