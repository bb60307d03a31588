"""The reply to a review."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplyForm(forms.Form):
    """What the shop answers; everybody can read it."""

    text = forms.CharField(
        label=_("Reply"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
