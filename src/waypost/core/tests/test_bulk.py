import pytest
from django.db import IntegrityError, transaction

from waypost.core import bulk
from waypost.core.models import ExternalReference

pytestmark = pytest.mark.django_db


def reference(name: str, **changes: object) -> ExternalReference:
    return ExternalReference(
        subject_kind="core.guard", subject_id=1, system="x", external_id=name, **changes
    )


def test_new_rows_get_ids_after_the_others() -> None:
    first = ExternalReference.objects.create(
        subject_kind="core.guard", subject_id=1, system="x", external_id="a"
    )
    rows = [reference("b", extras={"n": [1]}), reference("c")]

    bulk.insert_rows(ExternalReference, rows)
    later = reference("d")
    later.save()

    ids = [first.pk, *(row.pk for row in rows), later.pk]
    assert ids == sorted(set(ids))
    stored = ExternalReference.objects.get(external_id="b")
    assert (stored.pk, stored.extras) == (rows[0].pk, {"n": [1]})


def test_rows_with_an_id_keep_it() -> None:
    bulk.insert_rows(ExternalReference, [reference("a", id=1_000_000), reference("b")])

    assert ExternalReference.objects.get(pk=1_000_000).external_id == "a"
    assert ExternalReference.objects.count() == 2


def test_values_without_models_are_inserted_too() -> None:
    columns = ["subject_kind", "subject_id", "system", "external_id", "url", "extras"]
    values = [("core.guard", 1, "x", name, "", {"é": name}) for name in "ab"]

    ids = bulk.insert_new(ExternalReference, columns, values)

    rows = ExternalReference.objects.in_bulk(ids)
    assert [rows[pk].extras for pk in ids] == [{"é": "a"}, {"é": "b"}]


def test_some_fields_are_updated_and_others_stay() -> None:
    row = ExternalReference.objects.create(
        subject_kind="core.guard", subject_id=1, system="x", external_id="a"
    )
    row.url, row.system = "https://example.org", "other"

    bulk.update_rows(
        ExternalReference, [row], [ExternalReference._meta.get_field("url")]
    )

    row.refresh_from_db()
    assert (row.url, row.system) == ("https://example.org", "x")


def test_constraints_still_guard() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_rows(ExternalReference, [reference("a"), reference("a")])


def test_nothing_is_nothing() -> None:
    bulk.insert_rows(ExternalReference, [])

    assert not ExternalReference.objects.exists()
