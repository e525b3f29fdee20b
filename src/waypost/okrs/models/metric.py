"""Numbers that the organisation follows over time; they outlive cycles."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import quantity
from waypost.core.models import Entity
from waypost.okrs.models.objective import Objective
from waypost.people.models import Person


class Metric(Entity):
    """A number with a unit that is read again and again."""

    class Better(models.TextChoices):
        """Which way is good."""

        HIGHER = "higher", _("Higher is better")
        LOWER = "lower", _("Lower is better")
        RANGE = "range", _("Within a range")

    class Source(models.TextChoices):
        """Where its readings come from."""

        HAND = "hand", _("By hand")
        PUSHED = "pushed", _("Pushed")
        PULLED = "pulled", _("Pulled")
        COMPUTED = "computed", _("Computed")

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    lower_bound = quantity(null=True, blank=True)
    upper_bound = quantity(null=True, blank=True)
    is_counter = models.BooleanField(default=False)
    better = models.CharField(
        max_length=6, choices=Better.choices, default=Better.HIGHER
    )
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="metrics"
    )
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HAND)
    formula = models.CharField(max_length=500, blank=True)
    # Set when the last key result on it is deleted that not everyone could see.
    was_private = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lower_bound__isnull=True)
                | Q(upper_bound__isnull=True)
                | Q(upper_bound__gt=F("lower_bound")),
                name="okrs_metric_bounds_in_order",
                violation_error_message=_("The upper bound lies above the lower one."),
            ),
            models.CheckConstraint(
                condition=(Q(source="computed") & ~Q(formula=""))
                | (~Q(source="computed") & Q(formula="")),
                name="okrs_metric_computed_has_formula",
                violation_error_message=_(
                    "A computed metric has a formula, and no other metric has one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    @property
    def code(self) -> str:
        """The short name that people use, and formulas."""
        return f"M-{self.number}"


class MetricInput(Entity):
    """A metric that the formula of a computed one names."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="inputs")
    source = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="outputs")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "source"], name="okrs_metricinput_once"
            ),
            models.CheckConstraint(
                condition=~Q(metric=F("source")),
                name="okrs_metricinput_not_itself",
                violation_error_message=_("A metric is not computed from itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"input #{self.pk}"


class Reading(Entity):
    """What a metric measured at an instant, by one source."""

    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="readings"
    )
    value = quantity()
    observed_at = models.DateTimeField()
    source = models.CharField(max_length=40, default="hand")
    note = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "observed_at", "source"],
                name="okrs_reading_once_per_instant_and_source",
                violation_error_message=_(
                    "There is a reading of that instant from this source already."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} at {self.observed_at} (#{self.pk})"


class Guardrail(Entity):
    """A metric that an objective must not harm, with its limits."""

    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="guardrails"
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, related_name="guardrails"
    )
    low = quantity(null=True, blank=True)
    high = quantity(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "metric"], name="okrs_guardrail_once"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                name="okrs_guardrail_has_a_limit",
                violation_error_message=_("A guardrail has a lower or upper limit."),
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True)
                | Q(high__isnull=True)
                | Q(high__gt=F("low")),
                name="okrs_guardrail_limits_in_order",
                violation_error_message=_("The upper limit lies above the lower one."),
            ),
        ]

    def __str__(self) -> str:
        return f"guardrail #{self.pk}"
