"""What people do with favorites, footprints and shops they follow. Each is one transaction."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import QuerySet

from jishi.care.community import preferences, rules
from jishi.care.community.errors import TooManyFavorites
from jishi.care.community.events import FavoriteGotCheaper, ProductFavored, ShopFollowed
from jishi.care.community.models import Favorite, Footprint, ShopFollow
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import outbox, uniting
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.parties.merchants import queries as merchants_queries

FANS_PER_EVENT = 200


@transactional
def toggle_favorite(*, actor: Actor, product_id: UUID, market_code: str = "") -> bool:
    """Add a product to the favorites, or take it away; return whether it is one now.

    market_code: where its price is watched; empty watches none.
    Raises: NotFound if nobody is signed in or there is no such product; TooManyFavorites.
    Emits: ProductFavored if it was added.
    """
    user_id = _user(actor)
    if Favorite.objects.filter(user_id=user_id, product_id=product_id).delete()[0]:
        return False
    add_favorite(actor=actor, product_id=product_id, market_code=market_code)
    return True


@transactional
def add_favorite(*, actor: Actor, product_id: UUID, market_code: str = "") -> None:
    """Add a product to the favorites; adding it twice is adding it once.

    Raises: NotFound, TooManyFavorites.
    Emits: ProductFavored if it was added.
    """
    user_id = _user(actor)
    if catalog_queries.find_ref(product_id) is None:
        raise NotFound
    mine = Favorite.objects.filter(user_id=user_id)
    if mine.filter(product_id=product_id).exists():
        return
    _require_room(mine)
    prices = pricing_queries.list_price_ranges([product_id], market_code) if market_code else {}
    found = prices.get(product_id)
    row = Favorite(
        user_id=user_id,
        product_id=product_id,
        market_code=market_code,
        price_minor=found.lowest_minor if found else 0,
        currency=found.currency if found else "",
    )
    Favorite.objects.bulk_create([row], ignore_conflicts=True)
    outbox.emit(ProductFavored(product_id=str(product_id), user_id=str(user_id)))


@transactional
def remove_favorites(*, actor: Actor, product_ids: Collection[UUID]) -> int:
    """Take products away from the favorites; return how many were among them."""
    rows = Favorite.objects.filter(user_id=_user(actor), product_id__in=product_ids)
    return int(rows.delete()[0])


@transactional
def clear_favorites(*, actor: Actor) -> int:
    """Forget all favorites of the actor; return how many there were."""
    return int(Favorite.objects.filter(user_id=_user(actor)).delete()[0])


@transactional
def record_footprint(*, actor: Actor, product_id: UUID) -> None:
    """Note that the signed-in actor looked at a product; once a day each, the newest kept.

    Raises: NotFound if nobody is signed in or there is no such product.
    """
    user_id, at = _user(actor), clock.now()
    today = clock.local_date(at)
    mine = Footprint.objects.filter(user_id=user_id)
    if mine.filter(product_id=product_id, day=today).update(seen_at=at):
        return
    if catalog_queries.find_ref(product_id) is None:
        raise NotFound
    row = Footprint(user_id=user_id, product_id=product_id, day=today, seen_at=at)
    Footprint.objects.bulk_create([row], ignore_conflicts=True)
    most = preferences.FOOTPRINTS_MAX.get()
    surplus = list(mine.order_by("-seen_at", "-id").values_list("pk", flat=True)[most : most + 50])
    if surplus:
        Footprint.objects.filter(pk__in=surplus).delete()


@transactional
def remove_footprints(*, actor: Actor, product_ids: Collection[UUID]) -> int:
    """Forget that the actor looked at some products; return how many footprints that were."""
    rows = Footprint.objects.filter(user_id=_user(actor), product_id__in=product_ids)
    return int(rows.delete()[0])


@transactional
def clear_footprints(*, actor: Actor) -> int:
    """Forget all footprints of the actor; return how many there were."""
    return int(Footprint.objects.filter(user_id=_user(actor)).delete()[0])


@transactional
def forget_old_footprints(*, actor: Actor) -> int:
    """Delete footprints that are older than they are kept; return how many."""
    first = rules.oldest_day(clock.now(), preferences.FOOTPRINT_DAYS.get())
    return int(Footprint.objects.filter(day__lt=first).delete()[0])


@transactional
def toggle_follow(*, actor: Actor, merchant_id: UUID) -> bool:
    """Follow a shop, or stop following it; return whether the actor follows it now.

    Raises: NotFound if nobody is signed in or there is no such shop; TooManyFavorites.
    Emits: ShopFollowed if it is followed now.
    """
    mine = ShopFollow.objects.filter(user_id=_user(actor))
    if mine.filter(merchant_id=merchant_id).delete()[0]:
        return False
    merchants_queries.get_merchant(merchant_id)
    _require_room(mine)
    row = ShopFollow(user_id=_user(actor), merchant_id=merchant_id)
    ShopFollow.objects.bulk_create([row], ignore_conflicts=True)
    outbox.emit(ShopFollowed(merchant_id=str(merchant_id), user_id=str(actor.user_id)))
    return True


@transactional
def note_prices(*, actor: Actor, product_id: UUID, market_codes: Sequence[str]) -> int:
    """Have the fans of a product told where it got clearly cheaper; return how many.

    Who is told has the new price noted, and hears again only of a further fall.
    Emits: FavoriteGotCheaper, for some hundred fans each.
    """
    if not Favorite.objects.filter(product_id=product_id).exists():
        return 0
    return sum(_note_price(product_id, code) for code in market_codes)


@transactional
def forget_person(*, actor: Actor, user_id: UUID) -> None:
    """Delete everything kept here about a closed account."""
    for model in (Favorite, Footprint, ShopFollow):
        model.objects.filter(user_id=user_id).delete()


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give what one person liked, looked at and follows to another, each once."""
    keys = {Favorite: ("product",), Footprint: ("product", "day"), ShopFollow: ("merchant",)}
    for model, unique in keys.items():
        uniting.move_rows(model, "user_id", gone_id=gone_id, kept_id=kept_id, unique=unique)


def _note_price(product_id: UUID, market_code: str) -> int:
    price = pricing_queries.list_price_ranges([product_id], market_code).get(product_id)
    if price is None:
        return 0
    least = rules.noted_from(price.lowest_minor, preferences.DROP_PERCENT.get())
    fans = Favorite.objects.filter(
        product_id=product_id,
        market_code=market_code,
        currency=price.currency,
        price_minor__gte=max(1, least),
    )
    user_ids = [str(user_id) for user_id in fans.order_by("id").values_list("user_id", flat=True)]
    fans.update(price_minor=price.lowest_minor)
    for start in range(0, len(user_ids), FANS_PER_EVENT):
        outbox.emit(
            FavoriteGotCheaper(
                product_id=str(product_id),
                market_code=market_code,
                price_minor=price.lowest_minor,
                currency=price.currency,
                user_ids=user_ids[start : start + FANS_PER_EVENT],
            )
        )
    return len(user_ids)


def _require_room(mine: QuerySet[Favorite] | QuerySet[ShopFollow]) -> None:
    limit = preferences.FAVORITES_MAX.get()
    if mine.count() >= limit:
        raise TooManyFavorites(limit=limit)


def _user(actor: Actor) -> UUID:
    """Return who is signed in. Raises: NotFound."""
    if actor.user_id is None:
        raise NotFound
    return actor.user_id
