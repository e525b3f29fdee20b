"""The parts of a workbook, unpacked piece by piece and with a measure."""

import xml.parsers.expat
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Refused, say
from waypost.exchange.reading.xml_records import harden

PIECE = 1 << 18
# A table packs ten- to thirtyfold; a bomb a thousandfold.
MAX_RATIO = 300
FREE_OF_RATIO = 32 * 1024**2
TOO_MUCH = _(
    "This workbook unpacks to far more than a table holds: nothing was read. Save the"
    " sheet as CSV."
)
DAMAGED = _(
    "This Excel workbook is damaged: open it, save it again and bring it once more."
)

Start = Callable[[str, dict[str, str]], None]


def pieces(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    """Unpack a part piece by piece; stop where no table goes on."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise Refused(say(_("This workbook is protected by a password.")))
    size = 0
    with archive.open(info) as part:
        while piece := part.read(PIECE):
            size += len(piece)
            packed = max(1, info.compress_size)
            if size > most or (size > FREE_OF_RATIO and size / packed > MAX_RATIO):
                raise Refused(say(TOO_MUCH))
            yield piece


def parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
    *,
    most: int,
) -> None:
    """Read a small part of XML to its end."""
    reader = parser(start, end, data)
    for piece in pieces(archive, name, most):
        reader.Parse(piece)
    reader.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword


def parser(
    start: Start,
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> Any:
    """Return a parser that refuses what no honest workbook holds."""
    made = xml.parsers.expat.ParserCreate()
    harden(made)
    made.buffer_text = True
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = data
    return made


def local(name: str) -> str:
    """Return the name of an element without its space."""
    return name.rpartition(":")[2]


def whole(text: str) -> int:
    """Return a number in digits; what is none is 0."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else 0
