"""What delivering parcels to an address costs, and when they arrive."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform import prepared
from jishi.fulfillment.shipping import preferences
from jishi.fulfillment.shipping.models import FreightTemplate
from jishi.fulfillment.shipping.queries.own import own_options
from jishi.fulfillment.shipping.queries.places import address_of
from jishi.fulfillment.shipping.queries.templates import template_of
from jishi.fulfillment.shipping.rules import freight, options, promises
from jishi.fulfillment.shipping.rules.regions import places_of
from jishi.fulfillment.shipping.types import DeliveryOption, FreightQuote, MergePolicy, Parcel
from jishi.fulfillment.shipping.types import FreightTemplate as TemplateInfo
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LocationInfo, LocationKind


def list_options(
    *,
    parcels: Sequence[Parcel],
    address: Address,
    currency: str,
    locations: Mapping[UUID, LocationInfo] | None = None,
) -> dict[str, tuple[DeliveryOption, ...]]:
    """Return the ways to deliver each parcel, by its package key, the usual one first.

    Only ways that serve all lines of a parcel; where none does, the usual one is listed with
    its reason. Every open slot of own delivery is a way of its own. Takes two statements,
    however many parcels there are, and two more where a shop delivers itself.

    locations: where the parcels leave, if the caller knows; saves one statement.
    """
    at = clock.now()
    travelling = [parcel for parcel in parcels if not parcel.is_virtual]
    quotes = quote_freight(parcels=travelling, address=address, currency=currency)
    places = places_of(address)
    locations = _locations_of(travelling) if locations is None else locations
    brought = own_options(
        parcels=travelling, address=address, currency=currency, locations=locations, at=at
    )
    listed: dict[str, tuple[DeliveryOption, ...]] = {}
    for parcel in parcels:
        if parcel.is_virtual:
            listed[parcel.package_key] = (options.virtual(parcel, at),)
            continue
        location = locations.get(parcel.location_id) if parcel.location_id else None
        quote = quotes[parcel.package_key]
        window = _window(parcel.merchant_id, location, places, at)
        listed[parcel.package_key] = options.shown(
            (
                options.express(quote, window),
                *brought.get(parcel.package_key, ()),
                *_pickup_options(parcel, location, at),
            )
        )
    return listed


def quote_freight(
    *, parcels: Sequence[Parcel], address: Address, currency: str
) -> dict[str, FreightQuote]:
    """Return what each parcel costs to send to an address, by its package key."""
    return freight.quote_parcels(
        parcels=parcels,
        templates=_templates_for(parcels, currency),
        places=places_of(address),
        currency=currency,
        terms={parcel.merchant_id: _terms(parcel.merchant_id, currency) for parcel in parcels},
    )


def quote_return(
    *, parcels: Sequence[Parcel], address: Address, currency: str
) -> dict[str, FreightQuote]:
    """Return what sending goods back from an address costs, by package key.

    The way back costs what the way there does, and no condition makes it free.
    """
    found = _templates_for(parcels, currency)
    return freight.quote_parcels(
        parcels=parcels,
        templates={key: freight.without_conditions(item) for key, item in found.items()},
        places=places_of(address),
        currency=currency,
        terms={},
    )


def promised_window(
    *, merchant_id: UUID, location: LocationInfo | None, address: Address, at: datetime
) -> tuple[datetime, datetime]:
    """Return the earliest and latest arrival of a parcel that is ordered now."""
    return _window(merchant_id, location, places_of(address), at)


def _templates_for(parcels: Sequence[Parcel], currency: str) -> Mapping[UUID, TemplateInfo]:
    if not parcels:
        return {}
    named = {line.template_id for parcel in parcels for line in parcel.lines if line.template_id}
    merchants = {parcel.merchant_id for parcel in parcels}
    rows = _named(merchants, named, currency) if named else _defaults(merchants, currency)
    return {row.pk: template_of(row) for row in rows}


@prepared.reading
def _defaults(merchant_ids: Collection[UUID], currency: str) -> QuerySet[FreightTemplate]:
    return FreightTemplate.objects.filter(
        Q(merchant_id__in=merchant_ids) | Q(merchant_id=None), is_default=True, currency=currency
    )


@prepared.reading
def _named(
    merchant_ids: Collection[UUID], template_ids: Collection[UUID], currency: str
) -> QuerySet[FreightTemplate]:
    return FreightTemplate.objects.filter(
        Q(merchant_id__in=merchant_ids) | Q(merchant_id=None),
        Q(pk__in=template_ids) | Q(is_default=True),
        currency=currency,
    )


def _locations_of(parcels: Iterable[Parcel]) -> Mapping[UUID, LocationInfo]:
    wanted = {parcel.location_id for parcel in parcels if parcel.location_id}
    return inventory_queries.get_locations(tuple(wanted)) if wanted else {}


def _terms(merchant_id: UUID, currency: str) -> freight.Terms:
    is_meant = preferences.FREE_FROM_CURRENCY.get(merchant_id) == currency
    return freight.Terms(
        policy=MergePolicy(preferences.MERGE_POLICY.get(merchant_id)),
        free_from_minor=preferences.FREE_FROM_MINOR.get(merchant_id) if is_meant else 0,
    )


def _pickup_options(
    parcel: Parcel, location: LocationInfo | None, at: datetime
) -> tuple[DeliveryOption, ...]:
    if location is None or location.kind != LocationKind.STORE or not location.is_active:
        return ()
    opens = inventory_queries.ready_at(location, at)
    ready = opens + timedelta(hours=preferences.PICKUP_READY_H.get(parcel.merchant_id))
    latest = opens + timedelta(hours=preferences.SHIP_WITHIN_H.get(parcel.merchant_id))
    window = ready, max(ready, latest)
    place = address_of(location).one_line()
    return (options.pickup(parcel, window, name=location.name, address=place),)


def _window(
    merchant_id: UUID, location: LocationInfo | None, places: Sequence[str], at: datetime
) -> tuple[datetime, datetime]:
    pace = _pace(merchant_id)
    how_far = promises.distance(
        origin_region=location.region_code if location else "",
        origin_country=location.country if location else places[-1],
        places=places,
        remote=pace.remote,
    )
    since = inventory_queries.ready_at(location, at) if location else at
    return promises.promise(at=since, pace=pace, how_far=how_far)


def _pace(merchant_id: UUID) -> promises.Pace:
    return promises.Pace(
        ship_within_h=preferences.SHIP_WITHIN_H.get(merchant_id),
        same_province_days=preferences.SAME_PROVINCE_DAYS.get(merchant_id),
        other_province_days=preferences.OTHER_PROVINCE_DAYS.get(merchant_id),
        remote_days=preferences.REMOTE_DAYS.get(merchant_id),
        abroad_days=preferences.ABROAD_DAYS.get(merchant_id),
        remote=frozenset(preferences.REMOTE_REGIONS.get()),
    )
