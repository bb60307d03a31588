"""Short exclusive rights to a task that only one process may do at a time."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Lease

DEFAULT_S = 30


def acquire(name: str, *, holder: str, for_s: int = DEFAULT_S) -> bool:
    """Take or prolong a lease; false while somebody else holds it.

    for_s: seconds until it lapses by itself, so that a dead holder blocks nobody for long.
    """
    moment = clock.now()
    until = moment + timedelta(seconds=for_s)
    free = Q(holder=holder) | Q(expires_at__lte=moment)
    if Lease.objects.filter(free, name=name).update(holder=holder, expires_at=until):
        return True
    if Lease.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, expires_at=until)
    except IntegrityError:
        return False
    return True


def release(name: str, *, holder: str) -> None:
    """Give a lease back before it lapses."""
    Lease.objects.filter(name=name, holder=holder).delete()


def seize(name: str, *, holder: str) -> None:
    """Take a lease from whoever holds it, who is known to be dead."""
    Lease.objects.filter(name=name).delete()
    acquire(name, holder=holder)
