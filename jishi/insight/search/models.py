"""Tables of search: read models that shoppers' pages are made of, and what people search for.

Everything here can be rebuilt from the rooms below; nothing else reads or writes it.
"""

from django.db import models

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record


class ProductDocument(Record):
    """A product as one market and language reads it: ready bytes, no assembly.

    Invariant: one row per product, market and locale; a product that is not on sale has none.
    detail, card: JSON objects in UTF-8. etag: changes with the bytes.
    """

    product_id = models.UUIDField()
    market_code = models.CharField(max_length=20)
    locale = models.CharField(max_length=12)
    slug = models.CharField(max_length=150)
    detail = models.BinaryField()
    card = models.BinaryField()
    etag = models.CharField(max_length=32)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product_id", "market_code", "locale"], name="product_document_once"
            ),
        ]
        indexes = [
            models.Index(fields=["slug", "market_code", "locale"], name="product_document_slug"),
        ]


class DirtyProduct(models.Model):
    """A product whose documents lag behind."""

    product_id = models.UUIDField(primary_key=True)
    marked_at = models.DateTimeField(default=clock.now)


class SearchCount(models.Model):
    """How often a text was searched for on a day, and how often nothing answered."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    market_code = models.CharField(max_length=20)
    text = models.CharField(max_length=100)
    count = models.PositiveIntegerField(default=0)
    zero_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "market_code", "text"], name="search_count_once"
            ),
        ]


class HotWord(models.Model):
    """A word that operators put among the hot ones, or keep out of them."""

    id = models.BigAutoField(primary_key=True)
    market_code = models.CharField(max_length=20)
    text = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)
    is_blocked = models.BooleanField(default=False)
    is_advertisement = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market_code", "text"], name="hot_word_once"),
        ]


class SearchHistory(Record):
    """What a member searched for, to be offered again; the member can clear it."""

    user_id = models.UUIDField()
    text = models.CharField(max_length=100)
    searched_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "text"], name="search_history_once"),
        ]
        indexes = [models.Index(fields=["user_id", "searched_at"], name="search_history_recent")]


class RankedSales(models.Model):
    """How often a product was really bought lately; what the ranking goes by.

    times: buyers per day, added up over the days that count.
    """

    product_id = models.UUIDField(primary_key=True)
    times = models.PositiveIntegerField()
