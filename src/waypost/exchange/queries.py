"""What pages read of imports and exports: the list, one, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from waypost.bets.models import Bet
from waypost.exchange import access, kinds, storage
from waypost.exchange.brought import Source
from waypost.exchange.errors import CannotGoOn, NotTaken
from waypost.exchange.models import ExportRun, ImportRun
from waypost.exchange.preview import Preview, preview_of_run
from waypost.exchange.reading import Refused
from waypost.exchange.reading.labels import label_of
from waypost.exchange.storage import Progress
from waypost.people.models import Person
from waypost.projects import access as project_access

State = ImportRun.State
UNDO_FOR = timedelta(days=30)
# Work that has given no sign of life for so long is taken for dead.
SILENCE = timedelta(minutes=2)
LONG_WAIT = timedelta(seconds=20)
MOST_RUNS = 100
# How long a file of the whole lies ready; docs/export.md says so.
EXPORT_KEPT = timedelta(days=3)
MOST_EXPORTS = 20


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import in the list."""

    pk: int
    file_name: str
    size: int
    kind: str
    state: str
    state_label: str
    person: str
    is_own: bool
    created_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    change_set: int | None
    is_undone: bool
    is_undoable: bool
    error: str

    @property
    def is_open(self) -> bool:
        """Whether it waits for a word of the person."""
        return self.state in {State.PREVIEWED, State.READING, State.FAILED}

    @property
    def is_working(self) -> bool:
        """Whether something is being done for it."""
        return self.state in {State.READING, State.QUEUED, State.RUNNING}


@dataclass(frozen=True, slots=True)
class Landed:
    """A project that an import has brought or changed."""

    pk: int
    code: str
    name: str
    has_bet: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class RunPage:
    """One import with all that its page shows."""

    run: ImportRun
    row: RunRow
    preview: Preview | None
    progress: Progress | None
    is_waiting_long: bool
    projects: tuple[Landed, ...]


def runs(*, viewer: Person, now: datetime) -> list[RunRow]:
    """Return the newest imports that `viewer` may see.

    Raises
    ------
    waypost.core.access.Denied
        If `viewer` may not import.
    """
    access.require_import(viewer)
    found = access.visible_runs(viewer).select_related("person", "change_set")
    listed = found.defer("preview", "answers", "mapping").order_by("-created_at", "-pk")
    return [_row(run, viewer, now) for run in listed[:MOST_RUNS]]


def run(*, viewer: Person, pk: int) -> ImportRun:
    """Return one import.

    Raises
    ------
    ImportRun.DoesNotExist
        If `viewer` may not see it.
    """
    return access.visible_runs(viewer).select_related("person").get(pk=pk)


def run_page(*, viewer: Person, pk: int, now: datetime) -> RunPage:
    """Return one import with its preview, its progress and where it went.

    Raises
    ------
    ImportRun.DoesNotExist
        If `viewer` may not see it.
    """
    found = access.visible_runs(viewer).select_related("person", "change_set")
    one = found.get(pk=pk)
    waits = one.begun_at is None and one.queued_at is not None
    return RunPage(
        run=one,
        row=_row(one, viewer, now),
        preview=preview_of_run(one),
        progress=storage.progress_of(one.stored_as, at=now.timestamp()),
        is_waiting_long=waits and now - (one.queued_at or now) > LONG_WAIT,
        projects=_landed(viewer, one),
    )


@dataclass(frozen=True, slots=True)
class Running:
    """An import as the top bar shows it."""

    pk: int
    file_name: str
    state: str
    is_working: bool
    done: int
    total: int


def running(*, viewer: Person, pk: int, now: datetime) -> Running | None:
    """Return how far an import is, in one query; None if there is none to see."""
    found = access.visible_runs(viewer).filter(pk=pk)
    columns = ("file_name", "state", "stored_as")
    row = found.values_list(*columns).first()
    if row is None:
        return None
    name, state, stored = row
    progress = storage.progress_of(stored, at=now.timestamp()) if stored else None
    is_working = state in {State.READING, State.QUEUED, State.RUNNING}
    done, total = (progress.done, progress.total) if progress else (0, 0)
    return Running(pk, name, state, is_working, done, total)


def preview_path(*, viewer: Person, source: Source) -> Preview:
    """Return what importing a file of this machine would do.

    Raises
    ------
    waypost.core.access.Denied
        If `viewer` may not import.
    NotTaken
        If it is not a file that Waypost reads.
    CannotGoOn
        If a column that is needed is not known.
    """
    access.require_import(viewer)
    try:
        found = kinds.study(viewer=viewer, source=source, begin=lambda _phase: None)
    except Refused as error:
        raise NotTaken(str(error)) from error
    preview = found.preview()
    require_ready(preview)
    return preview


def require_ready(preview: Preview) -> None:
    """Let pass what can be imported as it is.

    Raises
    ------
    CannotGoOn
        With what is missing.
    """
    if preview.needs:
        labels = [label_of(preview.kind, name) for name in preview.needs]
        names = ", ".join(f"“{label}”" for label in labels)
        message = _("No column of the file is known to hold %(names)s: map one to it.")
        raise CannotGoOn(message % {"names": names})
    if preview.blocked:
        raise CannotGoOn(" ".join(preview.blocked))


