"""Keyed requests: done once; a replay gets the first answer byte for byte."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jishi.foundation.kernel.errors import InvalidInput, KeyReused
from jishi.foundation.platform.models import IdempotencyRecord
from jishi.foundation.platform.transactions import unit

MAX_KEY_LENGTH = 120


class BadKey(InvalidInput):
    """The idempotency key is empty, too long, or has characters beyond ASCII."""

    code = "jishi.bad_idempotency_key"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a keyed request. is_replay: whether it was given before."""

    status: int
    body: bytes
    is_replay: bool = False


def once(
    *, scope: str, key: str, request: bytes, produce: Callable[[], tuple[int, bytes]]
) -> Answer:
    """Do a keyed request in one transaction with the record of its answer.

    The unique constraint decides between simultaneous requests: the second waits for the
    first and then replays it. A refusal undoes everything, the key included, so a
    corrected request may use it again.

    scope: who asks for what, for instance `customer:<id>:orders.place`.
    request: the bytes that define the request; another request under the key is refused.
    Raises: BadKey, KeyReused, and whatever `produce` raises.
    """
    if not key or len(key) > MAX_KEY_LENGTH or not key.isascii():
        raise BadKey(field="idempotency_key")
    fingerprint = hashlib.sha256(request).hexdigest()
    if earlier := find(scope=scope, key=key, fingerprint=fingerprint):
        return earlier
    try:
        with unit():
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(
                    scope=scope, key=key, fingerprint=fingerprint, status=0, body=b""
                )
            status, body = produce()
            record.status, record.body = status, body
            record.save(update_fields=["status", "body"])
    except IntegrityError:
        if replay := find(scope=scope, key=key, fingerprint=fingerprint):
            return replay
        raise
    return Answer(status=status, body=body)


def find(*, scope: str, key: str, fingerprint: str) -> Answer | None:
    """Return the first answer to a key, if there is one.

    Raises: KeyReused if the key belongs to another request.
    """
    record = IdempotencyRecord.objects.filter(scope=scope, key=key).first()
    if record is None:
        return None
    if record.fingerprint != fingerprint:
        raise KeyReused(field="idempotency_key")
    return Answer(status=record.status, body=bytes(record.body), is_replay=True)
