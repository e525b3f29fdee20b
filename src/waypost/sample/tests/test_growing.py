"""The sample of the size S, loaded whole; every test reads and changes nothing."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import timedelta
from random import Random

import pytest
from django.apps import apps
from django.db.models import F, Max, Min, Q
from pytest_django.plugin import DjangoDbBlocker

from waypost.bets.loading import Scope
from waypost.bets.models import Bet, ProjectObjective
from waypost.bets.queries.figures import Figures, figures
from waypost.bets.queries.orphans import orphans, pulls
from waypost.core.as_of import as_of
from waypost.core.models import Change, ChangeSet, Entity, ExternalReference
from waypost.okrs import access as okrs_access
from waypost.okrs.models import (
    Alignment,
    CheckIn,
    Cycle,
    KeyResult,
    Metric,
    MetricInput,
    Objective,
    Reading,
)
from waypost.people.models import Calendar, Person, Team, TimeOff
from waypost.projects import access as projects_access
from waypost.projects.models import Dependency, Milestone, Project, Task
from waypost.sample.growing import SIZES
from waypost.sample.growing.grow import count
from waypost.sample.tests.house import NOW, TODAY, Loaded, loaded

pytestmark = pytest.mark.django_db
EVERYTHING = Scope(live=True, open_work=True)
CHECKED = 12  # rows of each kind


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Loaded]:
    with django_db_blocker.unblock(), loaded(NOW, size="S") as found:
        yield found


def figures_for(viewer: Person) -> Figures:
    return figures(viewer=viewer, scope=EVERYTHING, today=TODAY)


def has_a_circle(edges: Iterable[tuple[Hashable, Hashable]]) -> bool:
    following: dict[Hashable, set[Hashable]] = {}
    waiting: Counter[Hashable] = Counter()
    for here, there in set(edges):
        following.setdefault(here, set()).add(there)
        waiting[there] += 1
    free = [node for node in following if not waiting[node]]
    for node in free:
        for there in following.get(node, ()):
            waiting[there] -= 1
            if not waiting[there]:
                free.append(there)
    return any(waiting.values())


def test_is_a_hundredth_of_the_reference_organisation(house: Loaded) -> None:
    wanted, found = SIZES["S"], count()

    for name in ("people", "teams", "objectives", "key_results", "projects"):
        assert getattr(found, name) == getattr(wanted, name), name
    for name in ("milestones", "tasks", "dependencies", "bets", "allocations"):
        assert getattr(found, name) == getattr(wanted, name), name
    assert found.observations == pytest.approx(wanted.observations, rel=0.01)
    # The ferry company alone is more than a hundredth of what is live.
    assert found.live_key_results >= wanted.live_key_results
    assert found.live_projects >= wanted.live_projects
    assert found.counted_bets >= wanted.counted_bets


def test_keeps_the_ferry_company_at_its_heart(house: Loaded) -> None:
    assert Person.objects.filter(email__in=["signe@ottersund.example"]).exists()
    assert Objective.objects.filter(title__startswith="Plug in, charge").exists()
    assert Project.objects.filter(code="SHORE").exists()
    served = Objective.objects.get(title="The short crossing runs without diesel")
    assert served.supporters.count() > 1


def test_has_eight_cycles_of_which_two_are_open(house: Loaded) -> None:
    states = Counter(Cycle.objects.values_list("state", flat=True))

    assert states == {"closed": 6, "active": 1, "planning": 1}
    over = Objective.objects.filter(cycle__state="closed")
    assert not over.exclude(state="closed").exists()
    assert not over.exclude(kind="learning").filter(final_score=None).exists()


def test_no_graph_has_a_circle(house: Loaded) -> None:
    alignments = Alignment.objects.values_list(
        "child_id", "parent_objective_id", "parent_key_result__objective_id"
    )
    assert not has_a_circle((child, up or over) for child, up, over in alignments)
    assert not has_a_circle(
        Dependency.objects.values_list("predecessor_id", "successor_id")
    )
    assert not has_a_circle(MetricInput.objects.values_list("metric_id", "source_id"))
    parents = Team.objects.exclude(parent=None).values_list("pk", "parent_id")
    assert not has_a_circle(parents)


def test_every_key_result_lies_inside_its_cycle(house: Loaded) -> None:
    outside = KeyResult.objects.filter(
        Q(starts_on__lt=F("objective__cycle__starts_on"))
        | Q(due_on__gt=F("objective__cycle__ends_on"))
    )

    assert not outside.exists()


def test_no_row_breaks_a_rule_that_people_are_told(house: Loaded) -> None:
    chance = Random(7)
    models = [m for m in apps.get_models() if issubclass(m, Entity)]

    for model in models:
        ids = list(model._base_manager.values_list("pk", flat=True))
        for pk in chance.sample(ids, min(CHECKED, len(ids))):
            model._base_manager.get(pk=pk).full_clean()


def test_nothing_that_happened_is_dated_after_now(house: Loaded) -> None:
    assert not ChangeSet.objects.filter(at__gt=NOW).exists()
    assert not Reading.objects.filter(observed_at__gt=NOW).exists()
    assert not CheckIn.objects.filter(observed_at__gt=NOW).exists()
    assert not Task.objects.filter(done_at__gt=NOW).exists()
    assert not Milestone.objects.filter(achieved_on__gt=TODAY).exists()


def test_every_row_was_created_before_it_was_changed(house: Loaded) -> None:
    created = {
        (model, row_id): pk
        for model, row_id, pk in Change.objects.filter(kind="created")
        .values_list("model", "row_id")
        .annotate(first=Min("pk"))
    }
    changed = (
        Change.objects.filter(kind="changed")
        .values_list("model", "row_id")
        .annotate(first=Min("pk"))
    )

    wrong = [
        (model, row_id) for model, row_id, pk in changed if created[model, row_id] > pk
    ]
    assert not wrong


@pytest.mark.parametrize("model", [Objective, KeyResult, Reading, CheckIn, Task, Bet])
def test_history_knows_of_every_row(house: Loaded, model: type[Entity]) -> None:
    label = model._meta.label_lower
    known = Change.objects.filter(model=label, kind="created").values("row_id")

    assert not model._base_manager.exclude(pk__in=known).exists()


def test_history_is_spread_over_the_past_and_over_people(house: Loaded) -> None:
    span = ChangeSet.objects.aggregate(first=Min("at"), last=Max("at"))

    assert span["last"] - span["first"] > timedelta(weeks=90)
    assert ChangeSet.objects.values("actor").distinct().count() > 50
    newest = ChangeSet.objects.order_by("-pk")[:50]
    assert all(each.at > NOW - timedelta(days=30) for each in newest)


def test_stands_as_it_did_on_a_past_day(house: Loaded) -> None:
    moment, done = NOW - timedelta(days=60), Task.objects.filter(done_at__lt=NOW)
    now = done.count()

    with as_of(moment):
        assert not CheckIn.objects.filter(observed_at__gt=moment).exists()
        assert not done.filter(done_at__gt=moment).exists()
        assert 0 < done.count() < now
        assert Cycle.objects.filter(state="active").get().ends_on < TODAY


def test_coverage_is_of_every_class(house: Loaded) -> None:
    rows = figures_for(house.admin).key_results.values()
    classes = Counter(row.coverage_class for row in rows)
    health = Counter(row.health for row in rows)

    for name in ("covered", "thin", "hole", "no_work"):
        assert classes[name] >= 0.08 * len(rows), classes
    assert set(health) == {"on_track", "at_risk", "off_track", "no_data"}
    assert max(health.values()) < 0.7 * len(rows)


def test_has_orphans_both_ways_and_pulls(house: Loaded) -> None:
    lone = orphans(viewer=house.admin, today=TODAY)
    kinds = {pull.kind for pull in pulls(viewer=house.admin, today=TODAY)}

    assert lone.projects
    assert lone.key_results
    assert {"key_results", "harm"} <= kinds


def test_has_bets_in_every_state(house: Loaded) -> None:
    states = Counter(Bet.objects.values_list("state", flat=True))

    assert set(states) == set(Bet.State.values)
    settled = Bet.objects.filter(state="settled")
    assert not settled.exclude(project__phase="closed").exists()
    assert not settled.filter(key_result__objective__cycle__state="active").exists()


def test_has_something_of_everything(house: Loaded) -> None:
    assert set(Objective.objects.values_list("level", flat=True)) == set(
        Objective.Level.values
    )
    assert set(KeyResult.objects.values_list("kind", flat=True)) == set(
        KeyResult.Kind.values
    )
    assert set(Project.objects.values_list("phase", flat=True)) == set(
        Project.Phase.values
    )
    assert Project.objects.filter(standing="cancelled").exists()
    assert ProjectObjective.objects.exists()
    assert Metric.objects.filter(source="computed").exists()
    assert TimeOff.objects.count() > 5
    assert Calendar.objects.count() > 3
    assert ExternalReference.objects.filter(subject_kind="projects.task").exists()


def test_shows_nobody_what_is_not_for_them(house: Loaded) -> None:
    viewer = house.person("greta")
    hidden = Objective.objects.exclude(visibility="everyone")
    secret = Project.objects.exclude(visibility="everyone")
    found, whole = figures_for(viewer), figures_for(house.admin)

    assert hidden.count() > 3
    assert not okrs_access.visible_objectives(viewer).filter(pk__in=hidden).exists()
    assert not projects_access.visible_projects(viewer).filter(pk__in=secret).exists()
    assert not set(found.objectives) & set(hidden.values_list("pk", flat=True))
    assert found.objectives == {pk: whole.objectives[pk] for pk in found.objectives}


def test_people_of_the_coast_sign_in_like_the_others(house: Loaded) -> None:
    somebody = Person.objects.filter(name__isnull=False).latest("pk")

    assert somebody.password == house.admin.password


def test_has_tasks_that_are_made_of_others(house: Loaded) -> None:
    heart = ("SHORE", "CODE", "HEAR", "KNOTS", "RAFTS")
    grown = Task.objects.filter(parent__isnull=False).exclude(project__code__in=heart)
    parts = list(grown.select_related("parent__status", "status"))
    kinds: dict[int, list[str]] = {}
    for part in parts:
        assert part.parent is not None
        assert part.parent.project_id == part.project_id
        assert part.parent.milestone_id == part.milestone_id
        assert part.parent.parent_id is None
        kinds.setdefault(part.parent_id or 0, []).append(part.status.kind)
    done = Task.objects.filter(pk__in=kinds, status__kind="done")

    assert len(parts) > Task.objects.count() / 20
    assert 2 <= min(map(len, kinds.values())) <= max(map(len, kinds.values())) <= 4
    assert all(set(kinds[task.pk]) <= {"done", "dropped"} for task in done)
    assert not Dependency.objects.filter(successor__parent=F("predecessor")).exists()
    assert not Dependency.objects.filter(predecessor__parent=F("successor")).exists()
