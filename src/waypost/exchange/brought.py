"""The one shape of every import: what a file brings, compared with what stands here.

A kind of file (`kinds`) is a name and a function that studies a file into a `Brought`.
Whoever previews, queues, writes and reports knows nothing else: pages, the worker, the
command line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from waypost.core import history
from waypost.exchange.preview import Preview
from waypost.people.models import Person

Phase = Callable[[str], None]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and what a person said about it; `now` is when it is studied."""

    path: Path
    kind: str | None = None
    mapping: dict[str, Any] | None = None
    answers: dict[str, str] | None = None
    now: datetime | None = None


class Brought(Protocol):
    """What a file would change here; nothing is written before `write`."""

    @property
    def kind(self) -> str:
        """Which kind of file it is."""

    @property
    def is_read(self) -> bool:
        """Whether its columns say enough to make anything of it."""

    @property
    def blocked(self) -> Sequence[str]:
        """What nothing could be done about: with it, nothing is written."""

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""

    def preview(self) -> Preview:
        """Return what the steps of the import show."""

    def projects(self) -> list[int]:
        """Return the projects that it finds here."""

    def ready(self) -> Any:
        """Make ready what needs no lock; called before the transaction begins."""

    def write(
        self, change: history.Recorder, now: datetime, *, ready: Any, tell: Tell | None
    ) -> list[int]:
        """Write all of it in the open change set; return the projects it went into."""


Study = Callable[[Person, Source, Phase], Brought]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name in addresses and commands, its label, its reader."""

    name: str
    label: Any
    study: Study
    is_plan: bool = False
