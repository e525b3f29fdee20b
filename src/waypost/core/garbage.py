"""Building much at once without being looked through for circles again and again.

Python's collector goes through all that stands in memory each time it has grown by a
quarter. A plan of a hundred thousand tasks has no circles: that is a sixth of the work
of an import, for nothing.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_resting = 0


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of the whole process rest until the last such block ends."""
    global _resting
    with _lock:
        was_at_work = gc.isenabled()
        if was_at_work:
            gc.disable()
        rests = was_at_work or _resting > 0
        _resting += rests
    try:
        yield
    finally:
        with _lock:
            _resting -= rests
            if rests and not _resting:
                gc.enable()
