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
from waypost.exchange.reading.kinds import JIRA, MSPDI, identify
from waypost.exchange.reading.mapping import ColumnMap, load_mapping
from waypost.exchange.reading.mspdi import read_mspdi
from waypost.exchange.reading.said import Refused, say

KINDS = (JIRA, MSPDI)

__all__ = [
    "KINDS",
    "ColumnMap",
    "Incoming",
    "Refused",
    "detect",
    "load_mapping",
    "read",
]


def detect(path: Path) -> str:
    """Say which kind of file this is, `jira` or `mspdi`; raise `Refused` otherwise."""
    return identify(path).kind


def read(
    path: Path,
    *,
    kind: str | None = None,
    mapping: ColumnMap | Path | str | Mapping[str, object] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Incoming:
    """Read a file into neutral items.

    `kind` is found out unless given; a given one is held against the file.
    `answers` are the choices for problems of an earlier reading, by problem id.
    """
    if kind is not None and kind not in KINDS:
        reason = _("There is no kind “%(kind)s”; Waypost reads %(kinds)s.")
        raise Refused(say(reason, kind=kind, kinds=", ".join(KINDS)))
    said = mapping if isinstance(mapping, ColumnMap) else load_mapping(mapping)
    found = identify(path, kind=kind)
    if found.csv is not None:
        return read_jira(found.csv, said, answers or {})
    return read_mspdi(path, said, answers or {})
