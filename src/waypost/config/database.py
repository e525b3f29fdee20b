"""The state of the database as the command line sees it."""

from collections.abc import Sequence

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from waypost.config.terminal import CommandFailed, ExitCode, Progress


def is_sqlite() -> bool:
    """Tell whether the database is a file of this machine."""
    return connection.vendor == "sqlite"


def pending_migrations() -> list[str]:
    """Return the migrations that the code has and the database does not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(progress: Progress) -> Sequence[str]:
    """Bring the database up to date; return what was applied."""
    pending = pending_migrations()
    if pending:
        with progress:
            progress(0, len(pending))
            call_command("migrate", verbosity=0, interactive=False)
            progress(len(pending), len(pending))
    return pending


def require_current() -> None:
    """Refuse to run on a database that an older Waypost made.

    Raises
    ------
    CommandFailed
        If migrations wait. Where several machines share a database, a person says
        when it changes.
    """
    if pending_migrations():
        message = "The database is not up to date: run `waypost init`, then again."
        raise CommandFailed(message, code=ExitCode.NO_DATABASE)


def hang_up() -> None:
    """Close this process's connections, before others open theirs."""
    connections.close_all()
