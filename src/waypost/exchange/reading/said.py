"""Sentences for people that are put into words late, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its values; `str()` of it is in the language of that moment."""

    text: Any
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        # A lazy plural takes its form only when its values are put in.
        return str(self.text % dict(self.values)) if self.values else str(self.text)


def say(text: object, /, **values: object) -> Said:
    """Hold a lazily translated sentence together with what stands in it."""
    return Said(text, values)


class Refused(Exception):
    """This file is not taken; `reason` says what it is and what to bring instead."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)
