"""The outbox: what an action tells the rest of the house, once it has committed.

An action writes its event in its own transaction, with one delivery row for each
consumer. Workers claim deliveries by lease, never by 'id above a cursor' (ids commit
out of order), so that nothing is sent that did not commit and nothing that committed
is forgotten. A delivery may be repeated after a crash: consumers are idempotent.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from waypost.core.models import Delivery, Event

LEASE = timedelta(minutes=5)
BATCH = 50
MAX_ATTEMPTS = 12

logger = logging.getLogger(__name__)
Handler = Callable[[Event, datetime], None]


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who listens to which events."""

    name: str
    events: frozenset[str]
    handle: Handler


_consumers: dict[str, Consumer] = {}

# Both databases return what they updated; the inner select picks what is due, and
# PostgreSQL's SKIP LOCKED lets several workers claim side by side.
_CLAIM = """
UPDATE core_delivery SET due_at = %s, attempts = attempts + 1
WHERE id IN (
  SELECT id FROM core_delivery
  WHERE done_at IS NULL AND due_at <= %s AND attempts < %s
  ORDER BY due_at, id LIMIT %s {skip}
)
RETURNING id
"""


def subscribe(name: str, *, events: set[str], handle: Handler) -> None:
    """Let the consumer `name` hear `events`; called in an app's ``apps.py``."""
    _consumers[name] = Consumer(name, frozenset(events), handle)


def emit(name: str, payload: dict[str, Any], *, at: datetime) -> None:
    """Write an event and a delivery for each consumer; call inside the transaction."""
    listeners = [c for c in _consumers.values() if name in c.events]
    if not listeners:
        return
    event = Event.objects.create(name=name, payload=payload, at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, consumer=c.name, due_at=at) for c in listeners
    )


def claim(*, now: datetime, limit: int = BATCH) -> list[Delivery]:
    """Lease up to `limit` deliveries that are due and return them."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    sql = _CLAIM.format(skip=skip)
    instant = connection.ops.adapt_datetimefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [instant(now + LEASE), instant(now), MAX_ATTEMPTS, limit])
        ids = [row[0] for row in cursor.fetchall()]
    found = Delivery.objects.filter(pk__in=ids).select_related("event")
    return list(found.order_by("pk"))


def deliver_due(*, now: datetime) -> int:
    """Handle what is due and return how many were handled well."""
    if not Delivery.objects.filter(done_at__isnull=True, due_at__lte=now).exists():
        return 0  # spares SQLite's write lock when there is nothing to do
    return sum(_deliver(delivery, now) for delivery in claim(now=now))


def _deliver(delivery: Delivery, now: datetime) -> bool:
    consumer = _consumers.get(delivery.consumer)
    if consumer is None:
        _postpone(delivery, f"no consumer {delivery.consumer} is installed", now)
        return False
    try:
        with transaction.atomic():
            consumer.handle(delivery.event, now)
            Delivery.objects.filter(pk=delivery.pk).update(done_at=now, error="")
    except Exception as error:
        logger.exception("delivery %s to %s failed", delivery.pk, consumer.name)
        _postpone(delivery, f"{type(error).__name__}: {error}", now)
        return False
    return True


def _postpone(delivery: Delivery, error: str, now: datetime) -> None:
    """Try again later, each time twice as much later."""
    wait = timedelta(seconds=15 * 2**delivery.attempts)
    Delivery.objects.filter(pk=delivery.pk).update(
        due_at=now + wait, error=error[:2000]
    )
