"""What a cell of a file may hold, and what makes it harmless."""

import re
from datetime import date, datetime
from decimal import Decimal

Value = str | int | float | Decimal | date | datetime | bool | None
# A spreadsheet reads what begins so as a formula, also after blanks and tabs.
_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"^[+-]?[\d.,]+$")
# Signs that no XML text may hold, NUL among them; lone surrogates no encoding takes.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767  # what a cell of a spreadsheet takes


def plain(text: str) -> str:
    r"""Return text that any file can hold: no control signs, not too long.

    >>> plain("a\x00b")
    'ab'
    """
    return _UNWRITABLE.sub("", text)[:LONGEST]


def harmless(text: str) -> str:
    """Return text that no spreadsheet runs: a formula gets an apostrophe before it.

    >>> harmless("=1+1"), harmless("−3"), harmless("-3.5"), harmless("@SUM(A1)")
    ("'=1+1", '−3', '-3.5', "'@SUM(A1)")
    """
    kept = plain(text)
    if _FORMULA.match(kept) and not _NUMBER.match(kept):
        return f"'{kept}"[:LONGEST]
    if kept[:1] in {"\t", "\r", "\n"}:
        return f"'{kept}"[:LONGEST]
    return kept
