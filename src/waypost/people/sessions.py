"""Who is still signed in, asked for many at once: for what stays open for hours."""

from collections.abc import Iterable

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from waypost.people.models import Person

Ticket = tuple[int, str]  # a person's id and the key of the session they came with


def still_signed_in(tickets: Iterable[Ticket]) -> dict[Ticket, Person]:
    """Return the people whose session holds: two queries for all of them.

    It does not hold after signing out, after its last day, with another password, and
    for who is deactivated.
    """
    wanted = set(tickets)
    people = Person.objects.filter(is_active=True).in_bulk({who for who, _ in wanted})
    keys = {key for _, key in wanted}
    running = Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    sessions = {session.pk: session for session in running}
    return {
        (who, key): people[who]
        for who, key in wanted
        if who in people and key in sessions and _is_of(sessions[key], people[who])
    }


def _is_of(session: Session, person: Person) -> bool:
    """Whether a session was begun with the password that the person has now."""
    kept = str(session.get_decoded().get(HASH_SESSION_KEY, ""))
    hashes = [person.get_session_auth_hash()]
    hashes += person.get_session_auth_fallback_hash()
    return any(constant_time_compare(kept, known) for known in hashes)


def stranger() -> Person:
    """Return somebody without any right: what they would see, everybody sees."""
    return Person(pk=0, role=Person.Role.VIEWER)
