"""What people say about a key result, with the value that goes with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import quantity
from waypost.core.models import Entity
from waypost.okrs.models.key_result import KeyResult
from waypost.okrs.models.metric import Reading
from waypost.people.models import Person


class CheckIn(Entity):
    """A value, how sure its author is, and what happened.

    Its reading is written in the same transaction; steps done have no reading.
    """

    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, related_name="check_ins"
    )
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    observed_at = models.DateTimeField()
    value = quantity(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    went_well = models.TextField(blank=True)
    in_the_way = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    reading = models.OneToOneField(
        Reading, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    acknowledged_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__lte=100),
                name="okrs_checkin_confidence_in_percent",
                violation_error_message=_("Confidence is a percentage, 0 to 100."),
            )
        ]
        indexes = [
            models.Index(
                fields=["key_result", "-observed_at"], name="okrs_checkin_latest"
            )
        ]

    def __str__(self) -> str:
        return f"check-in #{self.pk}"


class Odds(Entity):
    """What one person thinks the chance of a key result is."""

    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, related_name="odds"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_result", "person"], name="okrs_odds_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="okrs_odds_probability_in_0_1",
                violation_error_message=_("A chance lies between 0 and 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"odds #{self.pk}"
