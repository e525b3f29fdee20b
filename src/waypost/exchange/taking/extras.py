"""What a file says and no field here holds."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from waypost.exchange.reading.kept import Kept


class Extras(Mapping[str, str]):
    """What the reader kept, with a few texts more; packed until it is asked for.

    ``dict()`` asks for one name after the other, so what was unpacked last stays at
    hand; of a hundred thousand items only one is ever unpacked.
    """

    __slots__ = ("_kept", "_more")
    _last: ClassVar[tuple[object, dict[str, str]]] = (None, {})

    def __init__(self, kept: Kept, more: Mapping[str, str]) -> None:
        self._kept = kept
        self._more = {name: text for name, text in more.items() if text} or None

    def _texts(self) -> dict[str, str]:
        owner, texts = Extras._last
        if owner is self:
            return texts
        texts = self._kept.texts()
        for name, text in (self._more or {}).items():
            texts.setdefault(name, text)
        # PostgreSQL takes neither NUL nor half a character into JSON.
        joined = "".join([*texts, *texts.values()])
        if not joined.isascii() or "\0" in joined:
            texts = {_whole(name): _whole(text) for name, text in texts.items()}
        Extras._last = (self, texts)
        return texts

    def __getitem__(self, name: str) -> str:
        return self._texts()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts())

    def __len__(self) -> int:
        return len(self._texts())


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


class Body:
    """A long text that stays packed until it is written."""

    __slots__ = ("_packed",)

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def __str__(self) -> str:
        text = Kept.unpack(self._packed)
        return text if text.isascii() and "\0" not in text else _whole(text)
