"""What people keep of how they look at things: names for a table's parameters."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waypost.core.models import Entity
from waypost.people.models import Person


class SavedView(Entity):
    """A name for what a table was asked: filters, order, columns.

    `parameters` is the query of the address, spelled as the table spells it.
    """

    owner = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="saved_views"
    )
    table = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    parameters = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "table", "name"],
                name="planning_savedview_name_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(table=""),
                name="planning_savedview_named",
                violation_error_message=_("Give the view a name."),
            ),
        ]
        indexes = [
            models.Index(fields=["table", "is_shared"], name="planning_view_of_table")
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"


class UsualView(Entity):
    """The view with which a table opens for a person; a shared one, or their own."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="usual")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "table"], name="planning_usualview_once"
            )
        ]

    def __str__(self) -> str:
        return f"usual view #{self.pk}"
