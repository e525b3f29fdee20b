"""What is sent from a board."""

from django import forms

MOST = 999_999_999


class MoveForm(forms.Form):
    """Which card goes where: beside another, to an end, or a step up or down."""

    card = forms.IntegerField(min_value=0, max_value=MOST)
    status = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    before = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    after = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    to = forms.ChoiceField(
        required=False,
        choices=[(each, each) for each in ("first", "last", "up", "down")],
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**62)


class AddCardForm(forms.Form):
    """A card in one line at the foot of a column."""

    title = forms.CharField(max_length=500)
    status = forms.IntegerField(min_value=0, max_value=MOST)
    milestone = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    assignee = forms.IntegerField(required=False, min_value=0, max_value=MOST)
