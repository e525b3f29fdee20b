"""Short numbers that people read and say: the 142 of KR-142."""

from django.db import connection

_TAKE = """
INSERT INTO core_sequence (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = core_sequence.last + excluded.last
RETURNING last
"""


def take(name: str, count: int = 1) -> int:
    """Take `count` numbers of the sequence `name` and return the first of them.

    One statement, so that two people at once never get the same. A number taken in a
    transaction that rolls back is free again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [name, count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1
