"""Pages with much on them speak no unmarked word either: the sample, in brackets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.crawl import client_of, crash_of
from tests.pseudo import Known, spoken, unmarked
from tests.test_words import written
from waypost.okrs.models import KeyResult, Objective
from waypost.people.models import Person
from waypost.sample.tests.house import loaded

# Each test stands in a savepoint of the transaction in which the sample is loaded.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHO = ("signe", "aila", "greta")  # an admin, a lead with check-ins due, a viewer


@dataclass(frozen=True, slots=True)
class Sample:
    """The words of the sample, and where its fullest pages are."""

    data: Known
    addresses: list[str]


@pytest.fixture(scope="module")
def sample(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Sample]:
    with django_db_blocker.unblock(), loaded(datetime.now(UTC)):
        yield Sample(Known(written()), list(_addresses()))


def _addresses() -> Iterator[str]:
    yield from ("/", "/map/?view=map", "/map/?view=outline", "/map/?lone=on")
    yield from ("/objectives/", "/objectives/?by=alignment", "/projects/", "/history/")
    for kind in KeyResult.Kind.values:
        found = KeyResult.objects.filter(kind=kind, objective__visibility="everyone")
        yield f"/key-results/KR-{found.latest('number').number}/"
    for level in Objective.Level.values:
        own = Objective.objects.filter(level=level, visibility="everyone")
        objective = own.filter(cycle__state="active").first()
        if objective is not None:
            yield f"/objectives/O-{objective.number}/"
            yield f"/map/node/O-{objective.number}/"
    yield from ("/projects/SHORE/", "/projects/SHORE/plan/", "/projects/SHORE/tasks/1/")


@pytest.mark.parametrize("who", WHO)
def test_no_word_is_unmarked(sample: Sample, who: str) -> None:
    client = client_of(Person.objects.get(email=f"{who}@ottersund.example"))

    found = []
    with spoken():
        answers = {address: client.get(address) for address in sample.addresses}
    for address, answer in answers.items():
        assert not crash_of(answer), f"{address}: {crash_of(answer)}"
        loose = unmarked(answer.content.decode(), sample.data)
        found += [f"{address}: {each}" for each in loose]

    assert not found, "\n".join(found)
