"""Files that nobody came back for are removed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange import jobs, storage
from waypost.exchange.models import ExportRun, ImportRun
from waypost.exchange.queries import EXPORT_KEPT
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path


def stored(key: int) -> str:
    return storage.keep(key=key, name="a.csv", chunks=[b"a,b\n"]).name


def test_an_export_goes_after_its_time_and_is_remembered() -> None:
    admin = make_person(role="admin")
    runs = {
        age: ExportRun.objects.create(
            person=admin, stored_as=stored(number), created_at=NOW - age
        )
        for number, age in enumerate((EXPORT_KEPT + timedelta(1), timedelta(0)), 1)
    }
    names = [run.stored_as for run in runs.values()]

    jobs.tidy_up(NOW)

    old, fresh = ExportRun.objects.order_by("created_at")
    assert (old.stored_as, fresh.stored_as) == ("", names[1])
    assert [storage.exists(name) for name in names] == [False, True]


def test_a_file_that_waits_for_a_word_goes_after_a_week() -> None:
    person = make_person(role="admin")
    for number, days in ((1, 8), (2, 1)):
        ImportRun.objects.create(
            person=person,
            file_name="a.csv",
            size=4,
            stored_as=stored(number),
            created_at=NOW - timedelta(days=days),
        )

    jobs.tidy_up(NOW)

    left = ImportRun.objects.get()
    assert left.created_at == NOW - timedelta(days=1)
    assert storage.exists(left.stored_as)
