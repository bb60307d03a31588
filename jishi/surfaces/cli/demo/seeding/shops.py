"""The merchants, each with an owner, a store manager and a customer service."""

from uuid import UUID

from jishi.foundation.platform import files
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import ShopDraft
from jishi.surfaces.cli.demo import logins, pictures
from jishi.surfaces.cli.demo.seeding import logistics
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, words
from jishi.surfaces.cli.demo.types import Shop

STAFF = (("manager", "店长", "merchant.manager"), ("service", "伙计", "merchant.support"))


def make(made: Made) -> None:
    """Open every shop, with its people and its freight templates."""
    for shop in made.town.shops:
        merchant_id = _open(shop)
        made.merchants[shop.key] = merchant_id
        for name, title, role in STAFF:
            _employ(merchant_id, f"{shop.key}.{name}@jishi.example", shop.name.zh + title, role)
        logistics.make_templates(made, shop.key)


def _open(shop: Shop) -> UUID:
    email = f"{shop.key}@jishi.example"
    owner_id = accounts.create_account(
        actor=HOUSE,
        email=email,
        password=logins.password_of(email),
        nickname=f"{shop.name.zh}掌柜",
    )
    sign = pictures.render_shop(shop.key).encode()
    return merchants.open_merchant(
        actor=HOUSE,
        owner_id=owner_id,
        legal_name=f"{shop.city}{shop.name.zh}（演示）商贸有限公司",
        shop=ShopDraft(
            name=words(shop.name),
            story=words(shop.story),
            code=shop.key,
            logo_id=files.store_image(content=sign, name=f"{shop.key}.svg"),
        ),
    )


def _employ(merchant_id: UUID, email: str, nickname: str, role_code: str) -> None:
    """Take somebody into a shop."""
    role = accounts_queries.find_role(role_code)
    assert role is not None, f"setup made the role {role_code}"
    accounts.create_account(actor=HOUSE, email=email, nickname=nickname)
    merchants.add_member(actor=HOUSE, merchant_id=merchant_id, contact=email, role_id=role.id)
