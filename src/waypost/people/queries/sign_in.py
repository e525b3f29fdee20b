"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser that is signed in."""

    pk: int
    agent: str
    ip: str
    since: datetime
    is_current: bool


def sessions(*, viewer: Person, current: str, now: datetime) -> list[SessionRow]:
    """Return the browsers in which `viewer` is signed in, this one first: one query."""
    rows = _living(viewer, now).order_by("-created_at", "-pk")
    listed = [
        SessionRow(
            pk=row.pk,
            agent=row.user_agent,
            ip=row.ip,
            since=row.created_at,
            is_current=row.session_key == current,
        )
        for row in rows
    ]
    return sorted(listed, key=lambda row: not row.is_current)


def has_second_step(*, viewer: Person, person: Person) -> bool:
    """Whether a code is asked of somebody besides the password."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: bool = Authenticator.objects.filter(user=person, type__in=kinds).exists()
    return found


def session(*, viewer: Person, pk: int, now: datetime) -> UserSession:
    """Return one session of `viewer`.

    Raises
    ------
    UserSession.DoesNotExist
        If they have none like that.
    """
    return _living(viewer, now).get(pk=pk)


def _living(viewer: Person, now: datetime):  # type: ignore[no-untyped-def]  # rows of a library without types
    alive = Session.objects.filter(expire_date__gt=now)
    return UserSession.objects.filter(
        user=viewer, session_key__in=alive.values("session_key")
    )
