"""The work itself: reading a file for its preview, and importing it."""

import logging
from datetime import datetime
from hashlib import blake2s

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waypost.core import db, garbage, history
from waypost.exchange import jobs, kinds, storage
from waypost.exchange.brought import Brought, Source
from waypost.exchange.errors import CannotGoOn, MovedOn, NotTaken, Overtaken
from waypost.exchange.models import ImportRun
from waypost.exchange.preview import Preview, preview_from
from waypost.exchange.reading import Refused
from waypost.exchange.taking.edits import IMPORTED

# Up to here a file is read while the person waits: a second or so.
SMALL = 2 * 1024 * 1024
TRIES = 3
State = ImportRun.State
logger = logging.getLogger(__name__)


def go_on(run: ImportRun, state: str, now: datetime) -> None:
    """Begin another attempt: read at once what is small, queue the rest.

    Raises
    ------
    NotTaken
        If a small file cannot be read; the run keeps what it said before.
    """
    stored = ImportRun.objects.only("attempt").get(pk=run.pk)
    run.attempt, run.queued_at, run.begun_at = stored.attempt + 1, now, None
    is_at_once = state == State.READING and run.size <= SMALL
    if is_at_once:
        run.begun_at = now
        _examine(run, now)
        return
    run.state, run.error = state, ""
    job = jobs.examine if state == State.READING else jobs.write
    with transaction.atomic():
        run.save()
        job.enqueue(run=run.pk, attempt=run.attempt)


def work_on(*, actor: None, now: datetime, run: int, attempt: int) -> None:
    """Do what was queued for an import, unless another attempt has begun since.

    The house itself acts, with the rights of who brought the file. Whatever goes wrong
    is told to the person; nothing of a failed import is written.
    """
    found = ImportRun.objects.filter(pk=run, attempt=attempt).first()
    if found is None or not _claimed(found, now):
        return
    token = history.door.set("import")
    try:
        if found.state == State.READING:
            _examine(found, now)
        else:
            _import(found, now)
    except Overtaken:
        logger.warning("import %s was begun again; this attempt wrote nothing", run)
    except Exception as error:
        if not isinstance(error, ValidationError | PermissionDenied):
            logger.exception("import %s failed", run)
        _fail(found, error, now)
    finally:
        history.door.reset(token)


def _claimed(run: ImportRun, now: datetime) -> bool:
    """Take the run; a second worker, or a job run twice, finds it taken."""
    becomes = {State.READING: State.READING, State.QUEUED: State.RUNNING}
    if run.state not in becomes:
        return False
    waiting = ImportRun.objects.filter(
        pk=run.pk, attempt=run.attempt, state=run.state, begun_at=None
    )
    run.begun_at = now
    is_mine = waiting.update(state=becomes[State(run.state)], begun_at=now) == 1
    run.state = becomes[State(run.state)]
    return is_mine


def _examine(run: ImportRun, now: datetime) -> None:
    """Read the file and keep its preview."""
    with storage.told(run.stored_as) as teller, garbage.uncollected():
        try:
            preview = _studied(run, now, teller).preview()
            if not run.shape:
                run.shape = _shape(preview)
                preview = _as_last_time(run, now, preview, teller)
        except Refused as error:
            raise NotTaken({"file": str(error)}) from error
    run.preview = preview.as_json()
    run.state, run.error, run.finished_at = State.PREVIEWED, "", None
    names = ("mapping", "answers", "shape", "preview", "state", "error")
    times = ("queued_at", "begun_at", "finished_at")
    run.save(update_fields=[*names, *times, "attempt"])


def _studied(run: ImportRun, now: datetime, teller: storage.Teller) -> Brought:
    source = _source(run, now)
    return kinds.study(viewer=run.person, source=source, begin=teller.begin)


def _as_last_time(
    run: ImportRun, now: datetime, preview: Preview, teller: storage.Teller
) -> Preview:
    """Read a file of the same shape as the person had the last one read."""
    said = _last_said(run)
    if said is None or run.mapping:
        return preview
    run.mapping = said.mapping
    try:
        found = _studied(run, now, teller)
    except Refused:
        run.mapping = {}
        return preview
    again = found.preview().as_json()
    again["notes"] = [_said_before(run, said), *again["notes"]]
    return preview_from(again)


