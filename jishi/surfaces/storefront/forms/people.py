"""Forms about oneself: contacts, codes, passwords, profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.foundation.kernel.text import LOCALES
from jishi.surfaces.design.fields import MoneyField


def _password(name: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": name})


def _digits(name: str) -> forms.PasswordInput:
    return forms.PasswordInput(
        attrs={"autocomplete": name, "inputmode": "numeric", "pattern": "[0-9]{6}"}
    )


class ContactForm(forms.Form):
    """Whom to send a code."""

    contact = forms.CharField(
        label=_("Phone number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class PasswordSignInForm(ContactForm):
    """Contact and password."""

    password = forms.CharField(
        label=_("Password"), max_length=256, strip=False, widget=_password("current-password")
    )


class CodeForm(forms.Form):
    """The code that was sent, and to whom."""

    contact = forms.CharField(max_length=254, widget=forms.HiddenInput())
    code = forms.CharField(
        label=pgettext_lazy("verification", "Code"),
        max_length=12,
        help_text=_("Six digits. Nobody of ours will ever ask you for it."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}
        ),
    )


class RegisterForm(CodeForm):
    """A new account. Without a password one signs in by code."""

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        required=False,
        strip=False,
        help_text=_("At least 8 characters. Leave it empty to always sign in by code."),
        widget=_password("new-password"),
    )
    agreed = forms.BooleanField(
        label=_("I have read and accept the terms of use and the privacy policy."),
        error_messages={"required": _("Please accept the terms to go on.")},
    )


class ResetPasswordForm(CodeForm):
    """A new password in place of a forgotten one."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_("At least 8 characters. All other devices will be signed out."),
        widget=_password("new-password"),
    )


class ChangePasswordForm(forms.Form):
    """A new password, with the old one as proof."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=256,
        strip=False,
        widget=_password("current-password"),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_("At least 8 characters. All other devices will be signed out."),
        widget=_password("new-password"),
    )


class CloseForm(CodeForm):
    """Close an account, knowingly."""

    agreed = forms.BooleanField(
        label=_("I understand that my account will be closed for good."),
        error_messages={"required": _("Please confirm that you understand.")},
    )


LOCALE_NAMES = {"zh-hans": "简体中文", "en": "English"}


class ProfileForm(forms.Form):
    """What others see of a person, and what the shop should know."""

    nickname = forms.CharField(label=_("Nickname"), max_length=30)
    avatar = forms.FileField(
        label=_("Profile picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    remove_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)
    birthday = forms.DateField(
        label=_("Birthday"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    locale = forms.ChoiceField(
        label=_("Language of messages"),
        choices=[(code, LOCALE_NAMES[code]) for code in LOCALES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, has_avatar: bool = False, **options: Any) -> None:
        """Offer to remove a picture only where there is one."""
        super().__init__(*given, **options)
        if not has_avatar:
            del self.fields["remove_avatar"]


class PaymentPasswordForm(CodeForm):
    """A payment password, typed twice, with a fresh code."""

    password = forms.CharField(
        label=_("Payment password"),
        max_length=6,
        help_text=_("Six digits that nobody guesses: no birthday, no part of your phone number."),
        widget=_digits("new-password"),
    )
    repeated = forms.CharField(
        label=_("Payment password once more"), max_length=6, widget=_digits("new-password")
    )

    def clean_repeated(self) -> str:
        """Refuse two that differ."""
        repeated = str(self.cleaned_data["repeated"])
        if repeated != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("These two are not the same."))
        return repeated


class FreePayForm(forms.Form):
    """Up to which amounts no payment password is asked for."""

    def __init__(self, *given: Any, currency: str, limits: tuple[int, int], **options: Any) -> None:
        """Take the currency and the highest limits of a payment and of a day."""
        super().__init__(*given, **options)
        self.fields["limit"] = MoneyField(
            label=_("No password for a payment of up to"),
            currency=currency,
            max_minor=limits[0],
            help_text=_("0 asks for the payment password every time."),
        )
        self.fields["day"] = MoneyField(
            label=_("And up to this much in a day"), currency=currency, max_minor=limits[1]
        )
        self.fields["password"] = forms.CharField(
            label=_("Payment password"), max_length=6, widget=_digits("off")
        )
