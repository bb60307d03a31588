"""Gapless numbers for documents that the law wants numbered without holes."""

from django.db import IntegrityError, transaction
from django.db.models import F

from jishi.foundation.platform.models import Counter
from jishi.foundation.platform.transactions import transactional


@transactional
def next_number(name: str) -> int:
    """Return the next number of a sequence; a rolled-back use case leaves no hole.

    Locks: the sequence's row until the transaction ends, so call it last.
    """
    if not Counter.objects.filter(name=name).update(value=F("value") + 1):
        try:
            with transaction.atomic():
                Counter.objects.create(name=name, value=1)
        except IntegrityError:
            Counter.objects.filter(name=name).update(value=F("value") + 1)
    return Counter.objects.values_list("value", flat=True).get(name=name)
