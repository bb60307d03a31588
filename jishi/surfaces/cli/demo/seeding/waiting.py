"""What waits for the operators: somebody who wants to open a shop, and a product that changed."""

from dataclasses import replace

from jishi.foundation.platform import files, preferences
from jishi.goods.catalog import services as catalog
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import ContactDraft, EntityDraft, EntityType, ShopDraft
from jishi.surfaces.cli.demo import pictures
from jishi.surfaces.cli.demo.seeding import goods
from jishi.surfaces.cli.demo.seeding.made import Made

SHOP = ShopDraft(
    name={"zh-hans": "积木小铺", "en": "Little Block Shop"},
    story={
        "zh-hans": "一个人，一台小车床，慢慢做木头玩具。",
        "en": "One person, one small lathe, wooden toys made slowly.",
    },
    code="jimu",
)


def make(made: Made) -> None:
    """Leave an application and a changed product for review."""
    _apply(made)
    _change(made)


def _apply(made: Made) -> None:
    """Have the last member apply; a drawing stands in for the photograph of a licence."""
    member, actor = made.town.members[-1], made.member(-1)
    drawing = pictures.render_icon("kids", "#4a3f35").encode()
    merchant_id = merchants.apply(actor=actor)
    merchants.save_application(
        actor=actor,
        merchant_id=merchant_id,
        entity=EntityDraft(
            entity_type=EntityType.PERSON,
            legal_name=member.nickname,
            license_file_id=files.store_image(content=drawing, name="identity.svg"),
        ),
        contact=ContactDraft(name=member.nickname, phone=member.phone, email=member.email),
        shop=SHOP,
        agreement_version=preferences.PREFERENCES.get("merchants.agreement_version").get(),
    )
    merchants.submit(actor=actor, merchant_id=merchant_id)


def _change(made: Made) -> None:
    """Have a shop's owner rename a product that is on sale; the old name sells on meanwhile."""
    product = made.town.goods.products[0]
    merchant_id = made.merchants[product.shop]
    owner_id = merchants_queries.get_merchant(merchant_id).owner_id
    draft = goods.draft_of(made, product)
    title = {"zh-hans": f"{product.name.zh}（新装）", "en": f"{product.name.en} (new pack)"}
    catalog.save_product(
        actor=accounts_queries.get_actor(user_id=owner_id),
        merchant_id=merchant_id,
        draft=replace(draft, title=title),
    )
