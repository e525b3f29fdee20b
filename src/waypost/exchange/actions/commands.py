"""Importing a file of this machine at once, as the command line does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.exchange import access, queries
from waypost.exchange.actions.uploads import shown_name
from waypost.exchange.actions.writing import write_study
from waypost.exchange.errors import NotTaken
from waypost.exchange.models import ImportRun
from waypost.exchange.preview import Preview
from waypost.exchange.previewing import preview_of
from waypost.exchange.reading import Refused
from waypost.exchange.taking import Study, study
from waypost.exchange.taking.edits import IMPORTED
from waypost.exchange.taking.studying import Source
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
    try:
        found = study(viewer=actor, source=source, begin=lambda _phase: None)
    except Refused as error:
        raise NotTaken(str(error)) from error
    preview = preview_of(found)
    queries.require_ready(preview)
    if not found.changes_something:
        return Outcome(preview, (), None)
    name = shown_name(source.path.name)
    with history.change(actor=actor, now=now, verb=IMPORTED, summary=name) as change:
        written = write_study(change, actor, now, study=found, summary=name, tell=tell)
        _record(actor, now, source.path, found, (preview, change.change_set, written))
    return Outcome(preview, tuple(sorted(written.values())), change.change_set.pk)


def _record(
    actor: Person,
    now: datetime,
    path: Path,
    found: Study,
    result: tuple[Preview, ChangeSet, dict[str, int]],
) -> None:
    """Put it into the list of imports, with those of the pages."""
    preview, change_set, written = result
    as_json = preview.as_json()
    ImportRun.objects.create(
        person=actor,
        file_name=shown_name(path.name),
        size=path.stat().st_size,
        kind=found.incoming.kind,
        state=ImportRun.State.DONE,
        preview=as_json,
        counts={k: v for k, v in as_json["counts"].items() if isinstance(v, int)},
        projects=sorted(written.values()),
        change_set=change_set,
        created_at=now,
        begun_at=now,
        finished_at=now,
    )
