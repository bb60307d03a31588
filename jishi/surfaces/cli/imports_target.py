"""Where imports go when nobody said: a shop and a warehouse of its own."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import ChargeBy, Rate, Tariff, TemplateDraft
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import LocationDraft
from jishi.goods.markets import queries as markets_queries
from jishi.insight.search import services as search
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import ShopDraft

DEFAULT_CODE = "imports"
OWNER = "imports@jishi.example"
FREIGHT_MINOR = 800
"""What the first piece of a parcel costs to send."""

_HOUSE = Actor.system("import")


def merchant(code: str | None) -> UUID:
    """Return the shop of a code, made with its freight if it does not exist."""
    wanted = code or DEFAULT_CODE
    try:
        return merchants_queries.get_merchant(wanted).id
    except NotFound:
        return _open_shop(wanted)


def location(merchant_id: UUID) -> UUID:
    """Return where a shop's first stock lies: its first warehouse, made if there is none."""
    own = [
        place
        for place in inventory_queries.list_locations(actor=_HOUSE, merchant_id=merchant_id)
        if place.merchant_id == merchant_id and place.is_active and place.kind == "warehouse"
    ]
    if own:
        return own[0].location_id
    return inventory.save_location(
        actor=_HOUSE,
        draft=LocationDraft(
            code=f"w-{merchant_id.hex[-10:]}",
            name={"zh-hans": "自有仓", "en": "Own warehouse"},
            merchant_id=merchant_id,
            province="上海市",
            city="上海市",
            district="浦东新区",
            line="1",
            region_code="310115",
        ),
    )


def index() -> None:
    """Bring the read models up to date at once; the worker tells everyone else."""
    search.rebuild_all(actor=_HOUSE)


def _open_shop(code: str) -> UUID:
    owner = accounts_queries.find_user(OWNER)
    owner_id = (
        owner.id
        if owner
        else accounts.create_account(actor=_HOUSE, email=OWNER, nickname="Imports")
    )
    merchant_id = merchants.open_merchant(
        actor=_HOUSE,
        owner_id=owner_id,
        legal_name="Jishi",
        shop=ShopDraft(name={"zh-hans": "进口馆", "en": "Imports"}, story={}, code=code),
    )
    for market in markets_queries.list_markets():
        draft = TemplateDraft(
            merchant_id=merchant_id,
            name=f"standard {market.code}",
            currency=market.currency,
            tariff=Tariff(
                charge=ChargeBy.PIECE,
                default_rate=Rate(1, FREIGHT_MINOR, 1, 200),
                home_country=market.countries[0],
            ),
            is_default=True,
        )
        shipping.save_template(actor=_HOUSE, draft=draft)
    return merchant_id
