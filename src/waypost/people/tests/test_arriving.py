"""Many people at once: the checks and answers of one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from waypost.core.access import Denied
from waypost.core.checking import RowRefused
from waypost.core.models import Change, ChangeSet
from waypost.people import actions
from waypost.people.actions import Arrival, PersonTerms
from waypost.people.models import Membership, Person
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


@pytest.fixture
def admin() -> Person:
    return make_admin()


def _arrival(who: str, manager: str = "", **more: object) -> Arrival:
    terms = PersonTerms(email=f"{who}@example.org", name=who)
    return Arrival(replace(terms, **more), manager=manager)  # type: ignore[arg-type]  # what a test says


def test_they_come_with_their_managers_in_any_order(admin: Person) -> None:
    arrivals = [_arrival("ann", "bob@example.org"), _arrival("bob", admin.email)]

    actions.bring_people(actor=admin, now=NOW, arrivals=arrivals)

    ann = Person.objects.get(email="ann@example.org")
    assert ann.manager is not None
    assert ann.manager.manager == admin
    assert not ann.has_usable_password()
    assert ChangeSet.objects.count() == 1
    assert Change.objects.count() == 2


@pytest.mark.parametrize(
    ("arrivals", "at", "said"),
    [
        ([_arrival("ann"), _arrival("ann")], 1, "this address already"),
        ([_arrival("ann"), _arrival("bob", "no@example.org")], 1, "Nobody has"),
        ([_arrival("ann"), _arrival("bob", "bob@example.org")], 1, "to themselves"),
        (
            [_arrival("ann", "bob@example.org"), _arrival("bob", "ann@example.org")],
            1,
            "to themselves",
        ),
        ([_arrival("ann", name="x" * 201)], 0, "at most 200"),
        ([_arrival("ann", email="ann")], 0, "valid email"),
    ],
)
def test_the_one_who_does_not_fit_is_named_and_nobody_comes(
    admin: Person, arrivals: list[Arrival], at: int, said: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        actions.bring_people(actor=admin, now=NOW, arrivals=arrivals)

    assert refused.value.at == at
    assert said in " ".join(refused.value.messages)
    assert Person.objects.count() == 1


def test_only_an_admin_brings_and_amends_people() -> None:
    manager = make_person(role="manager")

    with pytest.raises(Denied):
        actions.bring_people(actor=manager, now=NOW, arrivals=[_arrival("ann")])
    with pytest.raises(Denied):
        actions.amend_people(actor=manager, now=NOW, edits=[])


def test_what_is_said_anew_is_saved_and_the_rest_stays(admin: Person) -> None:
    ann, bob = make_person("Ann"), make_person("Bob")
    edits = [
        (ann, replace(PersonTerms.of(ann), name="Anna", manager=bob), "en"),
        (bob, replace(PersonTerms.of(bob), capacity_hours_per_week=Decimal(30)), ""),
    ]

    actions.amend_people(actor=admin, now=NOW, edits=edits)

    ann.refresh_from_db()
    bob.refresh_from_db()
    assert (ann.name, ann.manager, ann.locale) == ("Anna", bob, "en")
    assert (bob.capacity_hours_per_week, bob.locale) == (30, "")
    before = Change.objects.get(row_id=bob.pk).before
    assert before == {"capacity_hours_per_week": "40.00"}


def test_an_admin_always_stays(admin: Person) -> None:
    second = make_admin()
    edits = [
        (each, replace(PersonTerms.of(each), role="member"), "")
        for each in (second, admin)
    ]

    with pytest.raises(RowRefused, match="is the only admin") as refused:
        actions.amend_people(actor=admin, now=NOW, edits=edits)

    assert refused.value.at == 1
    assert Person.objects.filter(role="admin").count() == 2


def test_managers_form_no_circle(admin: Person) -> None:
    ann = make_person("Ann")
    bob = make_person("Bob", manager=ann)

    edits = [(ann, replace(PersonTerms.of(ann), manager=bob), "")]
    with pytest.raises(RowRefused, match="directly or through others"):
        actions.amend_people(actor=admin, now=NOW, edits=edits)


def test_members_are_put_in_once(admin: Person) -> None:
    team, person = make_team(), make_person()
    member = (team, actions.MemberTerms(person=person, starts_on=date(2026, 2, 2)))

    actions.add_members(actor=admin, now=NOW, members=[member])

    with pytest.raises(RowRefused, match="in the team already"):
        actions.add_members(actor=admin, now=NOW, members=[member])
    with pytest.raises(RowRefused, match="Only the lead"):
        actions.add_members(actor=make_person(), now=NOW, members=[member])
    assert Membership.objects.count() == 1
