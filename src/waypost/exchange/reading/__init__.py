"""Reads files of other tools into neutral items; knows no database and writes nothing.

`read` gives an `Incoming`, or raises `Refused` with a reason for people. The same
file, mapping and answers always give the same. Called again with answers to its
problems, it reads them that way: so nobody has to patch what was read.
"""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Incoming
from waypost.exchange.reading.jira import read_jira
from waypost.exchange.reading.kinds import JIRA, MSPDI, TASKS, identify
from waypost.exchange.reading.mapping import ColumnMap, load_mapping
from waypost.exchange.reading.mspdi import read_mspdi
from waypost.exchange.reading.said import Refused, say
from waypost.exchange.reading.sheet_words import SHEETS
from waypost.exchange.reading.sheets import Sheet, open_sheet
from waypost.exchange.reading.task_tables import read_tasks

TABLES = {JIRA: read_jira, TASKS: read_tasks}
PLANS = (JIRA, MSPDI, TASKS)
KINDS = (*PLANS, *SHEETS)
Said = ColumnMap | Path | str | Mapping[str, object] | None

__all__ = [
    "KINDS",
    "PLANS",
    "ColumnMap",
    "Incoming",
    "Refused",
    "Sheet",
    "detect",
    "load_mapping",
    "read",
    "read_sheet",
]


def detect(path: Path) -> str:
    """Say which kind of file this is, one of `KINDS`; raise `Refused` otherwise."""
    return identify(path).kind


def read(
    path: Path,
    *,
    kind: str | None = None,
    mapping: Said = None,
    answers: Mapping[str, str] | None = None,
) -> Incoming:
    """Read a plan into neutral items.

    `kind` is found out unless given; a given one is held against the file.
    `answers` are the choices for problems of an earlier reading, by problem id.
    """
    _require_known(kind, PLANS)
    said = _mapping(mapping)
    found = identify(path, kind=kind)
    if found.table is None:
        return read_mspdi(path, said, answers or {})
    _require_known(found.kind, PLANS)
    return TABLES[found.kind](found.table, said, answers or {})


def read_sheet(
    path: Path,
    *,
    kind: str,
    mapping: Said = None,
    answers: Mapping[str, str] | None = None,
) -> Sheet:
    """Open a table with a template: its columns are decided, its rows still unread."""
    _require_known(kind, tuple(SHEETS))
    found = identify(path, kind=kind)
    assert found.table is not None
    return open_sheet(found.table, SHEETS[kind], _mapping(mapping), answers or {})


def _mapping(mapping: Said) -> ColumnMap:
    return mapping if isinstance(mapping, ColumnMap) else load_mapping(mapping)


def _require_known(kind: str | None, kinds: tuple[str, ...]) -> None:
    if kind is not None and kind not in kinds:
        reason = _("There is no kind “%(kind)s”; Waypost reads %(kinds)s.")
        raise Refused(say(reason, kind=kind, kinds=", ".join(kinds)))
