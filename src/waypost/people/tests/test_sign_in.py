from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from waypost.core.access import Denied
from waypost.core.models import Change, ChangeSet
from waypost.people import actions, queries
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def make_session(person: Person, agent: str = "Firefox") -> UserSession:
    store = SessionStore()
    store.create()
    return UserSession.objects.create(
        user=person, ip="203.0.113.7", session_key=store.session_key, user_agent=agent
    )


def test_sessions_are_ones_own_and_this_one_comes_first() -> None:
    person = make_person()
    here = make_session(person)
    make_session(person, "Safari")
    make_session(make_person())

    rows = queries.sessions(viewer=person, current=here.session_key, now=timezone.now())

    assert [(row.agent, row.is_current) for row in rows] == [
        ("Firefox", True),
        ("Safari", False),
    ]


def test_sessions_that_are_over_are_not_listed() -> None:
    person = make_person()
    session = make_session(person)
    past = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=session.session_key).update(expire_date=past)

    assert queries.sessions(viewer=person, current="", now=timezone.now()) == []


def test_a_session_is_ended_by_its_person_alone() -> None:
    person = make_person()
    session = make_session(person)

    with pytest.raises(Denied):
        actions.end_session(actor=make_admin(), now=NOW, session=session)
    actions.end_session(actor=person, now=NOW, session=session)

    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_all_others_end_at_once() -> None:
    person = make_person()
    here, stranger = make_session(person), make_session(make_person())
    make_session(person)
    make_session(person)

    ended = actions.end_other_sessions(actor=person, now=NOW, current=here.session_key)

    assert ended == 2
    assert {here, stranger} == set(UserSession.objects.all())
    assert Session.objects.count() == 2


def test_sessions_end_with_being_switched_off() -> None:
    person = make_person()
    make_session(person)

    actions.deactivate_person(actor=make_admin(), now=NOW, person=person)

    assert not Session.objects.exists()


def test_a_lost_sign_in_is_reset_and_no_secret_is_kept() -> None:
    admin, person = make_admin(), make_person(password="a long walk home")
    old = person.password
    make_session(person)
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "sesame"}
    )

    actions.reset_sign_in(actor=admin, now=NOW, person=person)

    person.refresh_from_db()
    assert not person.has_usable_password()
    assert not queries.has_second_step(viewer=admin, person=person)
    assert not Session.objects.exists()
    assert ChangeSet.objects.get().verb == "people.reset_sign_in"
    kept = repr(list(Change.objects.values_list("before", flat=True)))
    assert old not in kept
    assert "sesame" not in kept


def test_a_sign_in_is_reset_by_another_admin_and_for_who_is_there() -> None:
    admin, off = make_admin(), make_person(is_active=False)

    with pytest.raises(Denied):
        actions.reset_sign_in(actor=make_person(), now=NOW, person=admin)
    with pytest.raises(actions.Refused, match="lock yourself out"):
        actions.reset_sign_in(actor=admin, now=NOW, person=admin)
    with pytest.raises(actions.Refused, match="switched off"):
        actions.reset_sign_in(actor=admin, now=NOW, person=off)
