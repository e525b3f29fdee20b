"""What can be set for many objectives at once."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waypost.okrs import queries
from waypost.okrs.models import Cycle, Objective
from waypost.people.models import Person
from waypost.web.tables import BulkForm, Option
from waypost.web.tables.bulk import SetNumber, SetOne, SetPerson


def _states(_viewer: Person) -> list[Option]:
    state = Objective.State
    return [
        Option("proposed", _("Propose"), state.PROPOSED),
        Option("active", _("Activate"), state.ACTIVE),
        Option("cancelled", _("Cancel"), state.CANCELLED),
    ]


def _cycles(viewer: Person) -> list[Option]:
    found = queries.cycles(viewer=viewer)
    return [
        Option(str(each.pk), each.name, each.pk)
        for each in found
        if each.state != Cycle.State.CLOSED
    ]


def _cycle(viewer: Person, pk: Any) -> Cycle:
    return queries.cycle(viewer=viewer, pk=pk)


class ObjectivesForm(BulkForm):
    """Every field may stay empty."""

    owner = SetPerson(
        may_be_nobody=False,
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("A name, or me."),
    )
    state = SetOne(_states, label=gettext_lazy("State"))
    cycle = SetOne(
        _cycles,
        _cycle,
        label=gettext_lazy("Cycle"),
        help_text=gettext_lazy("Only drafts move."),
    )
    priority = SetNumber(
        low=1,
        high=5,
        is_whole=True,
        label=gettext_lazy("Priority"),
        help_text=gettext_lazy("1 is highest."),
    )
    weight = SetNumber(low=0.01, high=1000, label=gettext_lazy("Weight"))

    def changes(self) -> dict[str, Any]:
        """Return what was set; a weight is kept as a float."""
        found = super().changes()
        if "weight" in found:
            found["weight"] = float(found["weight"])
        return found
