"""``export``: writes the whole organisation into a file."""

import sys
from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from waypost.config import database
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.exchange import actions
from waypost.exchange.whole import files
from waypost.people import installation

STREAM = "-"


def export(options: Namespace, terminal: Terminal) -> int:
    """Write the whole organisation into a file, or to standard output."""
    database.require_current()
    if not installation.is_set_up():
        message = "There is no organisation yet: `waypost serve` sets one up."
        raise CommandFailed(message)
    if options.output in {None, STREAM}:
        return _stream(options, terminal)
    path = Path(options.output)
    if path.exists():
        message = f"{path} stands there already: name another file."
        raise CommandFailed(message)
    with terminal.progress(f"Exporting to {path.name}") as bar:
        written = actions.save_whole(
            actor=None,
            now=timezone.now(),
            path=path,
            is_packed=options.gzip or path.suffix == ".gz",
            with_passwords=options.with_passwords,
            tell=bar,
        )
    terminal.say(f"{path} holds the whole organisation: {written.rows:,} rows.")
    if options.with_passwords:
        terminal.say("It holds what people sign in with: keep it as you keep a key.")
    facts = {"file": str(path), "rows": written.rows, "bytes": written.size}
    terminal.result({"ok": True, **facts, "passwords": options.with_passwords})
    return ExitCode.DONE


def _stream(options: Namespace, terminal: Terminal) -> int:
    """Write to standard output, where nothing else may stand then."""
    if terminal.as_json:
        message = "With --json the answer goes to standard output: give --output FILE."
        raise CommandFailed(message, code=ExitCode.USAGE)
    if options.gzip and sys.stdout.isatty():
        message = "A terminal cannot show a packed file: give --output FILE."
        raise CommandFailed(message, code=ExitCode.USAGE)
    files.write(
        sys.stdout.buffer,
        is_packed=options.gzip,
        with_passwords=options.with_passwords,
    )
    sys.stdout.buffer.flush()
    return ExitCode.DONE
