"""``import --as waypost``: a whole organisation comes into an empty installation."""

from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from waypost.config import database
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.exchange import actions

WHOLE = "waypost"
# What would not be heeded: the file holds everything, or it is not taken.
NOT_WITH_IT = ("map", "into", "metric", "by", "dry_run")


def take_whole(options: Namespace, terminal: Terminal) -> int:
    """Take a whole organisation in: all of it or nothing."""
    for name in NOT_WITH_IT:
        if getattr(options, name):
            option = f"--{name.replace('_', '-')}"
            message = f"{option} says nothing of a whole organisation: leave it out."
            raise CommandFailed(message, code=ExitCode.USAGE)
    if not options.file:
        raise CommandFailed("Say which file: FILE is missing.", code=ExitCode.USAGE)
    path = Path(options.file)
    if not path.is_file():
        message = f"{path} is no file: check its name and folder."
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED)
    database.require_current()
    with terminal.progress(f"Importing {path.name}") as bar:
        taken = actions.take_whole(actor=None, now=timezone.now(), path=path, tell=bar)
    terminal.say(f"{path.name}: the whole organisation is here, {taken.count:,} rows.")
    if not taken.has_passwords:
        terminal.say("Nobody has a password yet. First your own, as an admin:")
        terminal.say("`waypost createadmin --email ADDRESS --name NAME`; then send the")
        terminal.say("others a link from their pages, or let them ask for one.")
    terminal.result({"ok": True, "rows": taken.rows, "passwords": taken.has_passwords})
    return ExitCode.DONE
