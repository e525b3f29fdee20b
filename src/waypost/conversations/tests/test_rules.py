"""Each rule twice: the person is told, the database refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from waypost.conversations.models import Acknowledgement, Comment, Mention, Reaction
from waypost.conversations.tests.factories import NOW, make_comment
from waypost.people.tests.factories import make_person, make_team

pytestmark = pytest.mark.django_db
ON: dict[str, Any] = {"subject_kind": "okrs.objective", "subject_id": 1}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"body": "x" * 10_001}, "at most 10,000"),
        ({"edited_at": NOW - timedelta(seconds=1)}, "edited after"),
    ],
)
def test_a_comment_keeps_its_rules(wrong: dict[str, Any], said: str) -> None:
    fields = {"author": make_person(), "body": "Yes", "posted_at": NOW} | ON | wrong
    row = Comment(**fields)

    with pytest.raises(ValidationError, match=said):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.bulk_create([row])


def test_a_comment_says_something() -> None:
    row = Comment(author=make_person(), body="", posted_at=NOW, **ON)

    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        Comment.objects.bulk_create([row])


def test_a_comment_does_not_reply_to_itself() -> None:
    row = make_comment(make_team())
    row.reply_to = row

    with pytest.raises(ValidationError, match="reply to itself"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_nobody_reacts_twice_alike() -> None:
    fields = {"person": make_person(), "kind": "agree", "given_at": NOW} | ON
    Reaction.objects.create(**fields)

    with pytest.raises(ValidationError, match="reacted so already"):
        Reaction(**fields).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reaction.objects.create(**fields)


def test_a_reaction_is_one_of_the_known() -> None:
    row = Reaction(person=make_person(), kind="shrug", given_at=NOW, **ON)

    with pytest.raises(ValidationError, match="not a valid choice"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_nobody_acknowledges_twice() -> None:
    fields = {"person": make_person(), "acknowledged_at": NOW} | ON
    Acknowledgement.objects.create(**fields)

    with pytest.raises(ValidationError, match="acknowledged it already"):
        Acknowledgement(**fields).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(**fields)


def test_nobody_is_named_twice_by_one_comment() -> None:
    fields = {"person": make_person(), "comment": make_comment(make_team())}
    Mention.objects.create(**fields)

    with pytest.raises(ValidationError, match="names this person already"):
        Mention(**fields).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(**fields)
