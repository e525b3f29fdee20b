"""Taking a file in, and letting it go."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from waypost.core.keys import new_key
from waypost.exchange import access, storage
from waypost.exchange.actions.working import go_on
from waypost.exchange.errors import CannotGoOn, NotTaken
from waypost.exchange.models import ExportRun, ImportRun
from waypost.exchange.reading import KINDS, Refused, detect
from waypost.people.models import Person

# How long a file waits for a word before it is removed; docs/import.md says so.
KEPT = timedelta(days=7)
OPEN = (
    ImportRun.State.UPLOADED,
    ImportRun.State.READING,
    ImportRun.State.PREVIEWED,
    ImportRun.State.FAILED,
)


def upload(
    *,
    actor: Person,
    now: datetime,
    name: str,
    chunks: Iterable[bytes],
    kind: str = "",
    answers: Mapping[str, str] | None = None,
) -> ImportRun:
    """Keep a file and read it; what is no file of a known kind leaves nothing behind.

    A small file is read at once, a large one by a worker. `answers` are what is known
    beforehand, such as the metric that readings are of.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not import.
    TooLarge
        If it is larger than this installation takes.
    NotTaken
        If it is not a file that Waypost reads; the message says what it is.
    """
    access.require_import(actor)
    remove_old(now)
    key = new_key()
    stored = storage.keep(key=key, name=name, chunks=chunks)
    try:
        found = kind if kind in KINDS else detect(storage.path_of(stored.name))
        access.require_kind(actor, found)
    except Refused as error:
        storage.remove(stored.name)
        raise NotTaken({"file": str(error)}) from error
    except PermissionDenied:
        storage.remove(stored.name)
        raise
    run = ImportRun.objects.create(
        key=key,
        person=actor,
        file_name=shown_name(name),
        size=stored.size,
        stored_as=stored.name,
        kind=found,
        answers=dict(answers or {}),
        created_at=now,
    )
    try:
        go_on(run, ImportRun.State.READING, now)
    except NotTaken:
        run.delete()
        storage.remove(stored.name)
        raise
    return run


def shown_name(name: str) -> str:
    """Return the name of a file as people see it, without the folders before it."""
    return storage.clean_name(name)[:255]


def discard(*, actor: Person, now: datetime, run: ImportRun) -> None:
    """Let a file go that was not imported.

    Raises
    ------
    ImportRun.DoesNotExist
        If `actor` may not see it.
    waypost.core.access.Denied
        If it is somebody else's.
    CannotGoOn
        If it was imported, or is about to be.
    """
    access.require_own(actor, run)
    if run.state not in OPEN:
        raise CannotGoOn(_("It was imported, or is being imported: undo it instead."))
    run.delete()
    storage.remove(run.stored_as)


def remove_old(now: datetime) -> None:
    """Remove files that nobody went on with, and what is left of those imported."""
    old = ImportRun.objects.filter(state__in=OPEN, created_at__lt=now - KEPT)
    for run in old:
        storage.remove(run.stored_as)
        run.delete()
    named = [
        *ImportRun.objects.exclude(stored_as="").values_list("stored_as", flat=True),
        *ExportRun.objects.exclude(stored_as="").values_list("stored_as", flat=True),
    ]
    kept = {stored.partition("/")[0] for stored in named}
    storage.sweep(older_than=(now - timedelta(days=1)).timestamp(), kept=kept)
