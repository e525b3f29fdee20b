"""The timeframe of objectives."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.models import Entity
from waypost.people.models import Person


class Cycle(Entity):
    """A quarter, a half-year, a year: from its first day to its last, both included."""

    class Kind(models.TextChoices):
        """How long it is."""

        YEAR = "year", _("Year")
        HALF = "half", _("Half-year")
        QUARTER = "quarter", _("Quarter")
        CUSTOM = "custom", _("Custom")

    class State(models.TextChoices):
        """Where it stands."""

        PLANNING = "planning", _("Planning")
        ACTIVE = "active", _("Active")
        GRADING = "grading", _("Grading")
        CLOSED = "closed", _("Closed")

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.QUARTER)
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.PLANNING
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts"
    )
    manager = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="okrs_cycle_ends_after_start",
                violation_error_message=_("A cycle ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    @property
    def is_open(self) -> bool:
        """Whether its objectives are being drafted or worked on."""
        return self.state in {self.State.PLANNING, self.State.ACTIVE}
