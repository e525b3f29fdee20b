"""``import``: takes in a file that another tool wrote."""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waypost.config import database
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.exchange.reading import Incoming, Refused, read
from waypost.people import installation
from waypost.people.models import Person

# A person reads the first of them; a machine gets all.
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the file: numbers by word, such as ``created`` or ``tasks``."""

    counts: dict[str, int]
    problems: list[dict[str, Any]]


def import_file(options: Namespace, terminal: Terminal) -> int:
    """Read the file, then take it in, or only say what would happen."""
    database.require_current()
    actor = _importer(options.by)
    incoming = _read(options)
    if options.dry_run:
        outcome = Outcome(_counts(incoming), _problems(incoming))
    else:
        outcome = take_in(incoming, actor=actor, terminal=terminal)
    _report(outcome, terminal, is_dry_run=options.dry_run)
    return ExitCode.DONE


def take_in(incoming: Incoming, *, actor: Person, terminal: Terminal) -> Outcome:
    """Write what was read: the one place where this command meets the exchange."""
    name = incoming.source.name
    message = f"{name} can be read, and not written yet: use --dry-run."
    raise CommandFailed(message)


def _importer(email: str | None) -> Person:
    actor = installation.who_acts(email or "")
    if actor is not None:
        return actor
    if email:
        message = f"Nobody signs in as {email}: give another --by, or leave it out."
    else:
        message = "There is no admin to import as: run `waypost createadmin` first."
    raise CommandFailed(message)


def _read(options: Namespace) -> Incoming:
    path = Path(options.file)
    if not path.is_file():
        message = f"There is no file {path}: check the name."
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED)
    mapping = Path(options.map) if options.map else None
    try:
        incoming = read(path, kind=options.kind, mapping=mapping)
    except Refused as refusal:
        message = f"{path.name}: {refusal}"
        raise CommandFailed(message) from refusal
    if incoming.needs:
        fields = ", ".join(incoming.needs)
        message = f"{path.name}: which column holds {fields}? Say so with --map."
        raise CommandFailed(message)
    return incoming


def _counts(incoming: Incoming) -> dict[str, int]:
    return {
        "projects": len(incoming.projects),
        "milestones": len(incoming.milestones),
        "tasks": len(incoming.tasks),
        "dependencies": len(incoming.dependencies),
        "calendars": len(incoming.calendars),
        "problems": len(incoming.problems) + incoming.more_problems,
    }


def _problems(incoming: Incoming) -> list[dict[str, Any]]:
    return [
        {
            "row": problem.row,
            "key": problem.key,
            "column": problem.column,
            "text": problem.text,
            "reason": str(problem.reason),
            "done_instead": problem.chosen,
        }
        for problem in incoming.problems
    ]


def _report(outcome: Outcome, terminal: Terminal, *, is_dry_run: bool) -> None:
    verb = "Would take in" if is_dry_run else "Taken in"
    filled = [f"{number} {word}" for word, number in outcome.counts.items() if number]
    terminal.say(f"{verb}: {', '.join(filled) or 'nothing'}.")
    for problem in outcome.problems[:SHOWN_PROBLEMS]:
        place = ", ".join(filter(None, [f"row {problem['row']}", problem["column"]]))
        terminal.say(f"  {place}: {problem['reason']}")
    more = len(outcome.problems) - SHOWN_PROBLEMS
    if more > 0:
        terminal.say(f"  … and {more} more; --json lists them.")
    facts = {"dry_run": is_dry_run, **outcome.counts, "problem_list": outcome.problems}
    terminal.result({"ok": True, **facts})
