"""Packed texts of a big file on disk instead of in memory, with where each stands."""

import os
import tempfile
from typing import IO

# Below so many bytes the note of where a text stands is as large as the text.
WORTH_SPILLING = 160
BUFFERED = 1 << 20


class Spill:
    """A file without a name that holds packed texts until its last slip is gone."""

    __slots__ = ("_file", "_size", "_written")

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._size = 0
        self._written = 0

    def put(self, packed: bytes) -> "bytes | Slip":
        """Put a text away; a short one stays as it is."""
        if len(packed) < WORTH_SPILLING:
            return packed
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=BUFFERED)  # noqa: SIM115 - it lives as long as this
        self._file.write(packed)
        slip = Slip(self, self._size, len(packed))
        self._size += len(packed)
        return slip

    def get(self, at: int, size: int) -> bytes:
        """Read a text back."""
        assert self._file is not None
        if at + size > self._written:
            self._file.flush()
            self._written = self._size
        return os.pread(self._file.fileno(), size, at)

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()


class Slip:
    """Where a packed text stands on disk."""

    __slots__ = ("_at", "_size", "spill")

    def __init__(self, spill: Spill, at: int, size: int) -> None:
        self.spill, self._at, self._size = spill, at, size

    def read(self) -> bytes:
        """Return the packed text."""
        return self.spill.get(self._at, self._size)


Packed = bytes | Slip
