"""``import``: takes in a file that another tool wrote."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from django.utils import timezone

from waypost.config import database
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.exchange import actions, queries
from waypost.exchange.preview import Preview
from waypost.exchange.taking.study import Source
from waypost.people import installation
from waypost.people.models import Person

# A person reads the first of them; a machine gets all.
SHOWN_PROBLEMS = 20


def import_file(options: Namespace, terminal: Terminal) -> int:
    """Take the file in, or only say what would happen."""
    database.require_current()
    actor = _importer(options.by)
    source = _source(options)
    if options.dry_run:
        preview = queries.preview_path(viewer=actor, source=source)
        _report(terminal, preview, {"dry_run": True})
        return ExitCode.DONE
    with terminal.progress(f"Importing {source.path.name}") as bar:
        outcome = actions.import_path(
            actor=actor, now=timezone.now(), source=source, tell=bar
        )
    facts = {"projects": outcome.projects, "change_set": outcome.change_set}
    _report(terminal, outcome.preview, {"dry_run": False, **facts})
    return ExitCode.DONE


def _importer(email: str | None) -> Person:
    actor = installation.who_acts(email or "")
    if actor is not None:
        return actor
    if email:
        message = f"Nobody signs in as {email}: give another --by, or leave it out."
    else:
        message = "There is no admin to import as: run `waypost createadmin` first."
    raise CommandFailed(message)


def _source(options: Namespace) -> Source:
    path = Path(options.file)
    if not path.is_file():
        message = f"There is no file {path}: check the name."
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED)
    mapping = _mapping(Path(options.map)) if options.map else None
    return Source(path, kind=options.kind, mapping=mapping)


def _mapping(path: Path) -> dict[str, Any]:
    """Read which column is what; the exchange checks what it says."""
    try:
        mapping = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"{path} is not JSON ({error}): docs/import.md shows such a file."
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED) from error
    if not isinstance(mapping, dict):
        message = f"{path} holds no JSON object: docs/import.md shows such a file."
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED)
    return mapping


def _report(terminal: Terminal, preview: Preview, facts: dict[str, Any]) -> None:
    for line in _lines(preview, is_dry_run=facts["dry_run"]):
        terminal.say(line)
    terminal.result({"ok": True, **facts, "preview": preview.as_json()})


def _lines(preview: Preview, *, is_dry_run: bool) -> list[str]:
    counts = preview.counts
    brought = [(counts.projects, "projects"), (counts.milestones, "milestones")]
    brought += [(counts.tasks, "tasks"), (counts.dependencies, "dependencies")]
    parts = [f"{number} {word}" for number, word in brought if number]
    would = "would be " if is_dry_run else ""
    lines = [
        f"The file holds {', '.join(parts) or 'nothing to take in'}.",
        f"{counts.new} rows {would}created, {counts.updated} {would}changed,"
        f" {counts.unchanged} unchanged, {counts.left_out} left out.",
        *preview.notes,
    ]
    for problem in preview.problems[:SHOWN_PROBLEMS]:
        place = ", ".join(filter(None, [f"row {problem.row}", problem.column]))
        chosen = next(c.label for c in problem.choices if c.value == problem.chosen)
        lines.append(f"  {place}: {problem.reason} ({chosen})")
    more = len(preview.problems) - SHOWN_PROBLEMS + preview.more_problems
    return [*lines, f"  … and {more} more problems."] if more > 0 else lines
