"""Random 64-bit keys: what a row is called beyond this database.

A key survives export and import and seeds the row's noise in simulations. It is
positive, so that every database and every JSON reader of strings holds it alike.
"""

import secrets
import struct


def new_key() -> int:
    """Return a random positive 63-bit number."""
    return secrets.randbits(63) or 1


def new_keys(count: int) -> list[int]:
    """Return so many of them, asking the machine for randomness once."""
    raw = secrets.token_bytes(8 * count)
    return [number >> 1 or 1 for number in struct.unpack(f"<{count}Q", raw)]
