from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from waypost.exchange.sheets.tests.tables import (
    LATER,
    answer,
    bring,
    look,
    reasons,
    table,
    take_back,
    workbook,
)
from waypost.okrs.models import Metric, Reading
from waypost.okrs.tests.factories import make_key_result, make_metric, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    make_organisation(time_zone="UTC")
    return make_admin()


def row(metric: Metric | str, day: str, value: str, note: str = "") -> dict[str, str]:
    name = metric if isinstance(metric, str) else metric.code
    return {"Metric": name, "Date": day, "Value": value, "Note": note}


def test_bring_values_with_commas_in_the_order_of_the_file(
    tmp_path: Path, admin: Person
) -> None:
    metric = make_metric(name="Delay")
    rows = (row("delay", "13/09/2026", "1.234,5"), row(metric, "04/10/2026", "7,25"))

    bring(admin, table(tmp_path, *rows), "readings")

    found = list(Reading.objects.order_by("observed_at"))
    assert [reading.value for reading in found] == [Decimal("1234.5"), Decimal("7.25")]
    assert found[1].observed_at == datetime(2026, 10, 4, tzinfo=UTC)


def test_correct_what_stands_here_and_change_nothing_the_second_time(
    tmp_path: Path, admin: Person
) -> None:
    metric = make_metric()
    bring(admin, table(tmp_path, row(metric, "2026-10-01", "5")), "readings")
    newer = table(tmp_path, row(metric, "2026-10-01", "6", "counted again"))

    done = bring(admin, newer, "readings", now=LATER)
    again = bring(admin, newer, "readings", now=LATER)

    assert done.preview.counts.updated == 1
    assert again.change_set is None
    reading = Reading.objects.get()
    assert (reading.value, reading.note) == (6, "counted again")


def test_are_undone_as_a_whole(tmp_path: Path, admin: Person) -> None:
    metric = make_metric()
    bring(admin, table(tmp_path, row(metric, "2026-10-01", "5")), "readings")
    rows = (row(metric, "2026-10-01", "6"), row(metric, "2026-10-02", "7"))
    done = bring(admin, table(tmp_path, *rows), "readings", now=LATER)

    take_back(admin, done)

    assert [reading.value for reading in Reading.objects.all()] == [5]


def test_ask_once_for_a_metric_that_is_none_here(tmp_path: Path, admin: Person) -> None:
    metric = make_metric()
    path = table(
        tmp_path, row("Bells", "2026-10-01", "5"), row("Bells", "2026-10-02", "6")
    )
    preview = look(admin, path, "readings")
    said = answer(preview, "Metric", f"metric-{metric.pk}")

    bring(admin, path, "readings", answers=said)

    assert len(preview.problems) == 1
    assert metric.readings.count() == 2


def test_go_to_the_metric_of_the_page(tmp_path: Path, admin: Person) -> None:
    metric = make_metric()
    path = table(tmp_path, {"Date": "2026-10-01", "Value": "5"})

    bring(admin, path, "readings", answers={"metric": metric.code})

    assert metric.readings.get().value == 5


def test_name_what_is_wrong_in_each_row(tmp_path: Path, admin: Person) -> None:
    metric = make_metric(lower_bound=Decimal(0), upper_bound=Decimal(100))
    rows = (
        row(metric, "2026-10-01", "101"),
        row(metric, "2026-13-01", "5"),
        row(metric, "2026-10-02", "many"),
        row(metric, "2026-12-24", "5"),
        row(metric, "", "5"),
        row(metric, "2026-10-03", "5"),
        row(metric, "2026-10-03", "6"),
    )

    preview = look(admin, table(tmp_path, *rows), "readings")

    words = " ".join(problem.reason for problem in preview.problems)
    for part in (
        "never above 100",
        "no month 13",
        "not a number",
        "in the future",
        "is empty",
        "row 7 has another value",
    ):
        assert part in words
    assert preview.counts.new == 1


def test_let_no_counter_fall(tmp_path: Path, admin: Person) -> None:
    metric = make_metric(is_counter=True)
    rows = (
        row(metric, "2026-10-01", "5"),
        row(metric, "2026-10-02", "3"),
        row(metric, "2026-10-03", "8"),
    )

    done = bring(admin, table(tmp_path, *rows), "readings")

    values = metric.readings.order_by("value").values_list("value", flat=True)
    assert list(values) == [5, 8]
    assert "counter fall" in reasons(done.preview)["Value"]


def test_tell_nothing_of_a_private_metric(tmp_path: Path) -> None:
    make_organisation()
    manager = make_person(role=Person.Role.MANAGER)
    metric = make_metric(name="Secret")
    hidden = make_objective(visibility="named")
    make_key_result(objective=hidden, metric=metric)

    preview = look(
        manager,
        table(
            tmp_path, row(metric, "2026-10-01", "5"), row("Nothing", "2026-10-01", "5")
        ),
        "readings",
    )

    assert len({problem.reason for problem in preview.problems}) == 1
    assert all("Secret" not in str(problem) for problem in preview.problems)


def test_are_read_from_a_workbook(tmp_path: Path, admin: Person) -> None:
    metric = make_metric()
    path = workbook(
        tmp_path,
        ["Metric", "Date", "Value"],
        [metric.code, date(2026, 10, 1), 1234.567],
    )

    bring(admin, path, "readings")

    assert metric.readings.get().value == Decimal("1234.567")
