"""Tables of the room."""

from django.db import models

from jishi.foundation.platform.models import TimedRecord


class ApiApp(TimedRecord):
    """A third-party app and its one key.

    Invariants: the secret is kept only as a hash; a revoked app is never active again.
    scopes: names of permissions, over the merchant or, without one, over everything.
    """

    name = models.CharField(max_length=60)
    merchant = models.ForeignKey(
        "merchants.Merchant", null=True, on_delete=models.PROTECT, related_name="+"
    )
    key_prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
