"""The web process: Granian over the application. ``waypost serve`` starts it."""

import gc
import multiprocessing
import sys
from functools import partial
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from waypost.config.lifeline import follow

if TYPE_CHECKING:
    from waypost.config.asgi import Application

# Connections that may wait and requests that may be under way beside the streams.
WAITING = 1_024
# What a request may still take once the server was told to stop.
SECONDS_TO_FINISH = 5


def load_application(_target: str, *, threads: int) -> "Application":
    """Import the application inside a server process."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        follow(parent.pid)
    from django.urls import get_resolver

    from waypost.config.asgi import Application

    # All pages are imported now: a broken one stops the start, not each request.
    _ = get_resolver().url_patterns
    application = Application(threads=threads)
    _let_garbage_wait()
    return application


def _let_garbage_wait() -> None:
    """Look for circles of garbage rarely, and never among what stays for good.

    A page of a large organisation makes hundreds of thousands of objects, most of which
    go by themselves; looking through all of them again and again took a third of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def serve(host: str, port: int, processes: int, threads: int, streams: int) -> None:
    """Answer requests until told to stop."""
    # A forked child would share what this process holds; a fresh one starts clean.
    multiprocessing.set_start_method("spawn")
    server = Granian(
        "waypost.config.asgi:Application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        backlog=WAITING * processes,
        backpressure=WAITING + streams,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    server.serve(target_loader=partial(load_application, threads=threads))


if __name__ == "__main__":
    follow(int(sys.argv[1]))
    serve(sys.argv[2], *map(int, sys.argv[3:7]))
