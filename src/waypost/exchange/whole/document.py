"""Reading a document piece by piece: what it holds in memory is one row.

It takes any layout of the JSON, not only a row a line, so that a file which another
program has written anew is read as well.
"""

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _

from waypost.exchange.whole.errors import NotThisFile

FORMAT, VERSION = "waypost-organisation", 1
PIECE = 256 * 1024
LONGEST_ROW = 32 * 1024 * 1024  # characters
GZIP = b"\x1f\x8b"
# What is packed more tightly than any organisation is no organisation.
MOST_UNPACKED = 200
UNPACKED_ANYWAY = 64 * 1024 * 1024
_SPACE = " \t\r\n"
Tell = Callable[[int, int], None]


class _Refused(ValueError):
    """JSON that no document has; the message says what."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = _("“%(name)s” stands twice in one object")
        raise _Refused(message % {"name": twice[:60]})
    return found


def _no_number(word: str) -> Any:
    raise _Refused(_("%(word)s is no number in JSON") % {"word": word})


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


@dataclass(slots=True)
class Document:
    """A document while it is read, from its head to its last table."""

    stream: IO[str]
    is_with_passwords: bool = False
    place: str = field(default_factory=lambda: _("the beginning"))
    _text: str = ""
    _at: int = 0
    _is_over: bool = False
    _seen: set[str] = field(default_factory=set)

    def read_head(self) -> None:
        """Read what stands before the tables.

        Raises
        ------
        NotThisFile
            If it is no document of ours, or one of a newer release.
        """
        self._take("{", _("This is no organization exported by Waypost"))
        head: dict[str, Any] = {}
        while (name := self._name()) != "tables":
            if name in head:
                self.refuse(_("“%(name)s” stands twice") % {"name": name[:60]})
            head[name] = self._value()
            self._take(",", _("after the head the tables must follow"))
            self._require_head(head)
        if head.keys() != {"format", "version", "passwords"}:
            raise self.wrong(_("the head must say format, version and passwords"))
        self.is_with_passwords = head["passwords"]

    def _require_head(self, head: dict[str, Any]) -> None:
        if head.get("format") != FORMAT:
            raise self.wrong(_("this is no organization exported by Waypost"))
        version = head.get("version", VERSION)
        if isinstance(version, bool) or not isinstance(version, int):
            raise self.wrong(_("the version is a whole number"))
        if version != VERSION:
            message = _(
                "the file has version %(its)s of the format; this Waypost reads version"
                " %(ours)s. Update it"
            )
            self.refuse(message % {"its": str(version)[:20], "ours": VERSION})
        if not isinstance(head.get("passwords", False), bool):
            raise self.wrong(_("passwords is true or false"))
        if unknown := head.keys() - {"format", "version", "passwords"}:
            message = _("the head says “%(name)s”, which is not known here")
            self.refuse(message % {"name": min(unknown)[:60]})

    def tables(self) -> Iterator[str]:
        """Yield the name of each table; read its rows before you ask for the next."""
        self._take("{", _("tables must be an object"))
        if self._peek() != "}":
            while True:
                name = self._name()
                self.place = name[:80]
                if name in self._seen:
                    raise self.wrong(_("this table stands twice"))
                self._seen.add(name)
                yield name
                if self._peek() != ",":
                    break
                self._at += 1
        self.place = _("the end")
        self._take("}", _("the tables do not end"))
        self._take("}", _("the document does not end"))
        if self._peek():
            raise self.wrong(_("something stands after the document"))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the table whose name was yielded last."""
        table = self.place
        self._take("[", _("the rows of a table stand in a list: [ … ]"))
        if self._peek() == "]":
            self._at += 1
            return
        for count in range(1, 2**62):
            self.place = _("%(table)s, row %(n)s") % {"table": table, "n": count}
            row = self._value()
            if not isinstance(row, dict):
                raise self.wrong(_("a row is an object: { … }"))
            yield row
            sign = self._peek()
            if sign not in {",", "]"}:
                raise self._cut_off(_("a comma or the end of the list is missing"))
            self._at += 1
            if sign == "]":
                return

    def wrong(self, what: str) -> NotThisFile:
        """Return an error that names the place."""
        message = _("%(place)s: %(what)s. Nothing was imported.")
        return NotThisFile(message % {"place": self.place, "what": what})

    def refuse(self, what: str) -> NoReturn:
        """Raise an error that names the place.

        Raises
        ------
        NotThisFile
            Always.
        """
        raise self.wrong(what)

    def _name(self) -> str:
        if self._peek() != '"':
            raise self._cut_off(_("a name in quotes is missing"))
        name: str = self._value()
        self._take(":", _("a colon is missing"))
        return name

    def _take(self, sign: str, otherwise: str) -> None:
        if self._peek() != sign:
            raise self._cut_off(otherwise)
        self._at += 1

    def _cut_off(self, otherwise: str) -> NotThisFile:
        if not self._peek() and (self._seen or self._at):
            return self.wrong(_("the file ends here, in the middle: it is cut off"))
        return self.wrong(otherwise)

    def _peek(self) -> str:
        """Return the next sign that is no space; nothing at the end."""
        while True:
            while self._at < len(self._text):
                sign = self._text[self._at]
                if sign not in _SPACE:
                    return sign
                self._at += 1
            if not self._fill(PIECE):
                return ""

    def _value(self) -> Any:
        """Read one value, with as much of the file as it needs."""
        self._peek()
        piece = PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error):
                    raise self._no_json(error) from error
            except RecursionError as error:
                raise self.wrong(_("it is nested too deep")) from error
            except ValueError as error:  # ours, or a number of thousands of digits
                is_ours = isinstance(error, _Refused)
                said = str(error) if is_ours else _("a number is huge")
                raise self.wrong(said) from error
            else:
                # A number may go on in the next piece.
                if end < len(self._text) or not self._fill(piece):
                    self._at = end
                    return value
                continue
            if len(self._text) - self._at > LONGEST_ROW:
                raise self.wrong(_("the row is longer than any row of Waypost"))
            if not self._fill(piece):
                raise self.wrong(_("the file ends here, in the middle: it is cut off"))
            piece *= 2

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Say whether more of the file could make sense of it."""
        is_at_end = error.pos >= len(self._text) - 12
        return is_at_end or error.msg.startswith("Unterminated string")

    def _no_json(self, error: json.JSONDecodeError) -> NotThisFile:
        near = self._text[error.pos : error.pos + 20]
        return self.wrong(_("this is no JSON near “%(text)s”") % {"text": near})

    def _fill(self, size: int) -> bool:
        """Read on; say whether there was anything."""
        if self._is_over:
            return False
        try:
            more = self.stream.read(size)
        except UnicodeDecodeError as error:
            raise self.wrong(_("it is not written in UTF-8")) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise self.wrong(_("the packed file is damaged")) from error
        except EOFError as error:
            raise self.wrong(_("the packed file is cut off")) from error
        self._text, self._at = self._text[self._at :] + more, 0
        self._is_over = not more
        return bool(more)


class _Unpacked(io.RawIOBase):
    """A gzip stream that does not swell without end."""

    def __init__(self, packed: IO[bytes], size: int) -> None:
        self._stream = gzip.GzipFile(fileobj=packed)
        self._left = max(UNPACKED_ANYWAY, size * MOST_UNPACKED)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            message = _(
                "The packed file swells beyond any organisation when it is unpacked."
                " Nothing was imported."
            )
            raise NotThisFile(message)
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path, tell: Tell | None = None) -> Iterator[Document]:
    """Open a file, packed or not, and read its head.

    Raises
    ------
    NotThisFile
        If it is no document that this release reads.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        is_packed = file.read(2) == GZIP
        file.seek(0)
        told: Any = _Told(file, size, tell) if tell else file
        raw = io.BufferedReader(_Unpacked(told, size), PIECE) if is_packed else told
        with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n") as stream:
            document = Document(stream)
            document.read_head()
            yield document


class _Told(io.RawIOBase):
    """A file that tells how much of it has been read."""

    def __init__(self, file: IO[bytes], size: int, tell: Tell) -> None:
        self._file, self._size, self._tell, self._done = file, size, tell, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        self._tell(self._done, self._size)
        return len(data)


def is_ours(path: Path) -> bool:
    """Say whether a file begins as a document of ours does."""
    try:
        with opened(path):
            return True
    except (NotThisFile, OSError):
        return False
