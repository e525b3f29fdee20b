from dataclasses import replace

import pytest

from waypost.core.history import Stale
from waypost.core.models import ChangeSet
from waypost.core.undo import undo
from waypost.okrs import actions
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import NOW, make_cycle, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return make_admin()


def rewrite(
    admin: Person, objective: Objective, *, version: int | None = None
) -> tuple[Objective, Person]:
    """Give an objective another title, a parent and a viewer."""
    parent, friend = make_objective(cycle=objective.cycle), make_person()
    terms = replace(actions.ObjectiveTerms.of(objective), title="Better")
    rewriting = actions.Rewriting(terms, serves=[parent], viewers=[friend])
    actions.rewrite_objective(
        actor=admin, now=NOW, objective=objective, rewriting=rewriting, version=version
    )
    return parent, friend


def test_changes_terms_alignment_and_viewers(admin: Person) -> None:
    objective = make_objective(cycle=make_cycle())

    parent, friend = rewrite(admin, objective)

    objective.refresh_from_db()
    assert objective.title == "Better"
    assert objective.alignments.get().parent_objective == parent
    assert objective.viewers.get().person == friend


def test_is_taken_back_as_one(admin: Person) -> None:
    objective = make_objective(cycle=make_cycle())
    rewrite(admin, objective)

    undo(change_set=ChangeSet.objects.get(), actor=admin, now=NOW)

    objective.refresh_from_db()
    assert objective.title != "Better"
    assert not objective.alignments.exists()
    assert not objective.viewers.exists()


def test_changes_nothing_when_somebody_was_faster(admin: Person) -> None:
    objective = make_objective(cycle=make_cycle())

    with pytest.raises(Stale):
        rewrite(admin, objective, version=99)

    assert not objective.alignments.exists()
