"""Who sells here: the half-yearly list for the authority, and licences that end soon."""

from datetime import timedelta

from django import forms as django_forms
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.paging import Page
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import Identity
from jishi.surfaces.design import choices, kit
from jishi.surfaces.operator_console.pages import OperatorList, say

SOON = timedelta(days=60)


class IdentityFilter(django_forms.Form):
    """Which merchants to list."""

    expiring = django_forms.BooleanField(label=lazy("Licence ends within 60 days"), required=False)


class Identities(OperatorList):
    """Every merchant in business with its identity, ready to be handed in as a file.

    Source: Measures for the Supervision of Online Trading (网络交易监督管理办法), article 25:
    platforms report the identities of their merchants every January and July.
    """

    title = lazy("Identities of merchants")
    permission = "merchants.review"
    section = "merchants"
    for_marketplace = True
    filter_form = IdentityFilter
    file_name = "merchant-identities"
    columns = (
        kit.Column(name="legal_name", label=lazy("Legal name")),
        kit.Column(
            name="entity_type",
            label=lazy("Kind"),
            value=lambda one: choices.ENTITY_TYPES[one.entity_type],
        ),
        kit.Column(name="license_no", label=lazy("Licence number")),
        kit.Column(name="license_expires_on", label=lazy("Licence ends")),
        kit.Column(name="name", label=lazy("Shop name"), value=lambda one: say(one.name)),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="contact_name", label=lazy("Contact")),
        kit.Column(name="contact_phone", label=lazy("Phone")),
        kit.Column(name="state", label=lazy("State"), axis="merchant"),
        kit.Column(name="opened_at", label=lazy("Opened")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Identity]:
        """Return them all on one page: the list is handed in as a whole."""
        if wanted.filters.get("expiring"):
            before = clock.local_date(clock.now() + SOON)
            return Page(items=merchants_queries.list_expiring(before))
        return Page(items=merchants_queries.list_identities())

    def row_url(self, item: Identity) -> str:
        """Return the merchant's page."""
        return self.url("merchant", item.merchant_id)
