"""Merchants and applications for tests."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.models import StoredFile
from jishi.parties.accounts import services as accounts
from jishi.parties.merchants import queries, services
from jishi.parties.merchants.types import ContactDraft, EntityDraft, EntityType, ShopDraft
from tests.parties.accounts import factories as people

SYSTEM = people.SYSTEM
LICENSE = "91350100M000100Y43"
"""The example of GB 32100-2015."""

VERSION = "2026-01"


def stored_file() -> UUID:
    digest = f"{StoredFile.objects.count():064d}"
    return StoredFile.objects.create(
        digest=digest, path="x.png", name="x.png", content_type="image/png", size_bytes=1
    ).id


def entity(**given) -> EntityDraft:
    given = {
        "entity_type": EntityType.COMPANY,
        "legal_name": "龙井茶业有限公司",
        "license_no": LICENSE,
    } | given
    return EntityDraft(**given)


def contact(**given) -> ContactDraft:
    given = {"name": "陆羽", "phone": "13800000000", "email": "Tea@Example.com"} | given
    return ContactDraft(**given)


def shop() -> ShopDraft:
    return named("", story={"zh-hans": "三代制茶"})


def named(code: str, **given) -> ShopDraft:
    base = {"name": {"zh-hans": "雨前茶铺", "en": "Rain Tea"}, "story": {}, "code": code}
    return ShopDraft(**(base | given))


def drafted(user_id: UUID | None = None) -> UUID:
    """Return a complete application that is not yet submitted."""
    actor = people.actor_of(user_id or people.person())
    merchant_id = services.apply(actor=actor)
    services.save_application(
        actor=actor,
        merchant_id=merchant_id,
        entity=entity(license_file_id=stored_file()),
        contact=contact(),
        shop=shop(),
        agreement_version=VERSION,
    )
    return merchant_id


def submitted(user_id: UUID | None = None) -> UUID:
    user_id = user_id or people.person()
    merchant_id = drafted(user_id)
    services.submit(actor=people.actor_of(user_id), merchant_id=merchant_id)
    return merchant_id


def opened(user_id: UUID | None = None) -> UUID:
    accounts.ensure_roles(actor=SYSTEM)
    merchant_id = submitted(user_id)
    services.approve(actor=SYSTEM, merchant_id=merchant_id)
    return merchant_id


def owner_of(merchant_id: UUID) -> Actor:
    return people.actor_of(queries.get_merchant(merchant_id).owner_id)
