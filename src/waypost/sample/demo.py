"""Whom to sign in as in the sample, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from waypost.sample.content.organisation import ADMIN, PEOPLE

# Everybody in the sample has it, it is printed where the sample is loaded, and it is
# here for all to read: never load the sample where real people work.
PASSWORD = "seven islands, one ferry"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as."""

    name: str
    email: str
    role: str
    why: str
    password: str = PASSWORD


def demo_people() -> tuple[DemoPerson, ...]:
    """Return four people who see four different things."""
    return (
        _demo(
            "signe",
            _("Admin, leads strategy"),
            _("sees everything, runs the cycle, and reads what was checked in"),
        ),
        _demo(
            "ines",
            _("Manager of a project"),
            _("runs Shore power at Havnø, with late tasks, bets and its own objective"),
        ),
        _demo(
            "aila",
            _("Team lead"),
            _("has check-ins due, tasks this week, and bets to accept"),
        ),
        _demo(
            "greta",
            _("Viewer, from the board"),
            _("reads, changes nothing, and misses one objective without knowing it"),
        ),
    )


def _demo(key: str, role: str, why: str) -> DemoPerson:
    person = next(each for each in (ADMIN, *PEOPLE) if each.key == key)
    return DemoPerson(name=person.name, email=person.email, role=role, why=why)
