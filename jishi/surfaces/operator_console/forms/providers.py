"""Form of a provider of sign-ins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import NamedForm


class ProviderForm(NamedForm):
    """A provider of sign-ins. The secret is never shown again."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=20,
        help_text=_("It stands in the addresses that the provider sends people back to."),
    )
    kind = forms.ChoiceField(label=_("Protocol"), choices=choices.of(words.PROVIDER_KINDS))
    address = forms.CharField(
        label=_("Address of the issuer"),
        required=False,
        max_length=200,
        help_text=_("For OpenID Connect, with https. Empty at WeChat."),
    )
    client_id = forms.CharField(label=_("Client id, or AppID"), max_length=200)
    secret = forms.CharField(
        label=_("Client secret, or AppSecret"),
        required=False,
        max_length=500,
        help_text=_("It is kept encrypted. Leave it empty to keep the one on record."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    is_on = forms.BooleanField(label=_("Offered on the sign-in page"), required=False)
