"""Tables of markets."""

from django.db import models

from jishi.foundation.platform.models import Record


class Market(Record):
    """A region or sales channel. Its code never changes: prices and orders refer to it.

    Invariant: exactly one market is the default, kept so by the service.
    """

    code = models.CharField(max_length=16, unique=True)
    name = models.JSONField(default=dict)
    currency = models.CharField(max_length=3)
    countries = models.JSONField(default=list)
    locales = models.JSONField(default=list)
    is_default = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
