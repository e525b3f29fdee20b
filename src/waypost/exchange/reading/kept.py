"""What an item brought that no field of Waypost holds: packed, never lost."""

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from json.encoder import encode_basestring as _quoted

from waypost.exchange.reading.spill import Packed, Slip, Spill

# Below this many bytes packing costs more than it saves: in memory, and on disk.
WORTH_PACKING = 400
WORTH_PACKING_AWAY = 2_000
ENCODER = json.JSONEncoder(ensure_ascii=False)


class Kept(Mapping[str, str]):
    """Name → text, as read-only mapping. A big file keeps 100,000 of these.

    >>> kept = Kept.of({"Sprint": "ONB 4", "Watchers": ""})
    >>> dict(kept)
    {'Sprint': 'ONB 4'}
    """

    __slots__ = ("_packed",)

    def __init__(self, packed: Packed = b"") -> None:
        self._packed = packed

    @classmethod
    def of(cls, texts: Mapping[str, str], spill: Spill | None = None) -> "Kept":
        """Keep the texts that are not empty; with a `spill`, on disk."""
        filled = {name: text for name, text in texts.items() if text}
        if not filled:
            return NOTHING
        return cls(cls.put(as_object(filled), spill))

    def plus(self, name: str, text: str) -> "Kept":
        """Give the same with one text more."""
        return Kept.of({**self, name: text})

    @staticmethod
    def pack(text: str, worth: int = WORTH_PACKING) -> bytes:
        """Make bytes of a text, smaller from so many bytes on."""
        if not text:
            return b""
        plain = text.encode("utf-8", "surrogatepass")
        if len(plain) < worth:
            return b"=" + plain
        return b"z" + zlib.compress(plain, 1)

    @classmethod
    def put(cls, text: str, spill: Spill | None) -> Packed:
        """Pack a text; with a `spill`, put it away on disk."""
        if spill is None:
            return cls.pack(text)
        return spill.put(cls.pack(text, WORTH_PACKING_AWAY))

    @staticmethod
    def unpack(packed: Packed) -> str:
        """Give the text back that was packed."""
        if not packed:
            return ""
        if isinstance(packed, Slip):
            packed = packed.read()
        plain = packed[1:] if packed[:1] == b"=" else zlib.decompress(packed[1:])
        return plain.decode("utf-8", "surrogatepass")

    def instead(self, text: str) -> "Kept":
        """Keep another object of JSON where this one lies: in memory, or on disk."""
        spill = self._packed.spill if isinstance(self._packed, Slip) else None
        return Kept(self.put(text, spill))

    def texts(self) -> dict[str, str]:
        """Give everything at once; ``dict()`` would unpack once for each name."""
        texts: dict[str, str] = json.loads(self.as_json())
        return texts

    def as_json(self) -> str:
        """Give everything as the text of a JSON object."""
        return self.unpack(self._packed) or "{}"

    def __getitem__(self, name: str) -> str:
        return self.texts()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts())

    def __len__(self) -> int:
        return len(self.texts())

    def __hash__(self) -> int:
        return hash(self._packed)

    def __repr__(self) -> str:
        return f"Kept({self.texts()!r})"


def as_object(texts: Mapping[str, str]) -> str:
    """Return JSON, as `ENCODER` would write it: a third of the time."""
    pairs = [f"{_name(name)}: {_quoted(text)}" for name, text in texts.items()]
    return f"{{{', '.join(pairs)}}}"


@lru_cache(maxsize=1024)
def _name(name: str) -> str:
    return _quoted(name)


NOTHING = Kept()
