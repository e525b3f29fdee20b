"""What is measured to know that an objective was reached."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import quantity
from waypost.core.models import Entity
from waypost.okrs.models.metric import Metric
from waypost.okrs.models.objective import Objective
from waypost.people.models import Person


class KeyResult(Entity):
    """A promise about a metric, or about steps, to be kept by a day.

    ``scale`` is the distance from baseline to target (for a range, half its width) as
    first agreed; it stays when the target moves later. A `binary` key result has
    exactly one step.
    """

    class Kind(models.TextChoices):
        """What is promised."""

        METRIC = "metric", _("Move a metric")
        RANGE = "range", _("Keep a metric in a range")
        STEPS = "steps", _("Complete steps")
        BINARY = "binary", _("Done or not")

    class Path(models.TextChoices):
        """Where the value is expected to be on the way."""

        STRAIGHT = "straight", _("A straight line")
        POINTS = "points", _("Its own points")
        BETS = "bets", _("As its bets land")

    class Cadence(models.IntegerChoices):
        """Days between check-ins."""

        WEEKLY = 7, _("Weekly")
        FORTNIGHTLY = 14, _("Every two weeks")
        MONTHLY = 30, _("Monthly")

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="key_results"
    )
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="key_results"
    )
    delegate = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.METRIC)
    metric = models.ForeignKey(
        Metric,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="key_results",
    )
    baseline = quantity(null=True, blank=True)
    target = quantity(null=True, blank=True)
    low = quantity(null=True, blank=True)
    high = quantity(null=True, blank=True)
    scale = quantity(null=True, blank=True, editable=False)
    path = models.CharField(max_length=8, choices=Path.choices, default=Path.STRAIGHT)
    starts_on = models.DateField()
    due_on = models.DateField()
    weight = models.FloatField(default=1)
    cadence_days = models.PositiveSmallIntegerField(
        choices=Cadence.choices, default=Cadence.WEEKLY
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("starts_on")),
                name="okrs_keyresult_due_after_start",
                violation_error_code="due_before_start",
                violation_error_message=_("The due date must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="okrs_keyresult_weight_above_0",
                violation_error_message=_("A weight is more than 0."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="metric")
                | Q(metric__isnull=False, baseline__isnull=False, target__isnull=False),
                name="okrs_keyresult_metric_baseline_target",
                violation_error_message=_("Give the metric, its baseline and target."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="metric") | ~Q(baseline=F("target")),
                name="okrs_keyresult_target_differs_from_baseline",
                violation_error_code="target_equals_baseline",
                violation_error_message=_("The target must differ from the baseline."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="range")
                | Q(
                    metric__isnull=False,
                    baseline__isnull=False,
                    low__isnull=False,
                    high__isnull=False,
                    high__gt=F("low"),
                ),
                name="okrs_keyresult_range_low_below_high",
                violation_error_message=_(
                    "Give the metric, its baseline, and a range whose end lies above"
                    " its beginning."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["metric", "range"]) | Q(metric__isnull=True),
                name="okrs_keyresult_steps_have_no_metric",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (#{self.pk})"

    @property
    def code(self) -> str:
        """The short name that people use."""
        return f"KR-{self.number}"

    @property
    def is_measured(self) -> bool:
        """Whether a metric decides it, rather than steps."""
        return self.kind in {self.Kind.METRIC, self.Kind.RANGE}


class ExpectedPoint(Entity):
    """A value that a key result is expected to have on a day on its way."""

    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, related_name="points"
    )
    day = models.DateField()
    value = quantity()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_result", "day"], name="okrs_expectedpoint_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.day} (#{self.pk})"


class Step(Entity):
    """One part of a key result that is done or not."""

    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, related_name="steps"
    )
    title = models.CharField(max_length=200)
    weight = models.FloatField(default=1)
    position = models.PositiveIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="okrs_step_weight_above_0",
                violation_error_message=_("A weight is more than 0."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} (#{self.pk})"
