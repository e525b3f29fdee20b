"""Bets: what a project is expected to do to a key result."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import quantity
from waypost.core.models import Entity
from waypost.okrs.models import KeyResult, Metric, Objective, Step
from waypost.people.models import Person
from waypost.projects.models import Milestone, Project


class OverlapGroup(Entity):
    """Bets on one metric that work through the same cause.

    ``share`` is how much of the lesser effects is lost: 0 adds them all, 1 lets only
    the best count.
    """

    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="overlap_groups"
    )
    name = models.CharField(max_length=200)
    share = models.FloatField(default=0.5)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "name"], name="bets_overlapgroup_once_per_metric"
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1),
                name="bets_overlapgroup_share_in_0_1",
                violation_error_message=_("A share lies between 0 and 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"


class Bet(Entity):
    """We expect a project, or its milestone, to move a metric by so much, so surely.

    The effect is signed and sorted (low ≤ likely ≤ high, P10 / P50 / P90) in the
    metric's unit. A bet on steps names the step that it completes instead.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Active")
        SETTLED = "settled", _("Settled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="bets")
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="bets"
    )
    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, related_name="bets"
    )
    metric = models.ForeignKey(
        Metric, null=True, blank=True, on_delete=models.PROTECT, related_name="bets"
    )
    step = models.ForeignKey(
        Step, null=True, blank=True, on_delete=models.CASCADE, related_name="bets"
    )
    low = quantity(null=True, blank=True)
    likely = quantity(null=True, blank=True)
    high = quantity(null=True, blank=True)
    probability = models.FloatField()
    lag_days = models.PositiveIntegerField(default=0)
    ramp_days = models.PositiveIntegerField(default=0)
    overlap_group = models.ForeignKey(
        OverlapGroup,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="bets",
    )
    rationale = models.TextField(blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="bets_owned"
    )
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.PROPOSED
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(metric__isnull=False, step__isnull=True)
                | Q(metric__isnull=True, step__isnull=False),
                name="bets_bet_on_a_metric_or_a_step",
                violation_error_message=_("A bet moves a metric or completes a step."),
            ),
            models.CheckConstraint(
                condition=Q(metric__isnull=True)
                | Q(
                    low__isnull=False,
                    likely__isnull=False,
                    high__isnull=False,
                    likely__gte=F("low"),
                    high__gte=F("likely"),
                ),
                name="bets_bet_low_likely_high",
                violation_error_message=_(
                    "The effect rises from its lowest over its likely to its highest"
                    " value."
                ),
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="bets_bet_probability_in_0_1",
                violation_error_message=_("A probability lies between 0 and 1."),
            ),
            # SQLite has no NULLS NOT DISTINCT, hence one constraint for each case.
            *(
                models.UniqueConstraint(
                    fields=["project", *present],
                    condition=Q(**dict.fromkeys(absent, True)) & ~Q(state="withdrawn"),
                    name=f"bets_bet_once_per_{name}",
                    violation_error_message=_("This bet has been placed already."),
                )
                for name, present, absent in [
                    ("project_and_metric", ["metric"], ["milestone__isnull"]),
                    ("milestone_and_metric", ["milestone", "metric"], []),
                    ("project_and_step", ["step"], ["milestone__isnull"]),
                    ("milestone_and_step", ["milestone", "step"], []),
                ]
            ),
        ]

    def __str__(self) -> str:
        return f"bet #{self.pk}"


class Assumption(Entity):
    """Something that must hold for a bet to work."""

    class State(models.TextChoices):
        """What is known of it."""

        OPEN = "open", _("Open")
        HELD = "held", _("Held")
        BROKEN = "broken", _("Broken")

    bet = models.ForeignKey(Bet, on_delete=models.CASCADE, related_name="assumptions")
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)

    def __str__(self) -> str:
        return f"{self.text} (#{self.pk})"


class ProjectObjective(Entity):
    """The project that holds an objective of its own."""

    objective = models.OneToOneField(
        Objective, on_delete=models.CASCADE, related_name="held_by_project"
    )
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="objectives"
    )

    class Meta:
        verbose_name = _("project's objective")

    def __str__(self) -> str:
        return f"project's objective #{self.pk}"
