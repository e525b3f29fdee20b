"""What every app stands on: keys, numbers, history and the outbox."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from waypost.core.keys import new_key


class Entity(models.Model):
    """A row that is known outside this database by its random key."""

    key = models.BigIntegerField(unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True


class Sequence(models.Model):
    """The last short number given out under a name, such as ``KR``."""

    name = models.CharField(max_length=64, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}-{self.last}"


class Guard(models.Model):
    """One row for each graph without cycles; who adds an edge locks it first."""

    name = models.CharField(max_length=64, primary_key=True)
    turns = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"guard of {self.name}"


class ChangeSet(models.Model):
    """What one action did: who, when, why, and by which door."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=64)
    summary = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    door = models.CharField(max_length=32, blank=True)
    subject_kind = models.CharField(max_length=64, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id", "-at"],
                name="core_changeset_of_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} (#{self.pk})"


class Change(models.Model):
    """One row that a change set created, changed or deleted."""

    class Kind(models.TextChoices):
        """What happened to the row."""

        CREATED = "created"
        CHANGED = "changed"
        DELETED = "deleted"

    change_set = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="changes"
    )
    model = models.CharField(max_length=64)
    row_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    before: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = (
        models.JSONField(null=True, blank=True)
    )

    class Meta:
        indexes = [
            models.Index(fields=["model", "row_id", "id"], name="core_change_of_row")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="created", before__isnull=True)
                | Q(kind__in=["changed", "deleted"], before__isnull=False),
                name="core_change_keeps_what_was",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.model} {self.row_id} (#{self.pk})"


class Event(models.Model):
    """Something that happened and committed, for whoever listens."""

    name = models.CharField(max_length=64)
    at = models.DateTimeField()
    payload: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"


class Delivery(models.Model):
    """An event on its way to one consumer, held by lease while it is handled."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="deliveries"
    )
    consumer = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "consumer"], name="core_delivery_once_per_consumer"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True),
                name="core_delivery_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.consumer} (#{self.pk})"


class ExternalReference(models.Model):
    """The same thing elsewhere: a Jira key, the UID of a Microsoft Project task."""

    subject_kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    system = models.CharField(max_length=64)
    external_id = models.CharField(max_length=255)
    url = models.URLField(max_length=500, blank=True)
    extras: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "subject_kind", "external_id"],
                name="core_externalreference_once_per_system",
                violation_error_message="Another row already stands for it.",
            )
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"],
                name="core_reference_of_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.external_id} (#{self.pk})"
