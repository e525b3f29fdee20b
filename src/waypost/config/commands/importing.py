"""``import``: takes in a file that another tool wrote."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from waypost.config import database
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.core import history
from waypost.exchange import actions, queries
from waypost.exchange.preview import Preview
from waypost.exchange.reading import KINDS, Refused, load_mapping
from waypost.exchange.taking.studying import Source
from waypost.people import installation
from waypost.people.models import Person

MOST_PROBLEMS = 20


def import_file(options: Namespace, terminal: Terminal) -> int:
    """Import a file, or say what importing it would do."""
    source = _source(options)
    database.require_current()
    actor = _actor(options.by)
    history.door.set("shell")
    if options.dry_run:
        preview = queries.preview_path(viewer=actor, source=source)
        _report(terminal, source, preview, change_set=None, is_dry=True)
        return ExitCode.DONE
    with terminal.progress(f"Importing {source.path.name}") as bar:
        done = actions.import_path(
            actor=actor, now=timezone.now(), source=source, tell=bar
        )
    _report(terminal, source, done.preview, change_set=done.change_set, is_dry=False)
    return ExitCode.DONE


def _source(options: Namespace) -> Source:
    if options.kind not in KINDS:
        message = (
            f"There is no kind {options.kind}: give --as {' or --as '.join(KINDS)}."
        )
        raise CommandFailed(message, code=ExitCode.USAGE)
    path = Path(options.file)
    if not path.is_file():
        message = f"{path} is no file: check its name and folder."
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED)
    mapping: dict[str, object] = {}
    if options.map:
        try:
            said = load_mapping(Path(options.map))
        except Refused as error:
            message = f"{options.map}: {error}"
            raise CommandFailed(message, code=ExitCode.MISCONFIGURED) from error
        mapping = said.sections()
    return Source(path=path, kind=options.kind, mapping=mapping)


def _actor(email: str | None) -> Person:
    """Return whose rights hold."""
    found = installation.who_acts(email or "")
    if found is None and email:
        message = f"Nobody active has the address {email}: check it, or leave out --by."
        raise CommandFailed(message)
    if found is None:
        message = "There is no administrator yet: run `waypost createadmin` first."
        raise CommandFailed(message)
    return found


def _report(
    terminal: Terminal,
    source: Source,
    preview: Preview,
    *,
    change_set: int | None,
    is_dry: bool,
) -> None:
    """Say what was done or would be, and what could not be taken as it stands."""
    changes = change_set is not None or (is_dry and preview.changes_something)
    terminal.say(_summary(source.path.name, preview, is_dry=is_dry, changes=changes))
    for problem in preview.problems[:MOST_PROBLEMS]:
        chosen = {c.value: c.label for c in problem.choices}.get(problem.chosen, "")
        place = f"row {problem.row}, " if problem.row else ""
        named = " ".join(filter(None, (problem.key, problem.column)))
        terminal.say(f"  {place}{named}: “{problem.text}” {problem.reason}: {chosen}")
    more = len(preview.problems) - MOST_PROBLEMS + preview.more_problems
    if more > 0:
        terminal.say(f"  and {more} more; --json lists them")
    for note in preview.notes:
        terminal.say(f"  {note}")
    if change_set is not None:
        terminal.say("It can be undone on the page Import for 30 days.")
    terminal.result(
        {
            "ok": True,
            "dry_run": is_dry,
            "changes": changes,
            "change_set": change_set,
            "preview": _facts(preview),
        }
    )


def _facts(preview: Preview) -> dict[str, object]:
    """Return what a machine wants to know of a preview."""
    return {
        "kind": preview.kind,
        "rows": preview.rows,
        "counts": asdict(preview.counts),
        "projects": [node.title for node in preview.outline],
        "problems": [
            {
                "row": problem.row,
                "key": problem.key,
                "column": problem.column,
                "text": problem.text,
                "reason": problem.reason,
                "then": problem.chosen,
            }
            for problem in preview.problems
        ],
        "more_problems": preview.more_problems,
        "notes": list(preview.notes),
    }


def _summary(name: str, preview: Preview, *, is_dry: bool, changes: bool) -> str:
    counts = preview.counts
    if not changes:
        return f"{name}: all {preview.rows} rows stand here already; nothing changes."
    verb = "would bring" if is_dry else "brought"
    left = f", {counts.left_out} left out" if counts.left_out else ""
    return (
        f"{name} {verb} {counts.new} new and {counts.updated} changed tasks and"
        f" milestones, {counts.dependencies} dependencies, {counts.projects} new"
        f" projects; {counts.unchanged} unchanged{left}."
    )
