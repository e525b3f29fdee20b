"""The form of a saved view."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    """Its name, and whether everybody has it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_shared = forms.BooleanField(
        label=_("for everybody"), required=False, initial=False
    )
    parameters = forms.CharField(
        required=False, max_length=2000, widget=forms.HiddenInput()
    )

    def __init__(self, *args: object, may_share: bool, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # as Form takes them
        if not may_share:
            del self.fields["is_shared"]

    def clean_parameters(self) -> str:
        """Return the query as an address spells it."""
        return QueryDict(self.cleaned_data["parameters"]).urlencode()
