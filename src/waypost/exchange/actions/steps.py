"""What a person says about their file between upload and import."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waypost.exchange import access, queries, storage
from waypost.exchange.actions.working import go_on
from waypost.exchange.errors import CannotGoOn
from waypost.exchange.models import ImportRun
from waypost.exchange.preview import preview_of_run
from waypost.people.models import Person

State = ImportRun.State


def choose(
    *,
    actor: Person,
    now: datetime,
    run: ImportRun,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
) -> ImportRun:
    """Say what columns become, or how to go on with problems; the file is read again.

    `mapping` replaces what was said before, `answers` are added to it.

    Raises
    ------
    ImportRun.DoesNotExist
        If `actor` may not see it.
    waypost.core.access.Denied
        If it is somebody else's.
    NotTaken
        If the file cannot be read that way; what was said before still holds.
    CannotGoOn
        If it is being imported, or was.
    """
    access.require_own(actor, run)
    _require_open(run, now)
    before = (run.mapping, run.answers)
    if mapping is not None:
        run.mapping = dict(mapping)
    if answers is not None:
        run.answers = {**run.answers, **answers}
    if (run.mapping, run.answers) == before and run.state == State.PREVIEWED:
        return run
    go_on(run, State.READING, now)
    return run


def start_import(*, actor: Person, now: datetime, run: ImportRun) -> ImportRun:
    """Queue the import, or queue it once more after it failed.

    Raises
    ------
    ImportRun.DoesNotExist
        If `actor` may not see it.
    waypost.core.access.Denied
        If it is somebody else's, or `actor` may not import.
    CannotGoOn
        If there is nothing to import, or it was imported already.
    """
    access.require_own(actor, run)
    _require_open(run, now)
    preview = preview_of_run(run)
    if preview is None or preview.needs:
        raise CannotGoOn(_("Say first which columns hold what is needed."))
    if preview.blocked:
        raise CannotGoOn(" ".join(preview.blocked))
    go_on(run, State.QUEUED, now)
    return run


def _require_open(run: ImportRun, now: datetime) -> None:
    """Let pass what waits for a word, failed, or was given up for dead."""
    if run.state == State.DONE:
        raise CannotGoOn(_("This file was imported already."))
    if run.state in {State.QUEUED, State.RUNNING} and not queries.has_stopped(run, now):
        raise CannotGoOn(_("This file is being imported. Wait until that has ended."))
    if not storage.exists(run.stored_as):
        raise CannotGoOn(_("The file is no longer here. Bring it again."))
