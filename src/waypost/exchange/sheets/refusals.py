"""What actions refuse of a table, with the row that it was."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from waypost.core.checking import RowRefused
from waypost.exchange.errors import CannotGoOn
from waypost.exchange.reading.sheets import Entry


@contextmanager
def telling(entries: Sequence[Entry]) -> Iterator[None]:
    """Name the row whose writing was refused."""
    try:
        yield
    except (ValidationError, PermissionDenied) as error:
        at = error.at if isinstance(error, RowRefused) else 0
        message = _("Row %(row)s: %(why)s Nothing was written.")
        said = {"row": entries[at].number, "why": words_of(error)}
        raise CannotGoOn(message % said) from error


def words_of(error: ValidationError | PermissionDenied) -> str:
    """Return what was refused, in one line."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
