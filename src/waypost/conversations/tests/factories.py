"""Ready-made talk, valid unless a test says otherwise."""

from datetime import UTC, datetime
from typing import Any

from django.db import models

from waypost.conversations.models import Comment, Mention
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def make_comment(thing: models.Model, **changes: Any) -> Comment:
    """Create a comment on a thing, by somebody new unless an author is given."""
    fields: dict[str, Any] = {"body": "Well seen", "posted_at": NOW}
    if "author" not in changes:
        fields["author"] = make_person()
    on = {"subject_kind": label_of(thing), "subject_id": thing.pk}
    return Comment.objects.create(**fields | on | changes)


def make_reply(comment: Comment, **changes: Any) -> Comment:
    """Create a reply to a comment."""
    fields: dict[str, Any] = {
        "subject_kind": comment.subject_kind,
        "subject_id": comment.subject_id,
        "reply_to": comment,
        "body": "So it is",
        "posted_at": NOW,
    }
    if "author" not in changes:
        fields["author"] = make_person()
    return Comment.objects.create(**fields | changes)


def make_mention(thing: models.Model, person: Person, **changes: Any) -> Comment:
    """Create a comment that names somebody and has reached them."""
    body = f"[@{person.name}](person:{person.key}), what do you think?"
    comment = make_comment(thing, **{"body": body} | changes)
    Mention.objects.create(comment=comment, person=person)
    return comment
