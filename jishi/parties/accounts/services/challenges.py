"""Captchas: posing one, and taking its answer once."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import DEFAULT_LOCALE
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.adapters import pictures
from jishi.parties.accounts.models import Challenge as Row
from jishi.parties.accounts.rules import challenges as rules
from jishi.parties.accounts.rules.throttles import Limit
from jishi.parties.accounts.services import throttles
from jishi.parties.accounts.types import Answer, Challenge, ChallengeKind

HOUR_S = 3600
POSED_PER_HOUR = {ChallengeKind.PICTURE: (60, 300), ChallengeKind.QUESTION: (12, 60)}
"""How many one browser and one IP address get; a question is easier to guess than a picture."""


@throttles.in_steps
def pose_challenge(
    *,
    actor: Actor,
    kind: ChallengeKind = ChallengeKind.PICTURE,
    locale: str = DEFAULT_LOCALE,
) -> Challenge:
    """Ask who may be a machine something that a person answers easily.

    The answer is taken once, for some minutes, from the browser that was asked.
    Raises: TooManyAttempts.
    """
    row_id = _pose(actor, kind)
    digest = _digest(row_id)
    if kind == ChallengeKind.QUESTION:
        return Challenge(row_id, kind, picture=b"", question=rules.question_of(digest, locale))
    return Challenge(row_id, kind, picture=pictures.draw(rules.letters_of(digest)), question="")


def require_answer(actor: Actor, answer: Answer | None) -> None:
    """Refuse who did not answer a challenge; the try is committed, right or wrong.

    Raises: ChallengeNeeded without an answer, WrongAnswer.
    """
    if answer is None:
        raise errors.ChallengeNeeded(field="answer")
    kind = _take(actor, answer.challenge_id)
    if kind is None or not rules.is_right(answer.text, answer_of(answer.challenge_id, kind)):
        raise errors.WrongAnswer(field="answer")


def answer_of(challenge_id: UUID, kind: ChallengeKind) -> str:
    """Return what answers a challenge: a keyed hash of its id, so that none is stored."""
    digest = _digest(challenge_id)
    if kind == ChallengeKind.QUESTION:
        return str(sum(rules.summands_of(digest)))
    return rules.letters_of(digest)


@transactional
def _pose(actor: Actor, kind: ChallengeKind) -> UUID:
    at = clock.now()
    per_browser, per_ip = POSED_PER_HOUR[kind]
    limits = {throttles.name_of(f"pose-{kind}", actor.id): Limit(per_browser, HOUR_S)}
    if actor.ip:
        limits[throttles.name_of(f"pose-{kind}-ip", actor.ip)] = Limit(per_ip, HOUR_S)
    throttles.take(limits, at=at)
    row = Row.objects.create(
        kind=kind,
        subject=_subject(actor),
        expires_at=at + timedelta(seconds=rules.LIFETIME_S),
        created_at=at,
    )
    return row.id


@transactional
def _take(actor: Actor, challenge_id: UUID) -> ChallengeKind | None:
    """Use a challenge up; None if there is none for this browser any more."""
    at = clock.now()
    own = Row.objects.filter(
        pk=challenge_id, subject=_subject(actor), used_at=None, expires_at__gt=at
    )
    kind = own.values_list("kind", flat=True).first()
    return ChallengeKind(kind) if kind and own.update(used_at=at) else None


def _subject(actor: Actor) -> str:
    return hashlib.sha256(f"{actor.kind}:{actor.id or actor.ip}".encode()).hexdigest()


def _digest(challenge_id: UUID) -> bytes:
    return salted_hmac("accounts.challenge", challenge_id.hex, algorithm="sha256").digest()
