"""A form with one field of each kind."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from waypost.web.widgets import DateInput, NumberInput, Pick, Segments, Switch


class SampleForm(forms.Form):
    """Shows how each kind of field looks, empty and in error."""

    title = forms.CharField(
        label=_("Title"), help_text=_("What will be true at the end, in one sentence.")
    )
    why = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea)
    value = forms.DecimalField(label=_("Value now"), required=False, widget=NumberInput)
    effort = forms.DecimalField(label=_("Effort"), required=False, widget=NumberInput)
    due = forms.DateField(label=_("Due"), required=False, widget=DateInput)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("committed", _("Committed")), ("aspirational", _("Aspirational"))],
    )
    owner = forms.ChoiceField(
        label=_("Owner"),
        choices=[("1", "Mara Oyelaran"), ("2", "Tove Nyström"), ("3", "Luis Prado")],
        widget=Pick,
    )
    reader = forms.CharField(
        label=_("Reader"),
        required=False,
        help_text=_("Of thousands one is typed: what fits is offered."),
        widget=forms.TextInput({"data-offers": reverse_lazy("tables:people")}),
    )
    view = forms.ChoiceField(
        label=_("Group by"),
        choices=[("team", _("Team")), ("owner", _("Owner"))],
        initial="team",
        widget=Segments,
    )
    is_private = forms.BooleanField(label=_("Only its team sees it"), required=False)
    counts = forms.BooleanField(
        label=_("Counts from today"), required=False, widget=Switch
    )
