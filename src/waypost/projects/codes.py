"""Short keys: what a project and a task are called by people."""

import re
import unicodedata
from collections.abc import Collection

MOST = 12
_OF_ONE_WORD = 5


def code_of_task(project_code: str, number: int) -> str:
    """Return what people call a task.

    >>> code_of_task("WEB", 17)
    'WEB-17'
    """
    return f"{project_code}-{number}"


def suggest_code(name: str, taken: Collection[str] = ()) -> str:
    """Return a short key for a project of this name that nobody has.

    The initials of three words and more, else the beginning of the first word.

    >>> suggest_code("Guided set-up")
    'GUIDE'
    >>> suggest_code("Import of three systems", taken={"IOTS"})
    'IOTS2'
    >>> suggest_code("Übersicht")
    'UBERS'
    >>> suggest_code("24/7 service")
    'P247'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = [re.sub(r"[^A-Z0-9]", "", word) for word in plain.upper().split()]
    words = [word for word in words if word]
    if len(words) > 2:
        stem = "".join(word[0] for word in words)[: MOST - 4]
    else:
        stem = "".join(words[:1])[:_OF_ONE_WORD]
    return free_code(stem, taken)


def free_code(wanted: str, taken: Collection[str]) -> str:
    """Return `wanted` as a valid short key, with a number if somebody has it.

    >>> free_code("onb", {"ONB", "ONB2"})
    'ONB3'
    >>> free_code("", set())
    'PROJECT'
    """
    stem = re.sub(r"[^A-Z0-9]", "", wanted.upper())
    if stem and not stem[0].isalpha():
        stem = f"P{stem}"
    stem = stem[:MOST] if len(stem) > 1 else f"{stem}PROJECT"
    code, tail = stem, 1
    while code in taken:
        tail += 1
        code = f"{stem[: MOST - len(str(tail))]}{tail}"
    return code
