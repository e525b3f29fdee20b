"""Numbers as people type them into a filter or a bulk edit."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,9})?")


def number_of(text: str) -> Decimal | None:
    """Return a typed number, its decimals after a point or a comma, or nothing.

    >>> number_of("−1,5"), number_of("12"), number_of("1e400"), number_of("٣")
    (Decimal('-1.5'), Decimal('12'), None, None)
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", "."))
