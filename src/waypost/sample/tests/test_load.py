from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from pytest_django.plugin import DjangoDbBlocker

from waypost import sample
from waypost.bets.loading import Scope
from waypost.bets.models import Bet
from waypost.bets.queries.figures import Figures, figures
from waypost.bets.queries.orphans import orphans, pulls
from waypost.core.models import ChangeSet
from waypost.okrs import access as okrs_access
from waypost.okrs import queries as okrs_queries
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Objective, Reading
from waypost.people.actions import AlreadySetUp
from waypost.people.models import Membership, Person, Team
from waypost.projects.models import Dependency, Project, Task, TaskStatus
from waypost.sample.tests.house import NOW, TODAY, Loaded, loaded
from waypost.search import queries as search

# Each test stands in a savepoint of the transaction in which the sample is loaded. On
# both databases it is loaded in test_growing, with more around it.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
EVERYTHING = Scope(live=True, open_work=True)
SECRET = "We are ready to take over the Ramsholm line"


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Loaded]:
    """Loading takes seconds, so the tests of a module share it and change nothing."""
    with django_db_blocker.unblock(), loaded(NOW) as found:
        yield found


def figures_for(viewer: Person) -> Figures:
    return figures(viewer=viewer, scope=EVERYTHING, today=TODAY)


def titles(key_results: Iterator[int] | frozenset[int]) -> set[str]:
    rows = KeyResult.objects.filter(pk__in=list(key_results))
    return set(rows.values_list("title", flat=True))


def test_makes_as_much_as_promised(house: Loaded) -> None:
    active = Objective.objects.filter(cycle__state=Cycle.State.ACTIVE)

    assert house.admin.is_admin
    assert Person.objects.count() == 15
    assert Team.objects.count() == 4
    assert Team.objects.filter(parent__isnull=False).count() == 1
    assert active.count() == 10
    assert KeyResult.objects.filter(objective__in=active).count() == 30
    assert Project.objects.count() == 8
    assert Task.objects.count() == 150
    assert Task.objects.filter(parent__isnull=False).count() > 10
    assert Dependency.objects.count() > 80


def test_can_be_searched_at_once(house: Loaded) -> None:
    found = search.best(viewer=house.admin, text="shore power")

    assert found.groups[0].kind == "projects.project"


def test_has_one_cycle_closed_one_active_and_one_in_planning(house: Loaded) -> None:
    states = Cycle.objects.order_by("starts_on").values_list("state", flat=True)
    former = Objective.objects.filter(cycle__state=Cycle.State.CLOSED)
    coming = Objective.objects.filter(cycle__state=Cycle.State.PLANNING)

    assert list(states) == ["closed", "active", "planning"]
    assert all(objective.reflection for objective in former)
    assert all(
        objective.final_score is not None or objective.kind == "learning"
        for objective in former
    )
    assert [objective.state for objective in coming] == ["draft", "draft"]


def test_has_every_kind_health_and_class_of_coverage(house: Loaded) -> None:
    found = figures_for(house.admin).key_results

    kinds = KeyResult.objects.filter(pk__in=found).values_list("kind", flat=True)
    assert set(kinds) == set(KeyResult.Kind.values)
    health = {row.health for row in found.values()}
    assert health == {"on_track", "at_risk", "off_track", "no_data"}
    classes = {row.coverage_class for row in found.values()}
    assert classes == {"covered", "thin", "hole", "no_work"}


def test_has_projects_in_every_phase(house: Loaded) -> None:
    phases = set(Project.objects.values_list("phase", flat=True))

    assert phases == set(Project.Phase.values)
    assert Project.objects.filter(phase="execution").count() == 4
    assert Project.objects.filter(is_funded=False).get().code == "NIGHT"


def test_has_the_orphans_that_were_meant(house: Loaded) -> None:
    found = orphans(viewer=house.person("greta"), today=TODAY)

    codes = Project.objects.filter(pk__in=found.projects).values_list("code", flat=True)
    assert list(codes) == ["PAINT"]
    assert titles(found.key_results) == {
        "Guests recommend us more than they warn of us",
        "We carry nine thousand tonnes",
        "Thirty night crossings without the main engine",
    }


def test_pulls_one_metric_both_ways_and_harms_a_guardrail(house: Loaded) -> None:
    found = pulls(viewer=house.admin, today=TODAY)

    assert {pull.kind for pull in found} == {"bets", "key_results", "harm", "guardrail"}
    pair = next(pull for pull in found if pull.kind == "key_results")
    assert titles(frozenset({pair.key_result or 0, pair.other_key_result or 0})) == {
        "The long crossing is sailed slower, to save fuel",
        "The long crossing is sailed faster, for the morning market",
    }


