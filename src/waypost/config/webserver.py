"""The web process: Granian over the WSGI application. ``waypost serve`` starts it."""

import multiprocessing
import sys
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from waypost.config.lifeline import follow

# What a request may still take once the server was told to stop.
SECONDS_TO_FINISH = 5


def load_application(_target: str) -> Callable[..., Any]:
    """Import the application inside a server process."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        follow(parent.pid)
    from django.urls import get_resolver

    from waypost.config.wsgi import application

    # All pages are imported now: a broken one stops the start, not each request.
    _ = get_resolver().url_patterns
    return application


def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Answer requests until told to stop."""
    # A forked child would share what this process holds; a fresh one starts clean.
    multiprocessing.set_start_method("spawn")
    server = Granian(
        "waypost.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    server.serve(target_loader=load_application)


if __name__ == "__main__":
    follow(int(sys.argv[1]))
    serve(sys.argv[2], *map(int, sys.argv[3:6]))
