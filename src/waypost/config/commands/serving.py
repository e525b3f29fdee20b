"""``serve``, ``demo`` and ``worker``: the commands that run until they are stopped."""

import errno
import gc
import os
import signal
import socket
import threading
from argparse import Namespace
from dataclasses import dataclass

from django.conf import settings

from waypost.config import assets, database
from waypost.config.lifeline import follow
from waypost.config.supervisor import Child, Supervisor, answers
from waypost.config.terminal import CommandFailed, ExitCode, Terminal

THREADS = 4
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def reachable_host(self) -> str:
        """A host that a browser on this machine can ask."""
        return EVERYWHERE.get(self.host, self.host)

    @property
    def url(self) -> str:
        """The address to open."""
        host = self.reachable_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def serve(options: Namespace, terminal: Terminal) -> int:
    """Serve the pages, with a worker beside."""
    address = Address(options.host, options.port)
    prepare(terminal, address)
    run(options, terminal, address, greeting=[f"Waypost is at {address.url}"])
    return ExitCode.DONE


def worker(options: Namespace, terminal: Terminal) -> int:
    """Deliver events and run jobs until told to stop."""
    from waypost.core.worker import run_worker

    if options.follow:
        follow(options.follow)
    database.require_current()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    gc.freeze()
    if not options.follow:
        terminal.say("The worker runs. Ctrl-C stops it.")
        terminal.result({"ok": True, "event": "ready", "pid": os.getpid()})
    run_worker(stop=stop)
    return ExitCode.DONE


def prepare(terminal: Terminal, address: Address) -> None:
    """Check all that serving needs, and say what is missing before anything starts."""
    _require_free(address)
    assets.require_built()
    if database.is_sqlite():
        database.migrate(terminal.progress("Preparing the database"))
    else:
        database.require_current()


def run(
    options: Namespace, terminal: Terminal, address: Address, *, greeting: list[str]
) -> None:
    """Run the web process and the worker; greet once the first page answers."""
    database.hang_up()
    # What stands now is not looked through for garbage again, least of all at the end:
    # that took a third of the time from Ctrl-C to the prompt.
    gc.freeze()
    supervisor = Supervisor(_children(options, address), on_warning=terminal.warn)

    def greet() -> None:
        for line in [*greeting, "Ctrl-C stops it."]:
            terminal.say(line)
        terminal.result({"ok": True, "event": "ready", "url": address.url})

    supervisor.run(
        is_ready=lambda: answers(address.reachable_host, address.port), on_ready=greet
    )
    terminal.say("Stopped.")


def _children(options: Namespace, address: Address) -> list[Child]:
    cores = os.cpu_count() or 1
    processes = options.workers or (1 if database.is_sqlite() else min(cores, 4))
    threads = min(THREADS, 2 * cores + 1)
    own_id = str(os.getpid())
    web = ["waypost.config.webserver", own_id, address.host]
    web += map(str, [address.port, processes, threads, settings.LIVE_STREAMS])
    children = [Child("web process", web, is_essential=True)]
    if not options.no_worker:
        command = ["waypost.config.cli", "worker", "--follow", own_id]
        children.append(Child("worker", command))
    return children


def _require_free(address: Address) -> None:
    """Say clearly that a port is taken, before two servers share it."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise CommandFailed(_no_port(address, error)) from error


def _no_port(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {address.port} is taken by another program: stop that one, or choose"
            f" another port (waypost … --port {address.port + 1},"
            f" make demo PORT={address.port + 1})."
        )
    return (
        f"Waypost cannot listen on {address.host}:{address.port}"
        f" ({error.strerror or error}): choose another --host or --port."
    )
