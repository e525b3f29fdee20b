"""Who is promised to a project, and what it may cost."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import hours
from waypost.core.models import Entity
from waypost.people.models import Person, Team
from waypost.projects.models.project import Milestone, Project


class Allocation(Entity):
    """Hours a week of a person or a team for a project; the last day is included.

    It is tentative until the lead of whom it takes confirms it.
    """

    class State(models.TextChoices):
        """Whether one can count on it."""

        TENTATIVE = "tentative", _("Tentative")
        FIRM = "firm", _("Firm")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="allocations"
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="allocations",
    )
    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="allocations",
    )
    role = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours_per_week = hours()
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.TENTATIVE
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True)
                | Q(person__isnull=True, team__isnull=False),
                name="projects_allocation_person_or_team",
                violation_error_message=_("Name a person or a team, not both."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="projects_allocation_ends_after_start",
                violation_error_code="ends_before_start",
                violation_error_message=_("It ends on its first day or later."),
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gte=0),
                name="projects_allocation_hours_not_negative",
                violation_error_code="hours",
                violation_error_message=_("Hours a week are 0 or more."),
            ),
            models.CheckConstraint(
                # A team has the hours of all who are in it.
                condition=Q(team__isnull=False) | Q(hours_per_week__lte=168),
                name="projects_allocation_hours_in_a_week",
                violation_error_code="hours",
                violation_error_message=_("A person's week has 168 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"allocation #{self.pk}"

    @property
    def is_firm(self) -> bool:
        """Whether the lead has confirmed it."""
        return self.state == self.State.FIRM


class BudgetLine(Entity):
    """Planned money of a project, in the organisation's currency.

    It belongs to a milestone, or to a period with its last day, or to the whole.
    """

    class Kind(models.TextChoices):
        """What the money is for."""

        COST = "cost", _("Cost")
        CONTINGENCY = "contingency", _("Contingency")
        RESERVE = "reserve", _("Management reserve")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="budget_lines"
    )
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.COST)
    category = models.CharField(max_length=100)
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    milestone = models.ForeignKey(
        Milestone,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="budget_lines",
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__gte=0),
                name="projects_budgetline_planned_not_negative",
                violation_error_code="planned",
                violation_error_message=_("A planned amount is 0 or more."),
            ),
            models.CheckConstraint(
                condition=Q(milestone__isnull=True)
                | Q(starts_on__isnull=True, ends_on__isnull=True),
                name="projects_budgetline_milestone_or_period",
                violation_error_code="milestone_or_period",
                violation_error_message=_("Name a milestone or a period, not both."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(
                    # A comparison with NULL is not false, and a check would pass it.
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    ends_on__gte=F("starts_on"),
                ),
                name="projects_budgetline_period_has_both_ends",
                violation_error_code="period",
                violation_error_message=_(
                    "A period has a first and a last day, in that order."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} (#{self.pk})"
