"""Shops as pages show them, from copies a few seconds old."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.text import TextMap, localized
from jishi.foundation.platform import files, site
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ClaimableCoupon
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantCard, MerchantFilter, MerchantState
from jishi.surfaces.storefront.copies import Copies
from jishi.surfaces.storefront.presenters.pictures import ShownPicture, of_file


@dataclass(frozen=True, slots=True)
class ShownShop:
    """A shop with its sign. initial: the first character of its name, where it has no logo."""

    merchant_id: UUID
    code: str
    name: str
    story: str
    url: str
    logo: ShownPicture | None
    initial: str

    @property
    def mark(self) -> tuple[str, ...]:
        """What changes when anything that is shown of it does."""
        return (self.name, self.story, self.url, self.logo.url if self.logo else "")


@dataclass(frozen=True, slots=True)
class _Sign:
    card: MerchantCard
    logo: ShownPicture | None


def find(code: str, locale: str) -> ShownShop | None:
    """Return an open shop by its code."""
    sign = _signs.get(code)
    return _shown(sign, locale) if sign and sign.card.is_open else None


def shown_on_pages(shop: ShownShop | None) -> ShownShop | None:
    """Return the shop where pages speak of shops, nothing in a brand store."""
    return shop if site.is_marketplace() else None


def street(locale: str) -> tuple[ShownShop, ...]:
    """Return the shops of the shop street, the newest first; none in a brand store."""
    return sellers(locale) if site.is_marketplace() else ()


def sellers(locale: str) -> tuple[ShownShop, ...]:
    """Return every open shop, the newest first, whether or not pages speak of shops."""
    return tuple(_shown(sign, locale) for sign in _streets.get("all"))


def names_of(merchant_ids: frozenset[UUID]) -> dict[UUID, TextMap]:
    """Return the names of some shops."""
    return _names.get(merchant_ids)


def coupons_of(merchant_id: UUID | None) -> tuple[ClaimableCoupon, ...]:
    """Return what anyone may claim from the platform and one shop; None: the platform alone."""
    return _coupons.get(merchant_id)


def _shown(sign: _Sign, locale: str) -> ShownShop:
    card = sign.card
    name = localized(card.name, locale)
    return ShownShop(
        merchant_id=card.id,
        code=card.code,
        name=name,
        story=localized(card.story, locale),
        url=reverse("storefront:shop", args=[card.code]),
        logo=sign.logo,
        initial=name[:1],
    )


def _read_sign(code: str) -> _Sign | None:
    try:
        card = merchants_queries.get_merchant(code)
    except NotFound:
        return None
    return _signs_of((card,))[0]


def _read_street(_: str) -> tuple[_Sign, ...]:
    page = merchants_queries.list_merchants(MerchantFilter(states=(MerchantState.OPEN,)), limit=60)
    return _signs_of(tuple(page.items))


def _signs_of(cards: tuple[MerchantCard, ...]) -> tuple[_Sign, ...]:
    logos = files.list_pictures(card.logo_id for card in cards)
    return tuple(
        _Sign(card, of_file(logos.get(card.logo_id)) if card.logo_id else None) for card in cards
    )


def _read_coupons(merchant_id: UUID | None) -> tuple[ClaimableCoupon, ...]:
    return promotions_queries.list_claimable(
        at=clock.now(), merchant_ids=(merchant_id,) if merchant_id else ()
    )


_signs: Copies[str, _Sign | None] = Copies(_read_sign, fresh_s=5.0)
_streets: Copies[str, tuple[_Sign, ...]] = Copies(_read_street, fresh_s=5.0)
_names: Copies[frozenset[UUID], dict[UUID, TextMap]] = Copies(
    merchants_queries.names_of, fresh_s=10.0
)
_coupons: Copies[UUID | None, tuple[ClaimableCoupon, ...]] = Copies(_read_coupons, fresh_s=5.0)
