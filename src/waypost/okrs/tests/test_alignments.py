from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from waypost.core.access import Denied
from waypost.okrs import actions
from waypost.okrs.models import Alignment, Objective
from waypost.okrs.tests.factories import (
    NOW,
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return make_admin()


def align(actor: Person, child: Objective, parent: actions.Parent) -> None:
    actions.align(actor=actor, now=NOW, objective=child, parent=parent)


def test_takes_any_number_at_once(admin: Person) -> None:
    child, above, key_result = make_objective(), make_objective(), make_key_result()

    actions.set_alignments(
        actor=admin, now=NOW, objective=child, serves=[above, key_result]
    )
    actions.set_alignments(actor=admin, now=NOW, objective=child, serves=[key_result])

    assert child.alignments.get().parent_key_result == key_result
    actions.unalign(actor=admin, now=NOW, objective=child, parent=key_result)
    assert not child.alignments.exists()


def test_refuses_to_support_itself(admin: Person) -> None:
    key_result = make_key_result()
    objective = key_result.objective

    with pytest.raises(actions.WouldCircle, match="does not support itself"):
        align(admin, objective, objective)
    with pytest.raises(actions.WouldCircle, match="key result of this objective"):
        align(admin, objective, key_result)


def test_refuses_a_circle_through_a_key_results_own_objective(admin: Person) -> None:
    top = make_objective(title="Top")
    middle = make_key_result(objective=make_objective(title="Middle"))
    below = make_objective(title="Below")
    make_alignment(middle.objective, top)
    make_alignment(below, middle)

    with pytest.raises(actions.WouldCircle, match="Below › Middle"):
        align(admin, top, below)
    with pytest.raises(actions.WouldCircle):
        align(admin, top, make_key_result(objective=below))


def test_refuses_a_circle_within_one_save(admin: Person) -> None:
    objective = make_objective()
    child = make_objective()
    make_alignment(child, objective)

    with pytest.raises(actions.WouldCircle):
        actions.set_alignments(
            actor=admin, now=NOW, objective=objective, serves=[make_objective(), child]
        )

    assert not objective.alignments.exists()


def test_names_only_what_the_person_sees_of_a_circle() -> None:
    cycle_manager = make_person()
    cycle = make_cycle(manager=cycle_manager)
    top = make_objective(cycle=cycle)
    hidden = make_objective(title="Hidden", visibility="named")
    below = make_objective(title="Below")
    make_alignment(hidden, top)
    make_alignment(below, hidden)

    with pytest.raises(actions.WouldCircle) as refusal:
        align(cycle_manager, top, below)

    assert "Below › other work" in refusal.value.messages[0]
    assert "Hidden" not in refusal.value.messages[0]


def test_does_not_know_what_the_person_cannot_see() -> None:
    person = make_person()
    own = make_objective(person=person)
    hidden = make_objective(visibility="named")

    with pytest.raises(actions.Refused, match=f"There is no {hidden.code}"):
        align(person, own, hidden)


def test_leaves_alone_what_the_person_cannot_see() -> None:
    person = make_person()
    own = make_objective(person=person)
    hidden = make_objective(visibility="named")
    make_alignment(own, hidden)

    actions.set_alignments(actor=person, now=NOW, objective=own, serves=[])

    assert own.alignments.get().parent_objective == hidden


def test_is_denied_to_who_may_not_edit_the_child() -> None:
    with pytest.raises(Denied):
        align(make_person(), make_objective(), make_objective())


def test_says_that_it_was_not_aligned(admin: Person) -> None:
    with pytest.raises(actions.Refused, match="not aligned"):
        actions.unalign(
            actor=admin, now=NOW, objective=make_objective(), parent=make_objective()
        )


@pytest.mark.django_db(transaction=True)
def test_closes_no_circle_when_two_save_at_once() -> None:
    """SQLite lets one write after the other; in PostgreSQL the guard row does."""
    admin = make_admin()
    first, second = make_objective(), make_objective()
    together = connection.vendor == "postgresql"
    barrier = Barrier(2 if together else 1)
    refused: list[str] = []

    def save(child: Objective, parent: Objective) -> None:
        barrier.wait(timeout=10)
        try:
            align(admin, child, parent)
        except actions.WouldCircle:
            refused.append(child.code)
        finally:
            if together:
                connections.close_all()

    pairs = [(first, second), (second, first)]
    threads = [Thread(target=save, args=pair) for pair in pairs]
    if together:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        for thread in threads:
            thread.run()

    assert len(refused) == 1
    assert Alignment.objects.count() == 1
