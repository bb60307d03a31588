"""Proof of a bank transfer."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TransferProofForm(forms.Form):
    """A picture or PDF of the bank's receipt, and who paid."""

    payer_name = forms.CharField(
        label=_("Name of the account that paid"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    receipt = forms.FileField(
        label=_("Receipt"),
        help_text=_("A picture or a PDF, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
