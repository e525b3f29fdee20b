"""What people type about a cycle."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.core.history import version_of
from waypost.okrs.models import Cycle
from waypost.web.choices import Offered, Pairs, offer
from waypost.web.widgets import DateInput, Pick, Segments, Switch


class CycleForm(forms.Form):
    """A timeframe: what it is called, how long, what it lies in, who runs it."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Length"), choices=Cycle.Kind.choices)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    parent = forms.ChoiceField(
        label=_("Part of"),
        required=False,
        help_text=_("A quarter lies in its year, if there is one."),
    )
    manager = forms.ChoiceField(
        label=_("Manager"),
        required=False,
        widget=Pick,
        help_text=_("Starts and closes it, and writes the company's objectives."),
    )
    is_running = forms.BooleanField(
        label=_("Start it now"),
        required=False,
        widget=Switch,
        help_text=_("Until it is started its objectives are plans, free to change."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        parents: Pairs,
        managers: Offered | None,
        is_new: bool,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {})
        offer(self, "parent", parents)
        if managers is None:  # only an admin names another
            del self.fields["manager"]
        else:
            offer(self, "manager", managers)
        if not is_new:
            del self.fields["is_running"]

    @staticmethod
    def initial_of(cycle: Cycle) -> dict[str, Any]:
        """Return the fields as they stand."""
        return {
            "name": cycle.name,
            "kind": cycle.kind,
            "starts_on": cycle.starts_on,
            "ends_on": cycle.ends_on,
            "parent": cycle.parent_id or "",
            "manager": cycle.manager_id or "",
            "version": version_of(cycle),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", gettext("A cycle ends after it starts."))
        return cleaned


class CloseForm(forms.Form):
    """What becomes of what nobody has decided."""

    unagreed = forms.ChoiceField(
        label=_("What was never agreed on"),
        choices=[("cancel", _("Cancel it")), ("agree", _("Close it with the rest"))],
        widget=Segments,
    )
    scores = forms.ChoiceField(
        label=_("Where there is no final score"),
        choices=[
            ("progress", _("Take the progress on its due day")),
            ("none", _("Leave it without")),
        ],
        widget=Segments,
    )
