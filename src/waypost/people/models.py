"""The organisation, who works in it, and when."""

from collections.abc import Sequence
from copy import copy
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import hours
from waypost.core.models import Entity


class Organisation(Entity):
    """The one organisation of this installation."""

    class Weekday(models.IntegerChoices):
        """Days as Python counts them."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    name = models.CharField(max_length=200)
    mission = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    fiscal_month = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    check_in_weekday = models.PositiveSmallIntegerField(
        choices=Weekday.choices, default=Weekday.MONDAY
    )
    # Pace from which a key result is on track, and from which it is only at risk.
    on_track_from = models.FloatField(default=-0.05)
    at_risk_from = models.FloatField(default=-0.20)
    # Scores below the first read as a miss, from the second on as a success.
    score_low = models.FloatField(default=0.3)
    score_high = models.FloatField(default=0.7)
    viewers_may_comment = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(at_risk_from__lt=F("on_track_from")),
                name="people_organisation_thresholds_in_order",
                violation_error_message=_("At risk must begin below on track."),
            ),
            models.CheckConstraint(
                condition=Q(score_low__lt=F("score_high")),
                name="people_organisation_bands_in_order",
                violation_error_message=_("The low band must end below the high one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"


def five_days_of_eight() -> list[float]:
    """Return the hours of a usual week, Monday first."""
    return [8, 8, 8, 8, 8, 0, 0]


class Calendar(Entity):
    """Which days are worked, and for how long."""

    name = models.CharField(max_length=200, unique=True)
    is_default = models.BooleanField(default=False)
    weekly_hours: "models.JSONField[list[float], list[float]]" = models.JSONField(
        default=five_days_of_eight
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="people_calendar_one_default",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"


class CalendarException(Entity):
    """A day that differs from the calendar's week: a holiday, or a day worked."""

    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="exceptions"
    )
    day = models.DateField()
    hours = hours(default=0)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"], name="people_calendarexception_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0, hours__lte=24),
                name="people_calendarexception_hours_in_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} (#{self.pk})"


class PersonManager(BaseUserManager["Person"]):
    """Creates people who sign in by e-mail."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "Person":
        """Create a person; without a password they cannot sign in by one."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


def initials_of(called: str) -> str:
    """Return two letters that stand for a person."""
    words = called.split() or [""]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Person(Entity, AbstractBaseUser):
    """Somebody who signs in."""

    class Role(models.TextChoices):
        """What a person may do before ownership adds to it."""

        VIEWER = "viewer", _("Viewer")
        MEMBER = "member", _("Member")
        MANAGER = "manager", _("Manager")
        ADMIN = "admin", _("Admin")

    class Theme(models.TextChoices):
        """How pages look."""

        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    time_zone = models.CharField(max_length=64, blank=True)
    locale = models.CharField(max_length=16, blank=True)
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    capacity_hours_per_week = hours(default=40)
    hourly_rate = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True
    )
    date_joined = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity_hours_per_week__gte=0)
                & Q(capacity_hours_per_week__lte=168),
                name="people_person_capacity_in_a_week",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("id")),
                name="people_person_not_own_manager",
                violation_error_message=_("Nobody is their own manager."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    def unique_error_message(
        self, model_class: type[models.Model], unique_check: Sequence[str]
    ) -> ValidationError:
        """Return what is wrong with an address that somebody else has."""
        if tuple(unique_check) == ("email",):
            message = _("Somebody signs in by this address already.")
            return ValidationError(message, code="unique")
        return super().unique_error_message(model_class, unique_check)

    @property
    def is_admin(self) -> bool:
        """Whether this person may do everything."""
        return self.role == self.Role.ADMIN

    @property
    def plans(self) -> bool:
        """Whether this person is a manager or more."""
        return self.role in {self.Role.MANAGER, self.Role.ADMIN}

    @property
    def is_viewer(self) -> bool:
        """Whether this person only reads."""
        return self.role == self.Role.VIEWER

    @property
    def acts(self) -> bool:
        """Whether this person may change anything: active, and more than a reader."""
        return self.is_active and not self.is_viewer

    def as_reader(self) -> "Person":
        """Return this person as one who sees the same and may do nothing.

        What a person may see does not ask whether they act; each right does.
        """
        reader = copy(self)
        reader.is_active = False
        return reader

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return initials_of(self.name.strip() or self.email)


class Team(Entity):
    """A group of people; teams form a tree."""

    name = models.CharField(max_length=200, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    lead = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="people_team_not_its_own_parent",
                violation_error_message=_("A team does not stand below itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"


class Membership(Entity):
    """A person in a team, from a day until a day (excluded)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="people_membership_ends_after_start",
                violation_error_message=_("A membership ends after it starts."),
            ),
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(ends_on__isnull=True),
                name="people_membership_open_once",
                violation_error_message=_("This person is in the team already."),
            ),
        ]

    def __str__(self) -> str:
        return f"membership #{self.pk}"


class TimeOff(Entity):
    """Days on which a person does not work; the last day is included."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="time_off"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="people_timeoff_ends_after_start",
                violation_error_message=_("Time off ends on its first day or later."),
            )
        ]

    def __str__(self) -> str:
        return f"time off #{self.pk}"


class Contact(Entity):
    """A stakeholder who has no sign-in."""

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    organisation = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"
