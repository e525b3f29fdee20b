"""Tasks, how far they are, and what waits for what."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import hours
from waypost.core.models import Entity
from waypost.people.models import Person
from waypost.projects.models.project import Milestone, Project


class TaskStatus(Entity):
    """One of the organisation's own names for how far a task is."""

    class Kind(models.TextChoices):
        """What the name means."""

        BACKLOG = "backlog", _("Backlog")
        TODO = "todo", _("To do")
        DOING = "doing", _("Doing")
        BLOCKED = "blocked", _("Blocked")
        REVIEW = "review", _("Review")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    position = models.PositiveIntegerField(default=0)
    # How many cards may stand in its column of a board before it says so.
    wip_limit = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wip_limit__isnull=True) | Q(wip_limit__gt=0),
                name="projects_taskstatus_wip_limit_above_0",
                violation_error_code="wip_limit",
                violation_error_message=_("A limit is 1 or more; without one, none."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.kind in {self.Kind.DONE, self.Kind.DROPPED}


class Task(Entity):
    """Something to do in a project. Its number is stable within the project.

    An estimate is one number, ``estimate_hours``, or three: with ``low_hours`` and
    ``high_hours`` it is the P10, P50 and P90.
    """

    class Constraint(models.TextChoices):
        """What its date is bound to; ``constraint_on`` is the day."""

        NONE = "none", _("As soon as possible")
        NOT_BEFORE = "not_before", _("Not before")
        MUST_START = "must_start", _("Must start on")
        MUST_FINISH = "must_finish", _("Must finish on")
        BY_DATE = "by_date", _("Finish by")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField(editable=False)
    milestone = models.ForeignKey(
        Milestone,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    title = models.CharField(max_length=500)
    body = models.TextField(blank=True)
    status = models.ForeignKey(TaskStatus, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    estimate_hours = hours(null=True, blank=True)
    low_hours = hours(null=True, blank=True)
    high_hours = hours(null=True, blank=True)
    remaining_hours = hours(null=True, blank=True)
    percent_done = models.PositiveSmallIntegerField(default=0)
    fixed_days = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True
    )
    constraint = models.CharField(
        max_length=11, choices=Constraint.choices, default=Constraint.NONE
    )
    constraint_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    labels: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list, blank=True
    )
    priority = models.PositiveSmallIntegerField(default=3)
    position = models.PositiveIntegerField(default=0)  # among siblings in the outline
    # Among all in its column of the board; nothing: where its number puts it.
    board_place = models.FloatField(null=True, blank=True, editable=False)

    class Meta:
        # The table of all tasks opens with the open ones by due day, and counts them.
        indexes = [
            models.Index(fields=["due_on"], name="projects_task_due"),
            models.Index(
                fields=["status", "project", "due_on"], name="projects_task_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="projects_task_number_once"
            ),
            models.CheckConstraint(
                condition=Q(percent_done__lte=100),
                name="projects_task_percent_in_0_100",
                violation_error_message=_("Percent done lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="projects_task_not_its_own_parent",
                violation_error_message=_("A task is not part of itself."),
            ),
            models.CheckConstraint(
                condition=(Q(estimate_hours__isnull=True) | Q(estimate_hours__gte=0))
                & (Q(remaining_hours__isnull=True) | Q(remaining_hours__gte=0))
                & (Q(fixed_days__isnull=True) | Q(fixed_days__gte=0)),
                name="projects_task_hours_not_negative",
                violation_error_message=_("Hours and days are 0 or more."),
            ),
            models.CheckConstraint(
                condition=Q(low_hours__isnull=True, high_hours__isnull=True)
                | Q(
                    # A comparison with NULL is not false, and a check would pass it.
                    low_hours__isnull=False,
                    estimate_hours__isnull=False,
                    high_hours__isnull=False,
                    low_hours__gt=0,
                    estimate_hours__gte=F("low_hours"),
                    high_hours__gte=F("estimate_hours"),
                ),
                name="projects_task_estimate_low_likely_high",
                violation_error_message=_(
                    "A three-point estimate rises from low over likely to high."
                ),
            ),
            models.CheckConstraint(
                condition=Q(constraint="none") | Q(constraint_on__isnull=False),
                name="projects_task_constraint_has_a_day",
                violation_error_message=_("Say on which day."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                name="projects_task_due_after_start",
                violation_error_code="due_before_start",
                violation_error_message=_("A task is due on its first day or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (#{self.pk})"


class Dependency(Entity):
    """One task waits for another, also across projects; the graph has no cycle."""

    class Kind(models.TextChoices):
        """Which end waits for which."""

        FINISH_START = "FS", _("Finish to start")
        START_START = "SS", _("Start to start")
        FINISH_FINISH = "FF", _("Finish to finish")
        START_FINISH = "SF", _("Start to finish")

    class LagUnit(models.TextChoices):
        """In what the lag is counted."""

        WORKING = "working", _("working hours")
        ELAPSED = "elapsed", _("hours by the clock")
        PERCENT = "percent", _("percent of the first task")

    predecessor = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="followers"
    )
    successor = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="predecessors"
    )
    kind = models.CharField(
        max_length=2, choices=Kind.choices, default=Kind.FINISH_START
    )
    lag = hours(default=0)
    lag_unit = models.CharField(
        max_length=7, choices=LagUnit.choices, default=LagUnit.WORKING
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="projects_dependency_once",
                violation_error_message=_("It waits for that already."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="projects_dependency_not_on_itself",
                violation_error_message=_("A task does not wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"dependency #{self.pk}"


# Where a card stands on the board: where somebody put it, or else in the order in
# which the tasks were written.
PLACE = Coalesce(F("board_place"), Cast(F("number"), models.FloatField()))
