"""Projects, who may see them, and their milestones."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import Visibility
from waypost.core.models import Entity
from waypost.people.models import Calendar, Person, Team


class Project(Entity):
    """A piece of work with a beginning and an end.

    On hold and cancelled stand beside the phase, so that a project taken up again
    knows where it was.
    """

    class Kind(models.TextChoices):
        """How much method it gets."""

        PROJECT = "project", _("Project")
        INITIATIVE = "initiative", _("Initiative")

    class Phase(models.TextChoices):
        """How far it is."""

        INITIATION = "initiation", _("Initiation")
        PLANNING = "planning", _("Planning")
        EXECUTION = "execution", _("Execution")
        CLOSURE = "closure", _("Closure")
        CLOSED = "closed", _("Closed")

    class Standing(models.TextChoices):
        """Whether it is being worked on."""

        RUNNING = "running", _("Running")
        ON_HOLD = "on_hold", _("On hold")
        CANCELLED = "cancelled", _("Cancelled")

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PROJECT)
    purpose = models.TextField(blank=True)
    scope_in = models.TextField(blank=True)
    scope_out = models.TextField(blank=True)
    success_criteria = models.TextField(blank=True)
    manager = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="manages"
    )
    sponsor = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsors"
    )
    reviewer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.EVERYONE
    )
    is_funded = models.BooleanField(default=False)
    phase = models.CharField(
        max_length=10, choices=Phase.choices, default=Phase.INITIATION
    )
    standing = models.CharField(
        max_length=9, choices=Standing.choices, default=Standing.RUNNING
    )
    waiver = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    category = models.CharField(max_length=100, blank=True)
    color = models.CharField(max_length=16, blank=True)
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                name="projects_project_due_after_start",
                violation_error_code="due_before_start",
                violation_error_message=_("A project is due after it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(visibility="team") | Q(team__isnull=False),
                name="projects_project_team_visibility_needs_team",
                violation_error_message=_(
                    "Name the team before you show the project to it alone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z][A-Z0-9]{1,11}$"),
                name="projects_project_code_in_capitals",
                violation_error_message=_(
                    "A short key has 2 to 12 capital letters and digits, a letter"
                    " first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    @property
    def counts(self) -> bool:
        """Whether bets on it count: it is funded, not on hold and not cancelled."""
        return self.is_funded and self.standing == self.Standing.RUNNING


class ProjectViewer(Entity):
    """Somebody who may see a project that is not for everyone."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="viewers"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], name="projects_projectviewer_once"
            )
        ]

    def __str__(self) -> str:
        return f"viewer #{self.pk}"


class Milestone(Entity):
    """A state of the project that is reached on a day."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    achieved_on = models.DateField(null=True, blank=True)
    weight = models.FloatField(default=1)
    acceptance_criteria = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="projects_milestone_weight_above_0",
                violation_error_message=_("A weight is more than 0."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} (#{self.pk})"
