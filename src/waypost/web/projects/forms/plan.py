"""What people type about milestones, tasks, and what waits for what."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.projects.models import Dependency, Task
from waypost.projects.terms import DependencyTerms, MilestoneTerms
from waypost.web.choices import Offered, Pairs, offer
from waypost.web.projects.forms.fields import day, hours, text, weight
from waypost.web.widgets import NumberInput, Pick, Segments

PROGRESS = ("status", "percent_done", "remaining_hours")


@dataclass(frozen=True, slots=True)
class TaskChoices:
    """What the forms of a task offer."""

    statuses: Pairs
    people: Offered
    milestones: Pairs = ()
    parents: Pairs | Offered = ()


class MilestoneForm(forms.Form):
    """A state that is reached on a day."""

    title = forms.CharField(
        label=_("Milestone"),
        max_length=200,
        help_text=_("What is then true, such as “Ten clinics live”."),
    )
    due_on = day(_("Due"))
    weight = weight()
    acceptance_criteria = text(
        _("Accepted when"), hint=_("What somebody checks before it counts as reached.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """Return what was typed."""
        said = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        if said["weight"] is None:
            said["weight"] = 1
        return said

    def terms(self) -> MilestoneTerms:
        """Return what was typed, as the action takes it."""
        return MilestoneTerms(**self.said())


class AddTaskForm(forms.Form):
    """A task in one line of the plan."""

    title = forms.CharField(max_length=500)
    milestone = forms.IntegerField(required=False)


class RowForm(forms.Form):
    """A task as one line of the plan is written."""

    title = forms.CharField(label=_("Task"), max_length=500)
    status = forms.ChoiceField(label=_("Status"))
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False, widget=Pick)
    starts_on = day(_("Starts"))
    due_on = day(_("Due"))
    estimate_hours = hours(_("Estimate"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        choices: TaskChoices,
        initial: dict[str, Any] | None = None,
        only_progress: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "status", choices.statuses, empty=None)
        offer(self, "assignee", choices.people)
        if only_progress:
            for name in set(self.fields) - {*PROGRESS, "version"}:
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Return what was typed, but for what stands elsewhere."""
        apart = {"status", "assignee", "milestone", "parent", "version"}
        return {k: v for k, v in self.cleaned_data.items() if k not in apart}


class TaskForm(RowForm):
    """A task as its page of writing shows it."""

    body = text(_("Notes"), rows=8, hint=_("Markdown: lists, links, **bold**, code."))
    milestone = forms.ChoiceField(label=_("Milestone"), required=False, widget=Pick)
    parent = forms.ChoiceField(
        label=_("Part of"),
        required=False,
        widget=Pick,
        help_text=_("A subtask stands under its task’s milestone."),
    )
    low_hours = hours(_("If all goes well"))
    high_hours = hours(_("If it goes badly"))
    remaining_hours = hours(_("Remaining"))
    percent_done = forms.IntegerField(
        label=_("Done"),
        required=False,
        min_value=0,
        max_value=100,
        widget=NumberInput,
    )
    fixed_days = hours(_("Fixed length"), hint=_("In days, whoever works on it."))
    constraint = forms.ChoiceField(
        label=_("Bound to a date"), choices=Task.Constraint.choices
    )
    constraint_on = day(_("That date"))
    labels = forms.CharField(
        label=_("Labels"), required=False, max_length=500, help_text=_("By commas.")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        coerce=int,
        choices=[
            ("1", _("1, first")),
            *((str(n), str(n)) for n in (2, 3, 4)),
            ("5", _("5, last")),
        ],
        widget=Segments,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        choices: TaskChoices,
        initial: dict[str, Any] | None = None,
        only_progress: bool = False,
    ) -> None:
        super().__init__(
            data, choices=choices, initial=initial, only_progress=only_progress
        )
        if not only_progress:
            offer(self, "milestone", choices.milestones)
            offer(self, "parent", choices.parents)

    def said(self) -> dict[str, Any]:
        said = super().said()
        if said.get("percent_done") is None:
            said["percent_done"] = 0
        if "labels" in said:
            listed = [label.strip() for label in said["labels"].split(",")]
            said["labels"] = list(dict.fromkeys(filter(None, listed)))
        if said.get("constraint") == Task.Constraint.NONE:
            said["constraint_on"] = None
        return said


class DependencyForm(forms.Form):
    """What a task waits for, and how."""

    task = forms.CharField(
        label=_("Task"),
        max_length=600,
        widget=forms.TextInput({"list": "tasks", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("How"),
        required=False,
        choices=[
            (Dependency.Kind.FINISH_START, _("starts after it is done")),
            (Dependency.Kind.START_START, _("starts after it starts")),
            (Dependency.Kind.FINISH_FINISH, _("is done after it is done")),
            (Dependency.Kind.START_FINISH, _("is done after it starts")),
        ],
    )
    lag = forms.DecimalField(
        label=_("Lag"),
        required=False,
        max_digits=10,
        decimal_places=2,
        widget=NumberInput,
    )
    lag_unit = forms.ChoiceField(
        label=_("Counted in"), required=False, choices=Dependency.LagUnit.choices
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_task(self) -> tuple[str, int]:
        """Read ``WEB-17``, also at the head of ``WEB-17 Send the letters``."""
        words = str(self.cleaned_data["task"]).split()
        code, _dash, number = (words[0] if words else "").rpartition("-")
        if not code or not number.isdecimal() or len(number) > 9:
            raise forms.ValidationError(
                gettext("Give the task by its key, such as WEB-17.")
            )
        return code.upper(), int(number)

    def terms(self) -> DependencyTerms:
        """Return how it waits, as the action takes it."""
        data = self.cleaned_data
        return DependencyTerms(
            kind=data["kind"] or Dependency.Kind.FINISH_START,
            lag=data["lag"] or Decimal(0),
            lag_unit=data["lag_unit"] or Dependency.LagUnit.WORKING,
        )
