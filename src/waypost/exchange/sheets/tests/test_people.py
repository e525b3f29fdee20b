from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.core.access import Denied
from waypost.exchange.sheets.tests.tables import (
    LATER,
    answer,
    bring,
    look,
    reasons,
    table,
    take_back,
)
from waypost.people.models import Membership, Person, Team
from waypost.people.tests.factories import (
    make_admin,
    make_calendar,
    make_organisation,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
ADA = {"E-mail": "ada@ferry.example", "Name": "Ada Moss", "Role": "member"}


@pytest.fixture
def admin() -> Person:
    make_organisation()
    return make_admin()


def test_bring_people_with_team_manager_and_calendar(
    tmp_path: Path, admin: Person
) -> None:
    team, calendar = make_team("Deck"), make_calendar("Four days")
    row = ADA | {
        "Team": "deck",
        "Manager e-mail": "bo@ferry.example",
        "Calendar": "Four days",
        "Hours a week": "32,5",
        "Language": "en",
    }
    boss = {"E-mail": "bo@ferry.example", "Name": "Bo Lind", "Role": "Manager"}

    bring(admin, table(tmp_path, row, boss), "people")

    ada = Person.objects.get(email="ada@ferry.example")
    assert (ada.manager and ada.manager.name, ada.calendar) == ("Bo Lind", calendar)
    assert (float(ada.capacity_hours_per_week), ada.locale) == (32.5, "en")
    assert Membership.objects.get().team == team
    assert not ada.has_usable_password()
    assert not mail.outbox


def test_change_nothing_the_second_time(tmp_path: Path, admin: Person) -> None:
    make_team("Deck")
    path = table(tmp_path, ADA | {"Team": "Deck", "Manager e-mail": admin.email})
    bring(admin, path, "people")

    again = bring(admin, path, "people", now=LATER)

    assert again.change_set is None
    assert again.preview.counts.unchanged == 1


def test_are_undone_as_a_whole(tmp_path: Path, admin: Person) -> None:
    done = bring(admin, table(tmp_path, ADA), "people")

    take_back(admin, done)

    assert not Person.objects.filter(email=ADA["E-mail"]).exists()


def test_make_no_admin_unless_that_is_confirmed(tmp_path: Path, admin: Person) -> None:
    path = table(tmp_path, ADA | {"Role": "admin"})

    preview = look(admin, path, "people")
    bring(admin, path, "people")
    assert Person.objects.get(email=ADA["E-mail"]).role == Person.Role.MEMBER
    bring(admin, path, "people", answers=answer(preview, "Role", "admin"))

    assert "confirm" in reasons(preview)["Role"]
    assert Person.objects.get(email=ADA["E-mail"]).is_admin


def test_leave_an_admin_an_admin(tmp_path: Path, admin: Person) -> None:
    row = {"E-mail": admin.email, "Name": admin.name, "Role": "member"}

    done = bring(admin, table(tmp_path, row), "people")

    assert done.change_set is None
    admin.refresh_from_db()
    assert admin.is_admin


def test_make_a_team_only_on_wish(tmp_path: Path, admin: Person) -> None:
    path = table(tmp_path, ADA | {"Team": "Bridge"})
    preview = look(admin, path, "people")

    bring(admin, path, "people")
    assert not Team.objects.exists()
    bring(admin, path, "people", answers=answer(preview, "Team", "make"))

    assert Membership.objects.get().team.name == "Bridge"


def test_leave_circles_of_managers_out(tmp_path: Path, admin: Person) -> None:
    rows = (
        ADA | {"Manager e-mail": "bo@ferry.example"},
        {"E-mail": "bo@ferry.example", "Name": "Bo", "Manager e-mail": ADA["E-mail"]},
    )

    done = bring(admin, table(tmp_path, *rows), "people")

    assert Person.objects.exclude(manager=None).count() == 1
    assert "reports to" in reasons(done.preview)["Manager e-mail"]


def test_name_what_is_wrong_in_each_row(tmp_path: Path, admin: Person) -> None:
    rows = (
        {"E-mail": "no address", "Name": "A"},
        {"E-mail": "b@ferry.example", "Name": ""},
        ADA | {"Role": "captain", "Hours a week": "500", "Language": "tlh"},
        ADA | {"Name": "Again"},
        {"E-mail": "", "Name": "Nobody"},
    )

    preview = look(admin, table(tmp_path, *rows), "people")

    words = " ".join(problem.reason for problem in preview.problems)
    for part in (
        "no e-mail address",
        "new person needs one",
        "no role",
        "0 and 168",
        "no language",
        "row 4 too",
        "is empty",
    ):
        assert part in words
    assert preview.counts.new == 1


def test_are_brought_by_admins_alone(tmp_path: Path) -> None:
    make_organisation()
    manager = make_person(role=Person.Role.MANAGER)

    with pytest.raises(Denied):
        look(manager, table(tmp_path, ADA), "people")


def test_take_as_many_queries_for_twenty_as_for_two(tmp_path: Path) -> None:
    make_organisation()
    admin = make_admin()

    def queries(name: str, count: int) -> int:
        rows = [
            {
                "E-mail": f"{name}{n}@example.org",
                "Name": f"{name} {n}",
                "Manager e-mail": f"{name}0@example.org" if n else admin.email,
            }
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            bring(admin, table(tmp_path, *rows), "people")
        return len(seen)

    assert queries("b", 20) <= queries("a", 2)
