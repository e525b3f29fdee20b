"""Files that people brought or wished for, and what became of them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from waypost.core.models import ChangeSet, Entity
from waypost.people.models import Person


class ImportRun(Entity):
    """One file on its way in; nothing of it stands in the plan before it is done.

    `attempt` counts how often work on it was begun: a job that was given up for dead
    and comes back finds another number, and writes nothing.
    """

    class State(models.TextChoices):
        """How far it is. Undone is not here: the change set knows that."""

        UPLOADED = "uploaded", _("Uploaded")
        READING = "reading", _("Being read")
        PREVIEWED = "previewed", _("Waits for a word")
        QUEUED = "queued", _("Waits for its turn")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Not imported")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="import_runs"
    )
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField(default=0)
    stored_as = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    shape = models.CharField(max_length=32, blank=True)
    mapping: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True
    )
    answers: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        default=dict, blank=True
    )
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.UPLOADED
    )
    attempt = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    preview: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = (
        models.JSONField(null=True, blank=True)
    )
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        default=dict, blank=True
    )
    projects: "models.JSONField[list[int], list[int]]" = models.JSONField(
        default=list, blank=True
    )
    change_set = models.ForeignKey(
        ChangeSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "-created_at"], name="exchange_run_of_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} (#{self.pk})"


class ExportRun(Entity):
    """The whole organisation as a file, from the wish to the download."""

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("Waits for its turn")
        RUNNING = "running", _("Being written")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Not written")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="export_runs"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    stored_as = models.CharField(max_length=200, blank=True)
    rows = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="exchange_export_latest")]

    def __str__(self) -> str:
        return f"export #{self.pk}"
