"""Who the people of a file are here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext_lazy

from waypost.exchange.reading.incoming import Incoming, Person
from waypost.exchange.reading.problems import Place, Trouble
from waypost.exchange.reading.said import say
from waypost.exchange.taking.troubles import NOBODY, PERSON, Troubles
from waypost.people import queries as people_queries
from waypost.people.models import Person as PersonHere
from waypost.projects.planned import PlannedPerson, PlannedProject, PlannedWork
from waypost.projects.queries.plan_matching import people_of

CHOSEN = "person-"


@dataclass(frozen=True, slots=True)
class Found:
    """Whom each person of the file is here; who is missing is no one here."""

    people: Mapping[Person, PlannedPerson]
    unknown: int


def find_people(
    *,
    viewer: PersonHere,
    incoming: Incoming,
    troubles: Troubles,
    answers: dict[str, str],
) -> Found:
    """Match people by e-mail or name; whoever is no one here becomes a problem."""
    if not incoming.people:
        return Found({}, 0)
    named = {person: _planned(person) for person in incoming.people}
    known = _known(named.values())
    chosen = _people_by_choice(viewer) if answers else {}
    firsts = _first_tasks(incoming)
    found: dict[Person, PlannedPerson] = {}
    unknown = 0
    for person, planned in named.items():
        if known.get(planned) is not None:
            found[person] = planned
            continue
        unknown += 1
        row, key = firsts.get(person, (0, ""))
        choice = _ask(person, Place(row, key, "assignee"), incoming, troubles, answers)
        if choice in chosen:
            found[person] = chosen[choice]
    return Found(found, unknown)


def _planned(person: Person) -> PlannedPerson:
    return PlannedPerson(name=person.name, email=person.email)


def _known(people: Iterable[PlannedPerson]) -> Mapping[PlannedPerson, int | None]:
    """Ask with a plan of nothing but people, so that the rule stands in one place."""
    asked = PlannedProject("people", "people", viewers=tuple(people))
    return people_of(PlannedWork(projects=(asked,)))


def _people_by_choice(viewer: PersonHere) -> dict[str, PlannedPerson]:
    options = people_queries.person_options(viewer=viewer, limit=10_000)
    return {f"{CHOSEN}{o.value}": PlannedPerson(email=o.hint) for o in options}


def _first_tasks(incoming: Incoming) -> dict[Person, tuple[int, str]]:
    firsts: dict[Person, tuple[int, str]] = {}
    for task in incoming.tasks:
        if task.assignee is not None and task.assignee not in firsts:
            firsts[task.assignee] = (task.row, task.key)
    return firsts


def _ask(
    person: Person,
    place: Place,
    incoming: Incoming,
    troubles: Troubles,
    answers: dict[str, str],
) -> str:
    count = (incoming.people or {}).get(person, 0)
    reason = ngettext_lazy(
        "is no one here; %(count)s row names them",
        "is no one here; %(count)s rows name them",
        "count",
    )
    text = person.email or person.name or person.account
    trouble = Trouble(PERSON, text, say(reason, count=count), (NOBODY,))
    return troubles.add(place, trouble, answers=answers)
