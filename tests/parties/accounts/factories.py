"""People, roles and codes for tests."""

import itertools
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.parties.accounts import queries, services
from jishi.parties.accounts.models import VerificationCode
from jishi.parties.accounts.services import challenges, codes
from jishi.parties.accounts.types import (
    AddressDraft,
    Answer,
    ChallengeKind,
    CodePurpose,
    Device,
    SignedIn,
)

SYSTEM = Actor.system("tests")
PASSWORD = "green tea before rain"
IP = "203.0.113.7"

_numbers = itertools.count(1)


def guest(ip: str = IP) -> Actor:
    return Actor.guest(f"visitor-{next(_numbers)}", ip=ip)


def phone() -> str:
    return f"+86138{next(_numbers):08d}"


def device() -> Device:
    return Device(session_key=f"session-{next(_numbers)}", user_agent="Firefox")


def person(**given) -> UUID:
    given = {"phone": phone(), "password": PASSWORD, "nickname": "小满"} | given
    return services.create_account(actor=SYSTEM, **given)


def actor_of(user_id: UUID, ip: str = IP) -> Actor:
    return queries.get_actor(user_id=user_id, ip=ip)


def answered(actor: Actor, kind: ChallengeKind = ChallengeKind.PICTURE) -> Answer:
    """Have a challenge posed and answer it as a person would."""
    posed = services.pose_challenge(actor=actor, kind=kind)
    return Answer(posed.id, challenges.answer_of(posed.id, kind))


def code_for(contact: str, purpose: CodePurpose, actor: Actor | None = None) -> str:
    """Ask for a code and return it, as its owner would read it."""
    actor = actor or guest()
    services.request_code(actor=actor, contact=contact, purpose=purpose, answer=answered(actor))
    return codes.digits_of(VerificationCode.objects.latest("created_at", "id").id)


def registered(contact: str) -> SignedIn:
    code = code_for(contact, CodePurpose.REGISTER)
    return services.register(actor=guest(), contact=contact, code=code, device=device())


def role_id(code: str) -> UUID:
    services.ensure_roles(actor=SYSTEM)
    role = queries.find_role(code)
    assert role
    return role.id


def with_role(code: str, **reach) -> UUID:
    user_id = person()
    services.assign_role(actor=SYSTEM, user_id=user_id, role_id=role_id(code), **reach)
    return user_id


def address(**given) -> Address:
    given = {
        "name": "张三",
        "phone": "13800000000",
        "country": "CN",
        "province": "",
        "city": "",
        "district": "",
        "line": "科技园1号",
        "region_code": "440305",
    } | given
    return Address(**given)


def draft(*, is_default: bool = False, label: str = "", **given) -> AddressDraft:
    return AddressDraft(address=address(**given), is_default=is_default, label=label)
