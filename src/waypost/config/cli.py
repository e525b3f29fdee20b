"""The command line: ``waypost demo``, ``waypost serve`` and their like."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module

from waypost import __version__
from waypost.config.terminal import CommandFailed, ExitCode, Terminal

Command = Callable[[argparse.Namespace, Terminal], int]
EPILOG = "Settings come from WAYPOST_* variables; see docs/settings.md."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    options = parser().parse_args(arguments)
    terminal = Terminal(as_json=options.json)
    try:
        return _run(options, terminal)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our words has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.REFUSED
    except Exception as error:
        if _wants_details():
            traceback.print_exc()
        code, message = explain(error)
        terminal.failure(message, code)
        return code


def _run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Start Django, then the command: its module may import models only after that."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waypost.config.settings")
    django.setup()
    module, name = options.command.split(":")
    command: Command = getattr(import_module(f"waypost.config.commands.{module}"), name)
    return command(options, terminal)


def _wants_details() -> bool:
    words = {"1", "true", "yes", "on"}
    return os.environ.get("WAYPOST_DEBUG", "").strip().lower() in words


def explain(error: Exception) -> tuple[int, str]:
    """Return the exit code of an error, and one line that says what to do."""
    from django.core.exceptions import (
        ImproperlyConfigured,
        PermissionDenied,
        ValidationError,
    )
    from django.db import DatabaseError

    if isinstance(error, CommandFailed):
        return error.code, str(error)
    if isinstance(error, ImproperlyConfigured):
        return ExitCode.MISCONFIGURED, f"{error} (docs/settings.md lists the settings)"
    if isinstance(error, ValidationError):
        return ExitCode.REFUSED, " ".join(error.messages)
    if isinstance(error, PermissionDenied):
        return ExitCode.REFUSED, str(error) or "You may not do this."
    if isinstance(error, DatabaseError):
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        message = f"The database refused ({first}): run `waypost doctor` to see why."
        return ExitCode.NO_DATABASE, message
    if isinstance(error, OSError):
        return ExitCode.MISCONFIGURED, _file_trouble(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = (
        f"Something happened that should not ({what}). Please report it; with"
        " WAYPOST_DEBUG=yes the same command shows where it happened."
    )
    return ExitCode.UNEXPECTED, message


def _file_trouble(error: OSError) -> str:
    if error.filename is None:
        return f"The system refused: {error}."
    return (
        f"{error.filename} could not be used ({error.strerror}): check that it exists"
        " and that this user may read and write it."
    )


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    top = argparse.ArgumentParser(
        prog="waypost", description="Waypost links projects with OKRs.", epilog=EPILOG
    )
    top.add_argument("--version", action="version", version=f"waypost {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, command: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, epilog=EPILOG)
        made.add_argument(
            "--json", action="store_true", help="answer with one line of JSON"
        )
        made.set_defaults(command=command)
        return made

    _add_serving(add)
    _add_setting_up(add)
    _add_data(add)
    return top


Add = Callable[[str, str, str], argparse.ArgumentParser]


def _add_serving(add: Add) -> None:
    text = "serve a sample organisation, made on first use"
    demo = add("demo", "demo:demo", text)
    _add_address(demo)
    text = "serve Waypost on this machine, with a worker beside it"
    serve = add("serve", "serving:serve", text)
    _add_address(serve)
    worker = add("worker", "serving:worker", "deliver events and run background jobs")
    # The process that this one ends with; `serve` gives its own.
    worker.add_argument("--follow", type=int, metavar="ID", help=argparse.SUPPRESS)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (127.0.0.1)"
    )
    command.add_argument("--port", type=_port, default=8000, help="port (8000)")
    command.add_argument(
        "--workers",
        type=_at_least_one,
        help="server processes (1 on SQLite, else up to 4)",
    )
    command.add_argument(
        "--no-worker",
        action="store_true",
        help="start no worker: one runs elsewhere by `waypost worker`",
    )


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        message = f"{number} is no port: take one from 1 to 65535"
        raise argparse.ArgumentTypeError(message)
    return number


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("take at least 1")
    return number


def _add_setting_up(add: Add) -> None:
    add("init", "setting_up:init", "create the database, or bring it up to date")
    admin = add("createadmin", "setting_up:create_admin", "create an administrator")
    admin.add_argument("--email", help="address to sign in with; asked if missing")
    admin.add_argument("--name", help="full name; asked if missing")
    admin.add_argument(
        "--organisation",
        metavar="NAME",
        help="on a new installation: what it is called; asked if missing",
    )
    admin.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input; else it is taken from"
        " WAYPOST_ADMIN_PASSWORD, or asked without being shown",
    )
    text = "load the sample into an empty database"
    sample = add("sample", "setting_up:sample", text)
    sample.add_argument(
        "--size",
        choices=["heart", "S", "M", "L"],
        default="heart",
        help="how large: the ferry company alone (heart), with a hundred people around"
        " it (S), a thousand (M) or ten thousand (L)",
    )
    text = "read everything into the search again, while people go on working"
    add("reindex", "indexing:reindex", text)
    add("doctor", "doctor:doctor", "check the installation and say what to do")


def _add_data(add: Add) -> None:
    text = "take in a file that another tool wrote"
    command = add("import", "importing:import_file", text)
    command.add_argument("file", metavar="FILE", nargs="?", help="the file")
    command.add_argument(
        "--as",
        dest="kind",
        metavar="KIND",
        help="jira, mspdi, tasks, okrs, readings or people, or waypost: a whole"
        " organisation into an empty installation; the header says if missing",
    )
    command.add_argument(
        "--template",
        metavar="KIND",
        help="write the header of such a table to FILE (.csv, .xlsx), or print it",
    )
    command.add_argument(
        "--metric", metavar="CODE", help="of which metric readings are that name none"
    )
    command.add_argument(
        "--map", metavar="FILE", help="JSON file that says which column is what"
    )
    command.add_argument(
        "--into",
        metavar="CODE",
        help="put everything into the project with this short key",
    )
    command.add_argument(
        "--by",
        "--actor",
        metavar="EMAIL",
        help="who imports; the first administrator if missing",
    )
    command.add_argument(
        "--dry-run", action="store_true", help="say what would happen, change nothing"
    )
    _add_export(add)


def _add_export(add: Add) -> None:
    text = "write the whole organisation into a file that Waypost takes in again"
    command = add("export", "exporting:export", text)
    command.add_argument(
        "--as",
        dest="form",
        choices=["json"],
        default="json",
        help="the form of the file (json)",
    )
    command.add_argument(
        "--output", metavar="FILE", help="the file; standard output if missing"
    )
    command.add_argument(
        "--gzip", action="store_true", help="pack it; so is a FILE that ends with .gz"
    )
    command.add_argument(
        "--with-passwords",
        action="store_true",
        help="with what people sign in with: hashes of passwords, second steps",
    )


if __name__ == "__main__":
    sys.exit(main())