def test_has_bets_of_every_sort(house: Loaded) -> None:
    found = figures_for(house.admin)
    stakes = [stake for row in found.key_results.values() for stake in row.stakes]

    states = set(Bet.objects.values_list("state", flat=True))
    assert states == {Bet.State.PROPOSED, Bet.State.ACTIVE, Bet.State.WITHDRAWN}
    assert Bet.objects.filter(step__isnull=False).exists()
    assert any(stake.share_landed == 1 for stake in stakes)
    assert any(stake.is_overdue for stake in stakes)
    assert any(stake.worth != stake.worth_before_overlap for stake in stakes)


def test_hides_the_private_objective_from_all_but_three(house: Loaded) -> None:
    secret = Objective.objects.get(title=SECRET)
    seeing = {
        person.name
        for person in Person.objects.all()
        if okrs_access.visible_objectives(person).filter(pk=secret.pk).exists()
    }

    assert seeing == {"Signe Ravn", "Tomas Lindqvist", "Freja Dahl"}
    assert secret.pk not in figures_for(house.person("greta")).objectives
    assert secret.pk in figures_for(house.person("freja")).objectives


def test_tells_a_viewer_the_same_numbers_as_the_admin(house: Loaded) -> None:
    for_admin = figures_for(house.admin).objectives
    for_viewer = figures_for(house.person("greta")).objectives

    assert for_viewer == {pk: for_admin[pk] for pk in for_viewer}


def test_aligns_over_three_levels_and_to_two_parents(house: Loaded) -> None:
    plug = Objective.objects.get(title__startswith="Plug in")
    quay = Objective.objects.get(title__startswith="The quay is handed over")

    assert plug.alignments.count() == 2
    assert quay.alignments.get().parent_key_result.objective == plug  # type: ignore[union-attr]  # it is aligned to one


def test_has_check_ins_due_for_who_is_shown_them(house: Loaded) -> None:
    def due(key: str) -> int:
        viewer = house.person(key)
        return len(okrs_queries.check_ins_due(viewer=viewer, today=TODAY))

    assert due("aila") >= 3
    assert due("ines") >= 2
    assert due("greta") == 0
    assert okrs_queries.to_acknowledge(viewer=house.admin)
    assert CheckIn.objects.filter(acknowledged_at__isnull=False).count() > 30


def test_has_tasks_late_and_tasks_done_in_time_past(house: Loaded) -> None:
    is_open = Task.objects.exclude(
        status__kind__in=[TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED]
    )
    done = Task.objects.filter(status__kind=TaskStatus.Kind.DONE)

    assert is_open.filter(due_on__lt=TODAY).count() > 8
    assert is_open.filter(due_on__range=(TODAY, TODAY + timedelta(days=7))).count() > (
        10
    )
    assert done.count() > 60
    assert not done.filter(done_at=None).exists()
    assert done.filter(done_at__date__gt=F("due_on")).exists()


def test_dates_nothing_that_happened_after_now(house: Loaded) -> None:
    assert not ChangeSet.objects.filter(at__gt=NOW).exists()
    assert not Reading.objects.filter(observed_at__gt=NOW).exists()
    assert not CheckIn.objects.filter(observed_at__gt=NOW).exists()
    assert not Task.objects.filter(done_at__gt=NOW).exists()


def test_writes_history_as_it_would_have_been(house: Loaded) -> None:
    actors = set(ChangeSet.objects.values_list("actor__name", flat=True))

    assert len(actors) > 10
    assert ChangeSet.objects.filter(at__gt=NOW - timedelta(days=7)).count() > 20
    assert ChangeSet.objects.filter(verb="okrs.move_target").exclude(reason="").exists()


def test_puts_everybody_into_a_team_whatever_the_day(house: Loaded) -> None:
    alone = Person.objects.exclude(pk__in=Membership.objects.values("person"))

    assert {person.name for person in alone} == {
        "Signe Ravn",
        "Tomas Lindqvist",
        "Ines Duarte",
        "Greta Solheim",
    }


def test_lets_the_people_of_the_demo_sign_in(house: Loaded) -> None:
    for person in sample.demo_people():
        row = Person.objects.get(email=person.email)
        assert row.check_password(person.password)


def test_is_refused_where_there_is_an_organisation(house: Loaded) -> None:
    before = ChangeSet.objects.count()

    with pytest.raises(AlreadySetUp):
        sample.load(now=NOW)

    assert ChangeSet.objects.count() == before
