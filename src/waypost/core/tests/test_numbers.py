import pytest
from django.db import transaction

from waypost.core import numbers

pytestmark = pytest.mark.django_db


def test_counts_up_from_one() -> None:
    assert [numbers.take("KR") for _ in range(3)] == [1, 2, 3]


def test_counts_each_name_by_itself() -> None:
    numbers.take("KR")

    assert numbers.take("O") == 1


def test_a_block_leaves_no_number_out() -> None:
    first = numbers.take("KR", 100)

    assert (first, numbers.take("KR")) == (1, 101)


def test_a_number_of_a_failed_transaction_is_free_again() -> None:
    with transaction.atomic():
        numbers.take("KR")
        transaction.set_rollback(True)

    assert numbers.take("KR") == 1