def _said_before(run: ImportRun, said: ImportRun) -> str:
    """Say from where the columns are known; others' files are not named."""
    day = date_format(said.created_at, "j M Y")
    if said.person_id != run.person_id:
        note = _("The columns are read as a file of them was read here on %(day)s.")
        return note % {"day": day}
    note = _("The columns are read as you had them read in %(name)s on %(day)s.")
    return note % {"name": said.file_name, "day": day}


def _last_said(run: ImportRun) -> ImportRun | None:
    """Return the last import of these columns: one's own, else anybody's.

    A mapping names columns and what they become: nothing of a file's contents.
    """
    if not run.shape:
        return None
    same = ImportRun.objects.filter(shape=run.shape, kind=run.kind, state=State.DONE)
    said = same.exclude(mapping={}).order_by("-pk")
    return said.filter(person=run.person).first() or said.first()


def _shape(preview: Preview) -> str:
    """Return what files with the same columns have in common."""
    if not preview.columns:
        return ""
    names = "\0".join([preview.kind, *sorted(c.name for c in preview.columns)])
    return blake2s(names.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _source(run: ImportRun, now: datetime) -> Source:
    path = storage.path_of(run.stored_as)
    if not path.is_file():
        raise CannotGoOn(_("The file is no longer here. Bring it again."))
    return Source(path, run.kind, run.mapping, run.answers, now)


def _import(run: ImportRun, now: datetime) -> None:
    with storage.told(run.stored_as) as teller, db.lean(), garbage.uncollected():
        for number in range(TRIES):
            found = _studied(run, now, teller)
            _require_ready(found)
            teller.begin("writing")
            try:
                _write(run, found, now, teller)
                break
            except MovedOn:  # somebody saved meanwhile: compare again
                if number == TRIES - 1:
                    raise
    storage.remove(run.stored_as)
    ImportRun.objects.filter(pk=run.pk).update(stored_as="")


def _require_ready(found: Brought) -> None:
    if not found.is_read:
        raise CannotGoOn(_("Say first which columns hold what is needed."))
    if found.blocked:
        raise CannotGoOn(" ".join(found.blocked))


def _write(
    run: ImportRun, found: Brought, now: datetime, teller: storage.Teller
) -> None:
    """Write file and run in one transaction: either all of it stands, or nothing."""
    preview = found.preview()
    if not found.changes_something:
        _finish(run, preview, now, projects=found.projects())
        return
    ready = found.ready()
    with history.change(
        actor=run.person, now=now, verb=IMPORTED, summary=run.file_name
    ) as change:
        written = found.write(change, now, ready=ready, tell=teller)
        run.change_set = change.change_set
        _finish(run, preview, now, projects=written)


def _finish(
    run: ImportRun, preview: Preview, now: datetime, *, projects: list[int]
) -> None:
    counts = preview.as_json()["counts"]
    mine = ImportRun.objects.filter(pk=run.pk, attempt=run.attempt, state=State.RUNNING)
    done = mine.update(
        state=State.DONE,
        error="",
        counts={k: v for k, v in counts.items() if isinstance(v, int)},
        projects=projects,
        preview=preview.as_json(),
        change_set=run.change_set,
        finished_at=now,
    )
    if done != 1:
        raise Overtaken


def _fail(run: ImportRun, error: Exception, now: datetime) -> None:
    mine = ImportRun.objects.filter(pk=run.pk, attempt=run.attempt)
    mine.update(state=State.FAILED, error=words_of(error)[:2_000], finished_at=now)


def words_of(error: Exception) -> str:
    """Say why nothing was imported, and what to do."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, Refused | PermissionDenied):
        return str(error)
    if isinstance(error, OperationalError):
        return _("The database did not answer in time. Try again.")
    return _(
        "Something happened that should not: %(what)s. Nothing was written. Try again;"
        " if it fails again, ask whoever runs Waypost to look into its log."
    ) % {"what": type(error).__name__}
