"""``reindex``: reads everything into the search again."""

from argparse import Namespace

from waypost.config import database
from waypost.config.terminal import ExitCode, Terminal
from waypost.search import indexing


def reindex(options: Namespace, terminal: Terminal) -> int:
    """Rebuild the index of the search, batch by batch."""
    database.require_current()
    with terminal.progress("Reading everything") as bar:
        count = indexing.rebuild(tell=bar)
    terminal.say(f"{count:,} things can be found.")
    terminal.result({"ok": True, "documents": count})
    return ExitCode.DONE
