"""What the columns of one kind of file may become, and by which words they are known.

Readers of tables share the way from a header to a field (`columns`); what differs
between them stands here, one `Lexicon` for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import KEEP, LEAVE_OUT
from waypost.exchange.reading.said import Said, say


@dataclass(frozen=True, slots=True)
class Field:
    """A field's words, how its texts are read, and whether columns may share it."""

    label: Said
    reads: str = "text"
    many: bool = False


def field_of_kind(label: object, reads: str = "text", *, many: bool = False) -> Field:
    """Describe a field."""
    return Field(say(label), reads, many)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The fields of a kind of file.

    `needed` names those without which nothing can be made, `words` the headers that
    mean a field, the best first, `know` the field that a header means. A bare length
    of time is in `unit`.
    """

    fields: Mapping[str, Field]
    needed: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    know: Callable[[str], str | None]
    unit: str = "seconds"
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def options(self) -> tuple[str, ...]:
        """What a column may become."""
        return (*self.fields, KEEP, LEAVE_OUT)


OTHER_LABELS = {
    KEEP: say(_("Keep with the item")),
    LEAVE_OUT: say(_("Leave out")),
}