def has_stopped(run: ImportRun, now: datetime) -> bool:
    """Whether the work on it was begun and is silent since: its process is gone."""
    if run.state not in {State.READING, State.RUNNING} or run.begun_at is None:
        return False
    progress = storage.progress_of(run.stored_as, at=now.timestamp())
    if progress is None:
        return now - run.begun_at > SILENCE
    return progress.age > SILENCE.total_seconds()


def _row(run: ImportRun, viewer: Person, now: datetime) -> RunRow:
    change_set = run.change_set
    is_undone = change_set is not None and change_set.undone_by_id is not None
    is_recent = run.finished_at is not None and now - run.finished_at < UNDO_FOR
    stopped = has_stopped(run, now)
    state = State(State.FAILED if stopped else run.state)
    error = run.error
    if stopped:
        error = _("It stopped in the middle, and nothing was written. Try again.")
    return RunRow(
        pk=run.pk,
        file_name=run.file_name,
        size=run.size,
        kind=run.kind,
        state=str(state),
        state_label=_("Undone") if is_undone else str(state.label),
        person=run.person.name,
        is_own=run.person_id == viewer.pk,
        created_at=run.created_at,
        finished_at=run.finished_at,
        counts=run.counts,
        change_set=run.change_set_id,
        is_undone=is_undone,
        is_undoable=change_set is not None and not is_undone and is_recent,
        error=error,
    )


def _landed(viewer: Person, run: ImportRun) -> tuple[Landed, ...]:
    """Return the projects that it went into and that still stand: two queries."""
    if not run.projects:
        return ()
    seen = project_access.visible_projects(viewer).filter(pk__in=run.projects)
    rows = list(seen.order_by("name", "pk").values_list("pk", "code", "name"))
    backed = _backed(pk for pk, *_rest in rows)
    known = {node["pk"] for node in (run.preview or {}).get("outline", ())}
    return tuple(
        Landed(pk, code, name, has_bet=pk in backed, is_new=pk not in known)
        for pk, code, name in rows
    )


def _backed(projects: Iterable[int]) -> set[int]:
    bets = Bet.objects.filter(project__in=list(projects), state=Bet.State.ACTIVE)
    return set(bets.values_list("project_id", flat=True))


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export of the whole organisation."""

    pk: int
    name: str
    person: str
    state: str
    state_label: str
    created_at: datetime
    rows: int
    size: int
    error: str
    progress: Progress | None
    is_working: bool
    is_waiting_long: bool
    is_ready: bool


def exports(*, viewer: Person, now: datetime) -> list[ExportRow]:
    """Return the newest exports of the whole.

    Raises
    ------
    waypost.core.access.Denied
        If `viewer` is no admin.
    """
    access.require_whole(viewer)
    found = access.visible_exports(viewer).select_related("person")
    listed = found.order_by("-created_at", "-pk")[:MOST_EXPORTS]
    return [_export_row(run, now) for run in listed]


def export_under_way(*, viewer: Person, now: datetime) -> ExportRun | None:
    """Return the export that is being written or waits, if there is one."""
    states = [ExportRun.State.QUEUED, ExportRun.State.RUNNING]
    found = access.visible_exports(viewer).filter(state__in=states).order_by("-pk")
    return next((run for run in found if not _export_has_stopped(run, now)), None)


def export_file(*, viewer: Person, pk: int, now: datetime) -> tuple[Path, str]:
    """Return where an export lies, and what it is called.

    Raises
    ------
    ExportRun.DoesNotExist
        If `viewer` may not see it, or there is no file (any more).
    """
    run = access.visible_exports(viewer).get(pk=pk, state=ExportRun.State.DONE)
    if not _lies_ready(run, now):
        raise ExportRun.DoesNotExist
    path = storage.path_of(run.stored_as)
    return path, path.name


def _lies_ready(run: ExportRun, now: datetime) -> bool:
    is_kept = now - run.created_at < EXPORT_KEPT
    return is_kept and storage.exists(run.stored_as)


def _export_has_stopped(run: ExportRun, now: datetime) -> bool:
    if run.state != ExportRun.State.RUNNING or run.begun_at is None:
        return False
    progress = storage.progress_of(run.stored_as, at=now.timestamp())
    if progress is None:
        return now - run.begun_at > SILENCE
    return progress.age > SILENCE.total_seconds()


def _export_row(run: ExportRun, now: datetime) -> ExportRow:
    has_stopped = _export_has_stopped(run, now)
    state = ExportRun.State(ExportRun.State.FAILED if has_stopped else run.state)
    is_queued = state == ExportRun.State.QUEUED
    is_done = state == ExportRun.State.DONE
    return ExportRow(
        pk=run.pk,
        name=storage.path_of(run.stored_as).name if run.stored_as else "",
        person=run.person.name,
        state=str(state),
        state_label=str(state.label),
        created_at=run.created_at,
        rows=run.rows,
        size=run.size,
        error=_("It stopped in the middle. Try again.") if has_stopped else run.error,
        progress=storage.progress_of(run.stored_as, at=now.timestamp())
        if run.stored_as and not is_done
        else None,
        is_working=is_queued or state == ExportRun.State.RUNNING,
        is_waiting_long=is_queued and now - run.created_at > LONG_WAIT,
        is_ready=is_done and _lies_ready(run, now),
    )
