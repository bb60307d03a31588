"""An entry of the address book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.parties.accounts.types import AddressDraft
from jishi.surfaces.storefront.forms.addresses import AddressForm


class BookForm(AddressForm):
    """An address with a short word for it, and whether it is the usual one."""

    label = forms.CharField(
        label=_("Short name"),
        max_length=10,
        required=False,
        help_text=_("For instance home or office."),
        widget=forms.TextInput(attrs={"list": "address-labels"}),
    )
    is_default = forms.BooleanField(label=_("Use this address by default"), required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        """Take what the address form takes, but for the address book itself."""
        super().__init__(data, is_member=True, **options)
        del self.fields["save"]

    def draft(self) -> AddressDraft:
        """Return what is to be kept."""
        given = self.cleaned_data
        return AddressDraft(self.address(), given["label"], is_default=given["is_default"])


class NewAddressForm(AddressForm):
    """Where an order should go instead."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        """Take what the address form takes; nothing is kept in the book."""
        super().__init__(data, is_member=True, **options)
        del self.fields["save"]
