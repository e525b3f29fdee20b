from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from waypost.core.models import Change, ExternalReference
from waypost.exchange import actions
from waypost.exchange.sheets.tests.tables import (
    LATER,
    NOW,
    answer,
    bring,
    look,
    reasons,
    table,
    take_back,
    workbook,
)
from waypost.okrs import actions as okr_actions
from waypost.okrs.models import Alignment, Cycle, KeyResult, Metric, Objective, Reading
from waypost.okrs.tests.factories import (
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_organisation,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
Row = dict[str, str]


@pytest.fixture
def admin() -> Person:
    make_organisation()
    return make_admin()


@pytest.fixture
def quarter() -> Cycle:
    return make_cycle(
        name="Q4 2026", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31)
    )


def objective(**more: str) -> Row:
    return {
        "ID": "O-A",
        "Objective": "Crossings that people trust",
        "Cycle": "Q4 2026",
    } | more


def key_result(**more: str) -> Row:
    return {
        "ID": "KR-A1",
        "Objective": "Crossings that people trust",
        "Key result": "Arrivals within five minutes",
        "Cycle": "Q4 2026",
        "Baseline": "71",
        "Target": "90",
        "Unit": "%",
        "Current value": "74.5",
    } | more


@pytest.mark.usefixtures("quarter")
def test_bring_objectives_with_key_results_and_a_first_reading(
    tmp_path: Path, admin: Person
) -> None:
    owner = make_person("Ada Moss")
    row = key_result(**{"Owner e-mail": owner.email, "Weight": "2", "Mood": "sunny"})

    done = bring(admin, table(tmp_path, objective(), row), "okrs")

    made = KeyResult.objects.get()
    assert done.change_set is not None
    assert made.objective.title == "Crossings that people trust"
    assert (made.owner, made.weight, made.target) == (owner, 2, 90)
    assert (made.starts_on, made.due_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert made.metric is not None
    assert (made.metric.name, made.metric.unit) == (made.title, "%")
    reading = Reading.objects.get()
    assert (reading.value, reading.observed_at) == (Decimal("74.5"), NOW)
    kept = ExternalReference.objects.get(subject_kind="okrs.keyresult")
    assert kept.extras["Mood"] == "sunny"


@pytest.mark.usefixtures("quarter")
def test_change_nothing_the_second_time(tmp_path: Path, admin: Person) -> None:
    path = table(
        tmp_path,
        objective(Parent=""),
        key_result(),
        key_result(
            ID="",
            **{
                "Key result": "Calls answered",
                "Target": "95",
            },
        ),
    )
    bring(admin, path, "okrs")
    before = Change.objects.count()

    again = bring(admin, path, "okrs", now=LATER)

    assert again.change_set is None
    assert again.preview.counts.unchanged == 3
    assert Change.objects.count() == before


@pytest.mark.usefixtures("quarter")
def test_are_undone_as_a_whole(tmp_path: Path, admin: Person) -> None:
    done = bring(admin, table(tmp_path, objective(), key_result()), "okrs")

    take_back(admin, done)

    assert not Objective.objects.exists()
    assert not Metric.objects.exists()
    assert not ExternalReference.objects.exists()


@pytest.mark.usefixtures("quarter")
def test_take_what_is_new_and_leave_what_people_changed(
    tmp_path: Path, admin: Person
) -> None:
    bring(admin, table(tmp_path, objective(), key_result()), "okrs")
    made = KeyResult.objects.get()
    terms = okr_actions.KeyResultTerms.of(made)
    okr_actions.edit_key_result(
        actor=admin,
        now=NOW,
        key_result=made,
        terms=type(terms)(
            **{name: getattr(terms, name) for name in terms.__dataclass_fields__}
            | {"title": "Punctual arrivals"}
        ),
    )
    newer = key_result(**{"Target": "92", "Current value": "77"})

    done = bring(admin, table(tmp_path, objective(), newer), "okrs", now=LATER)

    made.refresh_from_db()
    assert (made.title, made.target) == ("Punctual arrivals", 92)
    assert done.preview.counts.kept_fields == 1
    assert sorted(Reading.objects.values_list("value", flat=True)) == [
        Decimal("74.5"),
        Decimal(77),
    ]


@pytest.mark.usefixtures("quarter")
def test_hang_on_parents_of_the_file_and_of_here(tmp_path: Path, admin: Person) -> None:
    above = make_objective(title="A calmer harbor")
    rows = (
        objective(Parent=above.code),
        key_result(),
        objective(ID="O-B", Objective="Boats that start", Parent="KR-A1"),
    )

    bring(admin, table(tmp_path, *rows), "okrs")

    up = {row.child.title: row for row in Alignment.objects.all()}
    assert up["Crossings that people trust"].parent_objective == above
    assert up["Boats that start"].parent_key_result == KeyResult.objects.get()


@pytest.mark.usefixtures("quarter")
def test_drop_a_parent_that_would_close_a_circle(tmp_path: Path, admin: Person) -> None:
    rows = (
        objective(Parent="O-B"),
        objective(ID="O-B", Objective="Boats that start", Parent="O-A"),
    )

    done = bring(admin, table(tmp_path, *rows), "okrs")

    assert Alignment.objects.count() == 1
    assert "serve itself" in reasons(done.preview)["Parent"]


def test_ask_once_for_a_cycle_that_is_none_here(tmp_path: Path, admin: Person) -> None:
    path = table(tmp_path, objective(), key_result())

    preview = look(admin, path, "okrs")
    done = bring(admin, path, "okrs", answers=answer(preview, "Cycle", "make"))

    assert [p.text for p in preview.problems if p.column == "Cycle"] == ["Q4 2026"]
    assert preview.counts.new == 0
    cycle = Cycle.objects.get()
    assert (cycle.starts_on, cycle.ends_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert done.preview.counts.new == 2


def test_go_into_the_cycle_that_was_chosen(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    path = table(tmp_path, objective(Cycle="Autumn"), key_result(Cycle="Autumn"))
    preview = look(admin, path, "okrs")

    bring(admin, path, "okrs", answers=answer(preview, "Cycle", f"cycle-{quarter.pk}"))

    assert Objective.objects.get().cycle == quarter


@pytest.mark.usefixtures("quarter")
def test_leave_out_what_a_manager_may_not_write(tmp_path: Path) -> None:
    make_organisation()
    manager = make_person(role=Person.Role.MANAGER)
    team = make_team("Deck")
    rows = (
        objective(),
        key_result(),
        objective(ID="O-B", Objective="A clean deck", Team=team.name),
    )

    done = bring(manager, table(tmp_path, *rows), "okrs")

    assert [each.title for each in Objective.objects.all()] == ["A clean deck"]
    assert done.preview.counts.left_out == 2


@pytest.mark.usefixtures("quarter")
def test_name_what_is_wrong_in_each_row(tmp_path: Path, admin: Person) -> None:
    rows = (
        objective(),
        key_result(**{"Key result": "Equal", "ID": "1", "Target": "71"}),
        key_result(**{"Key result": "No number", "ID": "2", "Baseline": "a lot"}),
        key_result(**{"Key result": "Late", "ID": "3", "Due": "2027-02-30"}),
        key_result(**{"Key result": "Nobody's", "ID": "4", "Owner e-mail": "x@y.org"}),
        key_result(**{"Key result": "", "ID": "5", "Objective": ""}),
    )

    preview = look(admin, table(tmp_path, *rows), "okrs")

    found = reasons(preview)
    assert "nothing is promised" in found["Target"]
    assert "is no one here" in found["Owner e-mail"]
    assert {p.text for p in preview.problems} >= {"a lot", "2027-02-30", "x@y.org"}


@pytest.mark.usefixtures("quarter")
def test_give_what_is_nobodys_to_whoever_was_chosen(
    tmp_path: Path, admin: Person
) -> None:
    ada = make_person("Ada Moss")
    path = table(tmp_path, objective(**{"Owner e-mail": "gone@else.org"}))
    preview = look(admin, path, "okrs")
    said = answer(preview, "Owner e-mail", f"person-{ada.pk}")

    bring(admin, path, "okrs", answers=said)

    assert Objective.objects.get().owner == ada


@pytest.mark.usefixtures("quarter")
def test_tell_nothing_of_what_is_private(tmp_path: Path, admin: Person) -> None:
    path = table(tmp_path, objective(Team="Deck"))
    make_team("Deck")
    bring(admin, path, "okrs")
    Objective.objects.update(visibility="named", owner=admin)
    manager = make_person(role=Person.Role.MANAGER)

    preview = look(manager, path, "okrs")
    bring(manager, path, "okrs")
    again = bring(manager, path, "okrs")

    assert preview.counts.new == 1
    assert Objective.objects.count() == 2
    assert again.change_set is None


@pytest.mark.usefixtures("quarter")
def test_share_a_metric_that_has_a_name(tmp_path: Path, admin: Person) -> None:
    metric = make_metric(name="Punctuality", owner=admin)
    rows = (
        objective(),
        key_result(ID="1", Metric=metric.code),
        key_result(ID="2", Metric="Calls", **{"Key result": "Two"}),
        key_result(ID="3", Metric="Calls", **{"Key result": "Three"}),
    )

    bring(admin, table(tmp_path, *rows), "okrs")

    assert sorted(Metric.objects.values_list("name", flat=True)) == [
        "Calls",
        "Punctuality",
    ]


@pytest.mark.usefixtures("quarter")
def test_read_a_title_with_a_type_in_order(tmp_path: Path, admin: Person) -> None:
    rows: tuple[dict[str, Any], ...] = (
        {"Type": "Objective", "Title": "First", "Cycle": "Q4 2026"},
        {"Type": "Key result", "Title": "One", "Target": "5"},
        {"Type": "Objective", "Title": "Second", "Cycle": "Q4 2026"},
        {"Type": "Key result", "Title": "Two"},
    )

    bring(admin, table(tmp_path, *rows), "okrs")

    found = {kr.title: (kr.objective.title, kr.kind) for kr in KeyResult.objects.all()}
    assert found == {"One": ("First", "metric"), "Two": ("Second", "binary")}


@pytest.mark.usefixtures("quarter")
def test_read_words_that_perdoo_documents(tmp_path: Path, admin: Person) -> None:
    team, lead = make_team("Deck"), make_person("Ada Moss")
    row = {
        "Name": "A deck",
        "Owner": "Deck",
        "Lead": "Ada Moss",
        "Timeframe": "Q4 2026",
    }

    bring(admin, table(tmp_path, row), "okrs")

    made = Objective.objects.get()
    assert (made.team, made.owner) == (team, lead)


@pytest.mark.usefixtures("quarter")
def test_read_words_that_viva_goals_documents(tmp_path: Path, admin: Person) -> None:
    above = {"OKR Reference": "1", "Title": "Trust", "Time period": "Q4 2026"}
    below = {"OKR Reference": "2", "Title": "Calls", "Time period": "Q4 2026"}

    bring(admin, table(tmp_path, above, below | {"Parent OKR": "1"}), "okrs")

    link = Alignment.objects.get()
    assert link.parent_objective is not None
    assert (link.child.title, link.parent_objective.title) == ("Calls", "Trust")


@pytest.mark.usefixtures("quarter")
def test_are_read_from_a_workbook_with_typed_cells(
    tmp_path: Path, admin: Person
) -> None:
    head = ["Objective", "Key result", "Cycle", "Baseline", "Target", "Due"]
    path = workbook(
        tmp_path,
        head,
        ["Trust", "", "Q4 2026", None, None, None],
        ["Trust", "Calls", "Q4 2026", 1.5, 1234.567, date(2026, 12, 4)],
    )

    bring(admin, path, "okrs")

    made = KeyResult.objects.get()
    assert (made.baseline, made.target) == (Decimal("1.5"), Decimal("1234.567"))
    assert made.due_on == date(2026, 12, 4)


def test_stay_out_of_a_cycle_that_is_closed(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    Cycle.objects.filter(pk=quarter.pk).update(state=Cycle.State.CLOSED)

    preview = look(admin, table(tmp_path, objective(), key_result()), "okrs")

    assert preview.counts.new == 0
    assert "closed" in reasons(preview)["Cycle"]


def test_need_a_column_with_titles(tmp_path: Path, admin: Person) -> None:
    with pytest.raises(actions.CannotGoOn, match="Objective"):
        look(admin, table(tmp_path, {"Thing": "x", "Cycle": "Q4 2026"}), "okrs")


def _by_hand(admin: Person, quarter: Cycle) -> tuple[Objective, KeyResult]:
    """Write the same by hand as the file holds."""
    above = make_objective(
        title="Crossings that people trust", cycle=quarter, owner=admin
    )
    metric = make_metric(name="Departures on time", unit="%")
    below = make_key_result(
        title="On time",
        objective=above,
        metric=metric,
        starts_on=quarter.starts_on,
        due_on=quarter.ends_on,
    )
    return above, below


def test_are_not_doubled_when_somebody_wrote_them_by_hand(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    above, below = _by_hand(admin, quarter)
    path = table(
        tmp_path, objective(Why="Because"), key_result(**{"Key result": "on  TIME"})
    )

    found = look(admin, path, "okrs")
    bring(admin, path, "okrs")

    said = {field.name for row in found.updated for field in row.fields}
    assert found.counts.new == 0
    assert found.counts.updated == 2
    assert "known by its title" in said
    assert Objective.objects.get().pk == above.pk
    assert KeyResult.objects.get().pk == below.pk
    above.refresh_from_db()
    assert above.why == "Because"
    # From now on they are known by their ids.
    again = look(admin, path, "okrs")
    assert (again.counts.new, again.counts.updated) == (0, 0)


def test_are_others_when_holder_or_cycle_differ(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    _by_hand(admin, make_cycle(name="Q3 2026"))
    make_objective(title="Crossings that people trust", team=make_team(), cycle=quarter)

    bring(admin, table(tmp_path, objective()), "okrs")

    assert Objective.objects.count() == 3


def test_are_others_when_an_earlier_file_gave_them_another_id(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    bring(admin, table(tmp_path, objective()), "okrs")

    bring(admin, table(tmp_path, objective(ID="O-B")), "okrs", now=LATER)

    assert Objective.objects.count() == 2


def test_are_others_when_two_here_have_the_title(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    for _turn in range(2):
        make_objective(title="Crossings that people trust", cycle=quarter, owner=admin)

    bring(admin, table(tmp_path, objective()), "okrs")

    assert Objective.objects.count() == 3


def test_take_as_many_queries_for_twenty_as_for_two(
    tmp_path: Path, admin: Person, quarter: Cycle
) -> None:
    def queries(first: int, count: int) -> int:
        rows = []
        for n in range(first, first + count):
            above = {"Objective": f"Aim {n}", "Cycle": "Q4 2026"}
            rows.append({"ID": f"O-{n}", **above})
            rows.append(
                key_result(ID=f"KR-{n}", **above, **{"Key result": f"Result {n}"})
            )
        path = table(tmp_path, *rows)
        with CaptureQueriesContext(connection) as seen:
            bring(admin, path, "okrs")
        return len(seen)

    queries(0, 1)  # what is asked for once

    assert queries(100, 20) <= queries(10, 2) + 2
