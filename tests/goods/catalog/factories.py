"""Rows and drafts that catalog tests begin with."""

from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_merchant
from jishi.foundation.platform.models import StoredFile
from jishi.goods.catalog import services
from jishi.goods.catalog.types import (
    Axis,
    AxisValue,
    CategoryDraft,
    ProductDraft,
    VariantDraft,
)
from jishi.parties.accounts.models import User
from jishi.parties.merchants.models import Merchant

HOUSE = Actor.system("tests")


def make_user() -> UUID:
    """Make an account and return its id."""
    return User.objects.create(email=f"{ids.new_id().hex}@example.com", nickname="Tester").id


def make_merchant() -> UUID:
    """Make an open shop and return its id."""
    return Merchant.objects.create(
        code=f"shop-{ids.new_id().hex[-12:]}",
        name={"zh-hans": "茶铺", "en": "Tea shop"},
        state="open",
        owner_id=make_user(),
    ).id


def make_seller(merchant_id: UUID, *permissions: str) -> Actor:
    """Return a person who may edit one merchant's goods."""
    names = permissions or ("catalog.edit",)
    return Actor(ActorKind.STAFF, "seller", grants=grants_over_merchant(names, merchant_id))


def make_category(slug: str = "tea", **values) -> UUID:
    """Make a category and return its id."""
    return services.save_category(
        actor=HOUSE, draft=CategoryDraft(slug=slug, name={"en": slug}, **values)
    )


def make_file(name: str = "picture") -> UUID:
    """Make the row of a stored picture and return its id."""
    return StoredFile.objects.create(
        digest=ids.new_id().hex * 2,
        path=f"files/{name}.png",
        name=name,
        content_type="image/png",
        size_bytes=1,
        width=10,
        height=10,
    ).id


def axis(code: str, *values: str) -> Axis:
    """Return an axis whose names are its codes."""
    return Axis(
        code, {"en": code.title()}, tuple(AxisValue(value, {"en": value}) for value in values)
    )


def product_draft(category_id: UUID, code: str = "LJ-1", **values) -> ProductDraft:
    """Return a sound draft with one variant."""
    values = {
        "title": {"zh-hans": "雨前龙井", "en": "Longjing tea"},
        "variants": (VariantDraft(code=f"{code}-A", weight_g=100),),
    } | values
    return ProductDraft(code=code, category_id=category_id, **values)


def make_product(merchant_id: UUID, category_id: UUID, code: str = "LJ-1", **values) -> UUID:
    """Save a product and put it on sale; return its id."""
    saved = services.save_product(
        actor=HOUSE, merchant_id=merchant_id, draft=product_draft(category_id, code, **values)
    )
    services.submit_product(actor=HOUSE, product_id=saved.product_id)
    return saved.product_id
