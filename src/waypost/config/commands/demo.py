"""``demo``: a sample organisation in a new database, served."""

import os
from argparse import Namespace

from django.conf import settings

from waypost.config import database
from waypost.config.commands import serving
from waypost.config.commands.setting_up import load_sample, sign_in_lines
from waypost.config.terminal import ExitCode, Terminal
from waypost.people import installation


def demo(options: Namespace, terminal: Terminal) -> int:
    """Serve the sample, loaded first where there is no organisation yet."""
    # A demo shows what a page costs, in its Server-Timing header.
    os.environ.setdefault("WAYPOST_TIMING", "yes")
    address = serving.Address(options.host, options.port)
    serving.prepare(terminal, address)
    database.migrate(terminal.progress("Preparing the database"))
    if not installation.is_set_up():
        terminal.say("Loading the sample organisation ...")
        load_sample(terminal, "S")
    serving.run(options, terminal, address, greeting=_greeting(address.url))
    return ExitCode.DONE


def _greeting(url: str) -> list[str]:
    gallery = [f"All components: {url}gallery/"] if settings.DEBUG else []
    return [
        "",
        f"Waypost is at {url}",
        "",
        *sign_in_lines(),
        "",
        *gallery,
        f"Its data is in {settings.DATA_DIR}; delete that folder to start over.",
    ]
