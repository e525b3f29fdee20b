"""A helper process ends with the one that started it, however that one ended."""

import os
import signal
import threading
import time

SECONDS_BETWEEN_LOOKS = 0.5


def follow(parent: int) -> None:
    """End this process soon after its parent, given by its id, is gone.

    A parent that was killed cannot tell its children to stop. The system gives an
    orphan a new parent, and that is what is looked for. The id comes from the parent
    itself: it may be gone before this process can ask.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
