"""``import``: takes in a file that another tool wrote."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from waypost.config import database
from waypost.config.commands.arriving import WHOLE, take_whole
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.core import history
from waypost.exchange import actions, queries
from waypost.exchange.brought import Source
from waypost.exchange.preview import Preview
from waypost.exchange.reading import KINDS, Refused, load_mapping
from waypost.exchange.reading.sheet_words import SHEETS
from waypost.exchange.sheets.readings import METRIC
from waypost.exchange.taking.into import INTO
from waypost.exchange.templates import FORMS, HEADS, template
from waypost.exchange.whole.document import is_ours
from waypost.people import installation
from waypost.people.models import Person

MOST_PROBLEMS = 20
THINGS = {
    "okrs": "objectives and key results",
    "people": "people",
    "readings": "readings",
}


def import_file(options: Namespace, terminal: Terminal) -> int:
    """Import a file, or say what importing it would do; or write a template."""
    if options.template:
        return _write_template(options, terminal)
    if options.kind == WHOLE or (options.kind is None and _is_whole(options.file)):
        return take_whole(options, terminal)
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


def _is_whole(file: str | None) -> bool:
    return file is not None and Path(file).is_file() and is_ours(Path(file))


def _source(options: Namespace) -> Source:
    if options.kind is not None and options.kind not in KINDS:
        kinds = " or --as ".join([*KINDS, WHOLE])
        message = f"There is no kind {options.kind}: give --as {kinds}."
        raise CommandFailed(message, code=ExitCode.USAGE)
    if not options.file:
        raise CommandFailed("Say which file: FILE is missing.", code=ExitCode.USAGE)
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
    answers = {INTO: options.into or ""}
    if options.metric:
        answers[METRIC] = options.metric
    return Source(path=path, kind=options.kind, mapping=mapping, answers=answers)


def _write_template(options: Namespace, terminal: Terminal) -> int:
    """Write the header of a table to a file, or print it as CSV."""
    if options.template not in HEADS:
        message = f"There is no template {options.template}: {', '.join(HEADS)}."
        raise CommandFailed(message, code=ExitCode.USAGE)
    if not options.file:
        # As people read it: the mark before it is for spreadsheets alone.
        text = b"".join(template(options.template, "csv")).decode("utf-8-sig")
        terminal.say(text.rstrip())
        terminal.result({"ok": True, "columns": list(HEADS[options.template])})
        return ExitCode.DONE
    path = Path(options.file)
    form = path.suffix.lower().lstrip(".")
    if form not in FORMS:
        message = f"{path} is neither .csv nor .xlsx: give it one of these endings."
        raise CommandFailed(message, code=ExitCode.USAGE)
    if path.exists():
        message = f"{path} stands there already: name another file."
        raise CommandFailed(message, code=ExitCode.REFUSED)
    path.write_bytes(b"".join(template(options.template, form)))
    terminal.say(
        f"{path} has the columns of {options.template}; docs/import.md has each."
    )
    terminal.result({"ok": True, "file": str(path)})
    return ExitCode.DONE


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
    if preview.kind in SHEETS:
        return (
            f"{name} {verb} {counts.new} new and {counts.updated} changed"
            f" {THINGS[preview.kind]}; {counts.unchanged} unchanged{left}."
        )
    return (
        f"{name} {verb} {counts.new} new and {counts.updated} changed tasks and"
        f" milestones, {_some(counts.dependencies, 'dependency', 'dependencies')},"
        f" {_some(counts.projects, 'new project', 'new projects')};"
        f" {counts.unchanged} unchanged{left}."
    )


def _some(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
