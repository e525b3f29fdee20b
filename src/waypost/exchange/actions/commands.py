"""Importing a file of this machine at once, as the command line does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from waypost.core import db, garbage, history
from waypost.core.models import ChangeSet
from waypost.exchange import access, kinds, queries
from waypost.exchange.actions.uploads import shown_name
from waypost.exchange.brought import Source
from waypost.exchange.errors import NotTaken
from waypost.exchange.models import ImportRun
from waypost.exchange.preview import Preview
from waypost.exchange.reading import Refused
from waypost.exchange.taking.edits import IMPORTED
from waypost.people.models import Person

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; without a change set, it changed nothing."""

    preview: Preview
    projects: tuple[int, ...]
    change_set: int | None


def import_path(
    *,
    actor: Person,
    now: datetime,
    source: Source,
    tell: Tell | None = None,
) -> Outcome:
    """Import a file with the safest choice for each problem.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not import.
    NotTaken
        If it is not a file that Waypost reads.
    CannotGoOn
        If a column that is needed is not known, or nothing of it can be taken.
    """
    access.require_import(actor)
    with db.lean(), garbage.uncollected():
        return _import(actor, now, source, tell)


def _import(actor: Person, now: datetime, source: Source, tell: Tell | None) -> Outcome:
    try:
        timed = replace(source, now=now)
        found = kinds.study(viewer=actor, source=timed, begin=lambda _phase: None)
    except Refused as error:
        raise NotTaken(str(error)) from error
    preview = found.preview()
    queries.require_ready(preview)
    if not found.changes_something:
        return Outcome(preview, (), None)
    name = shown_name(source.path.name)
    ready = found.ready()
    with history.change(actor=actor, now=now, verb=IMPORTED, summary=name) as change:
        written = found.write(change, now, ready=ready, tell=tell)
        _record(actor, now, source.path, (preview, change.change_set, written))
    return Outcome(preview, tuple(written), change.change_set.pk)


def _record(
    actor: Person,
    now: datetime,
    path: Path,
    result: tuple[Preview, ChangeSet, list[int]],
) -> None:
    """Put it into the list of imports, with those of the pages."""
    preview, change_set, written = result
    as_json = preview.as_json()
    ImportRun.objects.create(
        person=actor,
        file_name=shown_name(path.name),
        size=path.stat().st_size,
        kind=preview.kind,
        state=ImportRun.State.DONE,
        preview=as_json,
        counts={k: v for k, v in as_json["counts"].items() if isinstance(v, int)},
        projects=written,
        change_set=change_set,
        created_at=now,
        begun_at=now,
        finished_at=now,
    )
