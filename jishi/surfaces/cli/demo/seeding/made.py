"""What has been made of the town so far, by the town's own keys, and how its words are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs, outbox
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.cli.demo.seeding.fates import Sale
from jishi.surfaces.cli.demo.types import Product, Text, Town

HOUSE = Actor.system("demo")


@dataclass(slots=True)
class Made:
    """Ids by the keys of the town.

    chance: every choice the town leaves open; two towns of one seed choose alike.
    orders: how many are placed. templates: by shop and freight. products, variants: by
    product key and SKU code. sold: units by product key, before anything was ordered here.
    """

    town: Town
    chance: Random
    orders: int
    members: list[UUID] = field(default_factory=list)
    categories: dict[str, UUID] = field(default_factory=dict)
    brands: dict[str, UUID] = field(default_factory=dict)
    locations: dict[str, UUID] = field(default_factory=dict)
    merchants: dict[str, UUID] = field(default_factory=dict)
    templates: dict[tuple[str, str], UUID] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)
    variants: dict[str, UUID] = field(default_factory=dict)
    sold: dict[str, int] = field(default_factory=dict)
    coupons: dict[str, UUID] = field(default_factory=dict)
    sales: list[Sale] = field(default_factory=list)

    def products_of(self, shop: str) -> tuple[Product, ...]:
        """Return what a shop sells."""
        return tuple(product for product in self.town.goods.products if product.shop == shop)

    def member(self, index: int) -> Actor:
        """Return a member as an actor."""
        return accounts_queries.get_actor(user_id=self.members[index])


def words(text: Text) -> dict[str, str]:
    """Return a text as rooms keep it."""
    return {"zh-hans": text.zh, "en": text.en}


def region_codes(provinces: Iterable[str]) -> tuple[str, ...]:
    """Return the division codes of provinces, in the order of their names given."""
    known = {region.name: region.code for region in accounts_queries.list_regions()}
    return tuple(known[province] for province in provinces)


def spread() -> None:
    """Let the news travel; what takes its time is left for later."""
    outbox.deliver_all()


def settle() -> None:
    """Let the news travel and the work be done, until nothing is due."""
    while outbox.deliver_all() + jobs.run_all():
        pass
