"""How the front of a shop looks, from copies a few seconds old."""

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import files
from jishi.goods.markets.types import MarketInfo
from jishi.insight.search import queries as search_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import Appearance, Block, BlockKind
from jishi.surfaces.storefront.copies import Copies
from jishi.surfaces.storefront.presenters import cards
from jishi.surfaces.storefront.presenters.pictures import ShownPicture, of_file


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A part of a shop's front. cards: rendered, of featured goods."""

    kind: str
    title: str
    text: str
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFront:
    """The look of a shop's front."""

    accent: str
    banner: ShownPicture | None
    blocks: tuple[ShownBlock, ...]

    @property
    def shows_coupons(self) -> bool:
        """Whether the shop put its coupons among the blocks itself."""
        return any(block.kind == BlockKind.COUPONS for block in self.blocks)


def of(merchant_id: UUID, *, market: MarketInfo, locale: str) -> ShownFront:
    """Return how a shop's front looks; one statement where goods are featured."""
    look, banner = _looks.get(merchant_id)
    blocks = tuple(_shown(block, market, locale) for block in look.blocks)
    return ShownFront(look.accent, banner, blocks)


def _shown(block: Block, market: MarketInfo, locale: str) -> ShownBlock:
    found = ()
    if block.product_ids:
        found = search_queries.list_cards(block.product_ids, market_code=market.code, locale=locale)
    return ShownBlock(
        kind=block.kind,
        title=localized(block.title, locale),
        text=localized(block.text, locale),
        cards=tuple(cards.html_of(found, locale)),
    )


def _read(merchant_id: UUID) -> tuple[Appearance, ShownPicture | None]:
    look = merchants_queries.get_appearance(merchant_id)
    if look.banner_id is None:
        return look, None
    return look, of_file(files.list_pictures([look.banner_id]).get(look.banner_id))


_looks: Copies[UUID, tuple[Appearance, ShownPicture | None]] = Copies(_read, fresh_s=5.0)
