"""Ways in: sessions, and starting over for somebody who has lost theirs.

Passwords, second steps and sessions are the library's rows. They are written past the
recorder: history says who did what when, and keeps no secret.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people import access
from waypost.people.actions.errors import Refused
from waypost.people.models import Person


def end_session(*, actor: Person, now: datetime, session: UserSession) -> None:
    """Sign one browser of `actor` out.

    Raises
    ------
    waypost.core.access.Denied
        If it is somebody else's.
    """
    access.require_own_session(actor, session.user_id)
    with history.change(
        actor=actor, now=now, verb="people.end_session", subject=actor
    ) as change:
        session.end()
        change.emit("people.end_session", person=actor.pk)


def end_other_sessions(*, actor: Person, now: datetime, current: str) -> int:
    """Sign out all browsers of `actor` but the one with this key; return how many."""
    with history.change(
        actor=actor, now=now, verb="people.end_sessions", subject=actor
    ) as change:
        ended = end_all(actor, besides=current)
        change.emit("people.end_sessions", person=actor.pk)
    return ended


def reset_sign_in(*, actor: Person, now: datetime, person: Person) -> None:
    """Take away a password and a second step that somebody has lost.

    All their sessions end; they come back by a link that an admin gives them.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it is their own, or the person is switched off.
    """
    access.require_admin(actor)
    if actor.pk == person.pk:
        raise Refused(_("You would lock yourself out; change your password instead."))
    if not person.is_active:
        message = _("%(name)s is switched off; switch them on first.")
        raise Refused(message % {"name": person.name})
    with history.change(
        actor=actor,
        now=now,
        verb="people.reset_sign_in",
        subject=person,
        summary=person.name,
    ) as change:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        Authenticator.objects.filter(user=person).delete()
        end_all(person)
        change.emit("people.reset_sign_in", person=person.pk)


def end_all(person: Person, besides: str = "") -> int:
    """End the sessions of a person, all but the one with the key `besides`."""
    sessions = UserSession.objects.filter(user=person).exclude(session_key=besides)
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    return ended
