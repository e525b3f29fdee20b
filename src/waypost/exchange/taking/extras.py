"""What a file says and no field here holds."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from waypost.exchange.reading.kept import ENCODER, Kept, as_object
from waypost.exchange.reading.spill import Packed

NUL = "\\u0000"  # as JSON writes it


class Extras(Mapping[str, str]):
    """What the reader kept, with a few texts more; packed until it is asked for.

    They are joined as texts that are JSON already, once, when nothing waits: what is
    only passed on to the database is never made into a dictionary. What was unpacked
    last stays at hand; of a hundred thousand items only one is ever unpacked.
    """

    __slots__ = ("_kept",)
    __hash__ = None  # type: ignore[assignment]  # what is equal to a dict has no hash
    _last: ClassVar[tuple[object, dict[str, str]]] = (None, {})

    def __init__(self, kept: Kept, more: Mapping[str, str]) -> None:
        before = kept.as_json()
        text = _joined(before, {name: said for name, said in more.items() if said})
        self._kept = kept if text == before else kept.instead(text)

    def as_json(self) -> str:
        """Return it as a text that both databases take."""
        return self._kept.as_json()

    def _texts(self) -> dict[str, str]:
        owner, texts = Extras._last
        if owner is not self:
            texts = json.loads(self.as_json())
            Extras._last = (self, texts)
        return texts

    def __eq__(self, other: object) -> bool:
        return self._texts() == (other._texts() if isinstance(other, Extras) else other)

    def __getitem__(self, name: str) -> str:
        return self._texts()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts())

    def __len__(self) -> int:
        return len(self._texts())


def _joined(kept: str, more: dict[str, str]) -> str:
    """Return two objects of JSON as one that both databases take."""
    if not more:
        joined = kept
    elif kept == "{}":
        joined = as_object(more)
    else:
        joined = f"{kept[:-1]}, {as_object(more)[1:]}"
    if _is_whole(joined) and not any(_as_name(name) in kept for name in more):
        return joined
    texts = {**more, **json.loads(kept)}
    return as_object({_whole(name): _whole(text) for name, text in texts.items()})


class Body:
    """A long text that stays packed until it is written."""

    __slots__ = ("_is_whole", "_packed")

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._is_whole = False  # not looked at yet

    def __str__(self) -> str:
        text = Kept.unpack(self._packed)
        if not self._is_whole:
            self._is_whole = "\0" not in text and _is_whole(text)
        return text if self._is_whole else _whole(text)


@lru_cache(maxsize=1024)
def _as_name(name: str) -> str:
    """Return how a text of JSON begins to say what stands under a name."""
    return f"{ENCODER.encode(name)}: "


def _is_whole(text: str) -> bool:
    """Say whether PostgreSQL takes a text: it holds neither NUL nor half a letter."""
    if NUL in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")
