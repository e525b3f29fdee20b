"""What somebody wants to be true by the end of a cycle, and what it serves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import Visibility
from waypost.core.models import Entity
from waypost.okrs.models.cycle import Cycle
from waypost.people.models import Person, Team


class Objective(Entity):
    """An outcome to reach in a cycle, held by the company, a team, a person, a project.

    Which project holds it is known to ``bets``, where both are known.
    """

    class Level(models.TextChoices):
        """Who holds it."""

        COMPANY = "company", _("Company")
        TEAM = "team", _("Team")
        PERSON = "person", _("Individual")
        PROJECT = "project", _("Project")

    class Kind(models.TextChoices):
        """How it is graded."""

        COMMITTED = "committed", _("Committed")
        ASPIRATIONAL = "aspirational", _("Aspirational")
        LEARNING = "learning", _("Learning")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Active")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objectives",
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_objectives",
    )
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="objectives"
    )
    reviewer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="objectives"
    )
    kind = models.CharField(
        max_length=12, choices=Kind.choices, default=Kind.ASPIRATIONAL
    )
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.EVERYONE
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.ACTIVE)
    priority = models.PositiveSmallIntegerField(default=3)
    weight = models.FloatField(default=1)
    final_score = models.FloatField(null=True, blank=True)
    reflection = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="okrs_objective_weight_above_0",
                violation_error_message=_("A weight is more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=5),
                name="okrs_objective_priority_1_to_5",
                violation_error_message=_("A priority is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(level="team", team__isnull=False, person__isnull=True)
                | Q(level="person", person__isnull=False, team__isnull=True)
                | Q(
                    level__in=["company", "project"],
                    team__isnull=True,
                    person__isnull=True,
                ),
                name="okrs_objective_held_by_one",
                violation_error_message=_(
                    "Say which team or which person holds the objective."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(visibility="team") | Q(level="team"),
                name="okrs_objective_team_visibility_needs_team",
                violation_error_message=_(
                    "Only a team's objective can be visible to its team alone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(final_score__isnull=True)
                | Q(final_score__gte=0, final_score__lte=1),
                name="okrs_objective_score_in_0_1",
                violation_error_message=_("A score lies between 0 and 1."),
            ),
        ]
        indexes = [models.Index(fields=["cycle", "level"], name="okrs_objective_list")]

    def __str__(self) -> str:
        return f"{self.title} (#{self.pk})"

    @property
    def code(self) -> str:
        """The short name that people use."""
        return f"O-{self.number}"


class ObjectiveViewer(Entity):
    """Somebody who may see an objective that is not for everyone."""

    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="viewers"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "person"], name="okrs_objectiveviewer_once"
            )
        ]

    def __str__(self) -> str:
        return f"viewer #{self.pk}"


class Alignment(Entity):
    """What an objective serves: another objective, or one key result of it."""

    child = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="alignments"
    )
    parent_objective = models.ForeignKey(
        Objective,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="supporters",
    )
    parent_key_result = models.ForeignKey(
        "okrs.KeyResult",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="supporters",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    parent_objective__isnull=False, parent_key_result__isnull=True
                )
                | Q(parent_objective__isnull=True, parent_key_result__isnull=False),
                name="okrs_alignment_one_parent",
                violation_error_message=_("Align to an objective or to a key result."),
            ),
            models.CheckConstraint(
                condition=Q(parent_objective__isnull=True)
                | ~Q(parent_objective=models.F("child")),
                name="okrs_alignment_not_to_itself",
                violation_error_message=_("An objective does not serve itself."),
            ),
            models.UniqueConstraint(
                fields=["child", "parent_objective"],
                condition=Q(parent_objective__isnull=False),
                name="okrs_alignment_once_per_objective",
                violation_error_message=_("It is aligned to that already."),
            ),
            models.UniqueConstraint(
                fields=["child", "parent_key_result"],
                condition=Q(parent_key_result__isnull=False),
                name="okrs_alignment_once_per_key_result",
                violation_error_message=_("It is aligned to that already."),
            ),
        ]

    def __str__(self) -> str:
        return f"alignment #{self.pk}"
