"""Tables of the room."""

from django.db import models

from jishi.foundation.platform.models import TimedRecord
from jishi.parties.merchants.types import Accent, EntityType, MerchantState


class Merchant(TimedRecord):
    """A seller, from the first form to the end of business.

    Invariants: an owner has at most one unfinished application, kept in `draft_of` until
    the shop opens; a shop that is open has been complete and approved.
    story, name: locale → text. search_text: code and names in lower case.
    objections: list of {step, text} of the last rejection.
    deposit_minor: paid security deposit, in minor units of `currency`.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.JSONField(default=dict)
    story = models.JSONField(default=dict)
    search_text = models.CharField(max_length=300, default="", blank=True)
    state = models.CharField(max_length=10, default=MerchantState.DRAFT)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    draft_of = models.UUIDField(null=True, unique=True)
    logo = models.ForeignKey(
        "platform.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entity_type = models.CharField(max_length=12, default=EntityType.COMPANY)
    legal_name = models.CharField(max_length=100, default="", blank=True)
    license_no = models.CharField(max_length=18, default="", blank=True)
    license_file = models.ForeignKey(
        "platform.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    license_expires_on = models.DateField(null=True)
    contact_name = models.CharField(max_length=40, default="", blank=True)
    contact_phone = models.CharField(max_length=20, default="", blank=True)
    contact_email = models.CharField(max_length=191, default="", blank=True)
    category_ids = models.JSONField(default=list)
    agreement_version = models.CharField(max_length=20, default="", blank=True)
    agreed_at = models.DateTimeField(null=True)
    objections = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    commission_rate_bp = models.PositiveIntegerField(null=True)
    deposit_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="CNY")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(MerchantState)), name="merchant_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(entity_type__in=list(EntityType)),
                name="merchant_entity_type_known",
            ),
            models.CheckConstraint(
                condition=models.Q(commission_rate_bp__isnull=True)
                | models.Q(commission_rate_bp__lte=10_000),
                name="merchant_commission_at_most_all",
            ),
            models.CheckConstraint(
                condition=models.Q(deposit_minor__gte=0), name="merchant_deposit_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created_at"], name="merchant_queue"),
            models.Index(fields=["owner", "state"], name="merchant_owner"),
            models.Index(fields=["license_expires_on"], name="merchant_license_expiry"),
        ]


class ShopFront(TimedRecord):
    """How the front of a shop looks; a shop without a row looks plain.

    label: its word below the operator's domain. blocks: list of {kind, title, text, products}.
    """

    merchant = models.OneToOneField(Merchant, on_delete=models.PROTECT, related_name="+")
    accent = models.CharField(max_length=12, default=Accent.CINNABAR)
    banner = models.ForeignKey(
        "platform.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    label = models.CharField(max_length=30, null=True, unique=True)
    blocks = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accent__in=list(Accent)), name="shop_front_accent_known"
            ),
        ]
