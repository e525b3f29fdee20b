from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from waypost.core import outbox
from waypost.core.models import Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    """Subscribe two consumers and collect what they hear."""
    words: list[tuple[str, int]] = []
    outbox.subscribe(
        "one", events={"test.said"}, handle=lambda e, _: words.append(("one", e.pk))
    )
    outbox.subscribe(
        "two", events={"test.said"}, handle=lambda e, _: words.append(("two", e.pk))
    )
    yield words
    outbox._consumers.pop("one")
    outbox._consumers.pop("two")


def test_each_consumer_hears_an_event_once(heard: list[tuple[str, int]]) -> None:
    now = timezone.now()
    outbox.emit("test.said", {"word": "hello"}, at=now)

    outbox.deliver_due(now=now)
    outbox.deliver_due(now=now + timedelta(days=1))

    assert sorted(name for name, _ in heard) == ["one", "two"]


def test_an_event_that_nobody_hears_is_not_stored() -> None:
    outbox.emit("test.silence", {}, at=timezone.now())

    assert not Event.objects.exists()


def test_nothing_is_sent_that_did_not_commit(heard: list[tuple[str, int]]) -> None:
    now = timezone.now()

    with transaction.atomic():
        outbox.emit("test.said", {}, at=now)
        transaction.set_rollback(True)
    outbox.deliver_due(now=now)

    assert heard == []


def test_a_claimed_delivery_is_not_claimed_again_before_its_lease_ends(
    heard: list[tuple[str, int]],
) -> None:
    now = timezone.now()
    outbox.emit("test.said", {}, at=now)

    first = outbox.claim(now=now)
    second = outbox.claim(now=now + outbox.LEASE / 2)
    third = outbox.claim(now=now + outbox.LEASE)

    assert [len(first), len(second), len(third)] == [2, 0, 2]


def test_a_failing_consumer_is_tried_again_later_and_keeps_its_reason() -> None:
    def fail(event: Event, now: object) -> None:
        raise ValueError("the line is busy")

    outbox.subscribe("busy", events={"test.said"}, handle=fail)
    now = timezone.now()
    outbox.emit("test.said", {}, at=now)

    handled = outbox.deliver_due(now=now)

    outbox._consumers.pop("busy")
    delivery = Delivery.objects.get()
    assert handled == 0
    assert delivery.error == "ValueError: the line is busy"
    assert delivery.due_at > now
    assert delivery.done_at is None


def test_one_failing_consumer_does_not_hold_up_another(
    heard: list[tuple[str, int]],
) -> None:
    def fail(event: Event, now: object) -> None:
        raise ValueError

    outbox.subscribe("busy", events={"test.said"}, handle=fail)
    now = timezone.now()
    outbox.emit("test.said", {}, at=now)

    outbox.deliver_due(now=now)

    outbox._consumers.pop("busy")
    assert len(heard) == 2
