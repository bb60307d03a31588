"""Variants, locations and stock for tests."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.goods.catalog.models import Category, Product, Variant
from jishi.goods.inventory import services
from jishi.goods.inventory.models import Location, StockLevel
from jishi.goods.inventory.types import Demand, LocationKind, StockItem
from jishi.parties.accounts.models import User
from jishi.parties.merchants.models import Merchant

SYSTEM = Actor.system("tests")


def make_merchant() -> UUID:
    """Return the id of a new merchant."""
    mark = ids.new_id().hex[-12:]
    owner = User.objects.create(email=f"{mark}@jishi.example")
    return Merchant.objects.create(code=f"shop-{mark}", name={"en": "Shop"}, owner=owner).id


def make_variant(merchant_id: UUID | None = None, *, kind: str = "physical") -> Variant:
    """Return a variant of a new product."""
    owner = merchant_id or make_merchant()
    mark = ids.new_id().hex[-12:]
    category = Category.objects.create(slug=f"c-{mark}", path="/", name={"en": "Tea"})
    product = Product.objects.create(
        merchant_id=owner, code=f"P-{mark}", slug=f"p-{mark}", category=category, kind=kind
    )
    return Variant.objects.create(product=product, merchant_id=owner, code=f"V-{mark}")


def make_location(merchant_id: UUID | None = None, **fields: object) -> Location:
    """Return a warehouse, the platform's unless told otherwise."""
    values = {"code": f"w-{ids.new_id().hex[-12:]}", "kind": LocationKind.WAREHOUSE}
    return Location.objects.create(merchant_id=merchant_id, **(values | fields))


def stock(variant: Variant, location: Location, units: int) -> StockLevel:
    """Receive units of a variant at a location and return the level."""
    services.receive(actor=SYSTEM, location_id=location.id, items=[StockItem(variant.id, units)])
    return level_of(variant, location)


def level_of(variant: Variant, location: Location) -> StockLevel:
    """Return the level of a variant at a location as it is now."""
    return StockLevel.objects.get(variant_id=variant.id, location_id=location.id)


def demand(variant: Variant, quantity: int = 1) -> Demand:
    """Return a demand for a variant."""
    return Demand(variant.id, variant.merchant_id, quantity)


def reserve(owner_id: UUID, *demands: Demand, minutes: int = 15, region=()):
    """Reserve for an owner and return the sources."""
    return services.reserve(
        actor=SYSTEM,
        owner_id=owner_id,
        demands=demands,
        region_codes=region,
        expires_at=clock.now() + timedelta(minutes=minutes),
    )
