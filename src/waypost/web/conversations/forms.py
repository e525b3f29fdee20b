"""What people type when they talk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.conversations.actions import Words
from waypost.conversations.models import LONGEST

_KEYS = 100  # of one comment; who picks more names too many people anyway
_LARGEST = 2**63


class CommentForm(forms.Form):
    """A comment as it is typed, with the keys of the people picked from the list."""

    body = forms.CharField(
        label=_("Comment"),
        # Links to people are longer than their names; the action has the last word.
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        error_messages={"required": _("Write something first.")},
    )
    picked = forms.CharField(required=False, widget=forms.HiddenInput)
    reply_to = forms.IntegerField(
        required=False, min_value=1, max_value=_LARGEST - 1, widget=forms.HiddenInput
    )
    version = forms.IntegerField(
        required=False, min_value=0, max_value=_LARGEST - 1, widget=forms.HiddenInput
    )

    def words(self) -> Words:
        """Return what the action takes."""
        data = self.cleaned_data
        return Words(text=data["body"], picked=_keys_of(data["picked"]))


def _keys_of(text: str) -> tuple[int, ...]:
    """Return the keys in a list of them; what is none is left out."""
    words = text.split()[:_KEYS]
    digits = (word for word in words if word.isascii() and word.isdecimal())
    keys = (int(word) for word in digits if len(word) < 20)
    return tuple(key for key in keys if key < _LARGEST)
