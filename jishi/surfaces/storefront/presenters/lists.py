"""A product list and its address: what the query string says, and links that change it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.foundation.kernel.text import clean, localized
from jishi.goods.catalog.types import CategoryNode
from jishi.insight.search.queries import LabeledFacet
from jishi.insight.search.types import Facets, SearchFilters, SearchQuery, Sort
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront.presenters import structure
from jishi.surfaces.storefront.presenters.amounts import short_money

PAGE_SIZE = 24
LAST_PAGE = 400
SHOWN_VALUES = 8
"""Values of a facet that are shown at once; the rest unfolds."""

SORTS = (
    (Sort.RELEVANCE, gettext_lazy("Best match")),
    (Sort.SALES, gettext_lazy("Best selling")),
    (Sort.NEWEST, gettext_lazy("Newest")),
    (Sort.RATING, gettext_lazy("Best rated")),
    (Sort.PRICE_ASC, gettext_lazy("Price, low to high")),
    (Sort.PRICE_DESC, gettext_lazy("Price, high to low")),
)
_PRICE = re.compile(r"\d{1,9}(\.\d{1,2})?")
_ATTRIBUTE = "a."


@dataclass(frozen=True, slots=True)
class ListState:
    """What a list is asked for, as its address says it.

    lowest, highest: prices in major units as typed. attributes: (code, chosen values).
    category: the slug a search is narrowed to. page: from 1 on.
    """

    text: str = ""
    category: str = ""
    sort: Sort = Sort.RELEVANCE
    brands: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lowest: str = ""
    highest: str = ""
    in_stock: bool = False
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(
            self.brands
            or self.attributes
            or self.lowest
            or self.highest
            or self.in_stock
            or self.category
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, those that say nothing left out."""
        found = [("q", self.text), ("c", self.category)]
        found += [("brand", value) for value in self.brands]
        found += [(f"{_ATTRIBUTE}{code}", one) for code, held in self.attributes for one in held]
        found += [("min", self.lowest), ("max", self.highest)]
        found += [("stock", "1" if self.in_stock else "")]
        found += [("sort", "" if self.sort is Sort.RELEVANCE else self.sort.value)]
        found += [("page", "" if self.page == 1 else str(self.page))]
        return [(name, value) for name, value in found if value]

    def url(self, path: str) -> str:
        """Return the address that says exactly this."""
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class FilterValue:
    """One box to tick. count: how many products it would leave."""

    value: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """The values of one filter. name: of the parameter. is_open: whether it is unfolded."""

    name: str
    label: str
    shown: tuple[FilterValue, ...]
    more: tuple[FilterValue, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list as its template wants it.

    more_url, previous_url: the pages after and before. part_url: the next cards alone.
    comes_by_itself: whether they are fetched when the reader gets there.
    """

    path: str
    state: ListState
    total: int
    cards: Sequence[str]
    currency: str
    sorts: tuple[Link, ...] = ()
    chips: tuple[Link, ...] = ()
    groups: tuple[FilterGroup, ...] = ()
    prices: tuple[Link, ...] = ()
    categories: tuple[Link, ...] = ()
    clear_url: str = ""
    previous_url: str = ""
    more_url: str = ""
    part_url: str = ""
    comes_by_itself: bool = False


def read(query: QueryDict) -> ListState:
    """Read the state out of an address; what makes no sense is left out."""
    chosen = query.get("sort", "")
    page = query.get("page", "")
    return ListState(
        text=clean(query.get("q", ""), max_length=80),
        category=clean(query.get("c", ""), max_length=100),
        sort=Sort(chosen) if chosen in set(Sort) else Sort.RELEVANCE,
        brands=_values(query.getlist("brand")),
        attributes=tuple(
            (name.removeprefix(_ATTRIBUTE), _values(query.getlist(name)))
            for name in list(query)[:40]
            if name.startswith(_ATTRIBUTE) and len(name) < 80
        ),
        lowest=_price(query.get("min", "")),
        highest=_price(query.get("max", "")),
        in_stock=query.get("stock") == "1",
        page=min(max(int(page), 1), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1,
    )


def question(
    state: ListState,
    *,
    market_code: str,
    currency: str,
    category: CategoryNode | None = None,
    merchant_id: str = "",
) -> SearchQuery:
    """Return what the search engine is asked."""
    return SearchQuery(
        market=market_code,
        text=state.text,
        filters=SearchFilters(
            category_ids=(str(category.category_id),) if category else (),
            brands=state.brands,
            merchant_id=merchant_id,
            min_price_minor=_minor(state.lowest, currency),
            max_price_minor=_minor(state.highest, currency),
            attributes=dict(state.attributes),
            in_stock_only=state.in_stock,
        ),
        sort=state.sort,
        offset=(state.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        with_facets=True,
    )


def sort_links(state: ListState, path: str) -> tuple[Link, ...]:
    """Return the orders to choose from."""
    first = replace(state, page=1)
    return tuple(
        Link(str(label), replace(first, sort=sort).url(path), current=sort is state.sort)
        for sort, label in SORTS
    )


def filter_groups(facets: Iterable[LabeledFacet]) -> tuple[FilterGroup, ...]:
    """Return brands and attributes to tick, those that leave no choice left out."""
    groups = []
    for facet in facets:
        is_chosen = any(value.is_selected for value in facet.values)
        if facet.kind == "category" or (len(facet.values) < 2 and not is_chosen):
            continue
        values = tuple(
            FilterValue(one.value, _value_label(one.value, one.label), one.count, one.is_selected)
            for one in facet.values
        )
        groups.append(
            FilterGroup(
                name="brand" if facet.kind == "brand" else f"{_ATTRIBUTE}{facet.code}",
                label=_("Brand") if facet.kind == "brand" else facet.label,
                shown=values[:SHOWN_VALUES],
                more=values[SHOWN_VALUES:60],
                is_open=is_chosen or len(groups) < 4,
            )
        )
    return tuple(groups)


def chips(
    state: ListState, path: str, facets: Iterable[LabeledFacet], currency: str, locale: str
) -> tuple[Link, ...]:
    """Return what is set, each with the address without it."""
    first = replace(state, page=1)
    words = {
        (facet.code, value.value): _value_label(value.value, value.label)
        for facet in facets
        for value in facet.values
    }
    found: list[Link] = []
    if state.category:
        node = structure.tree().by_slug.get(state.category)
        label = localized(node.name, locale) if node else state.category
        found.append(Link(label, replace(first, category="").url(path)))
    for brand in state.brands:
        rest = tuple(one for one in state.brands if one != brand)
        found.append(
            Link(words.get(("brand", brand), brand), replace(first, brands=rest).url(path))
        )
    for code, values in state.attributes:
        found += [
            Link(words.get((code, one), one), _without(first, code, one).url(path))
            for one in values
        ]
    if state.lowest or state.highest:
        bare = replace(first, lowest="", highest="")
        found.append(Link(_range_label(state, currency), bare.url(path)))
    if state.in_stock:
        found.append(Link(_("In stock"), replace(first, in_stock=False).url(path)))
    return tuple(found)


def price_links(
    state: ListState, path: str, facets: Facets | None, currency: str
) -> tuple[Link, ...]:
    """Return price ranges to choose from, with their counts."""
    buckets = facets.prices if facets else ()
    if len(buckets) < 2:
        return ()
    links = []
    for bucket in buckets:
        # Both ends are included where a reader types them, so the upper one stays below.
        upper = None if bucket.upper_minor is None else bucket.upper_minor - 1
        changed = replace(
            state,
            page=1,
            lowest=_major(bucket.lower_minor, currency) if bucket.lower_minor else "",
            highest=_major(upper, currency) if upper is not None else "",
        )
        links.append(
            Link(
                _words_of_range(bucket.lower_minor or None, bucket.upper_minor, currency),
                changed.url(path),
                count=bucket.count,
                current=(changed.lowest, changed.highest) == (state.lowest, state.highest),
            )
        )
    return tuple(links)


def category_links(
    state: ListState, path: str, facets: Iterable[LabeledFacet], locale: str
) -> tuple[Link, ...]:
    """Return the categories that a search has hits in: the top ones, or those below the chosen."""
    tree = structure.tree()
    counts = {
        value.value: value.count
        for facet in facets
        if facet.kind == "category"
        for value in facet.values
    }
    chosen = tree.by_slug.get(state.category)
    nodes = chosen.children if chosen and chosen.children else tree.tops
    return tuple(
        Link(
            localized(node.name, locale),
            replace(state, page=1, category=node.slug).url(path),
            count=counts[str(node.category_id)],
            current=node is chosen,
        )
        for node in nodes
        if counts.get(str(node.category_id))
    )


def page_urls(state: ListState, path: str, total: int) -> tuple[str, str]:
    """Return the addresses of the page before and the next one; empty where there is none."""
    has_more = state.page * PAGE_SIZE < total and state.page < LAST_PAGE
    before = replace(state, page=state.page - 1).url(path) if state.page > 1 else ""
    return before, replace(state, page=state.page + 1).url(path) if has_more else ""


def cleared(state: ListState) -> ListState:
    """Return the state without any filter."""
    return ListState(text=state.text, sort=state.sort)


def _without(state: ListState, code: str, value: str) -> ListState:
    rest = [
        (known, tuple(one for one in held if known != code or one != value))
        for known, held in state.attributes
    ]
    return replace(state, attributes=tuple((known, held) for known, held in rest if held))


def _values(given: Sequence[str]) -> tuple[str, ...]:
    kept = (clean(one, max_length=100) for one in given[:40])
    return tuple(dict.fromkeys(one for one in kept if one))


def _price(given: str) -> str:
    plain = given.strip().replace(",", "")
    return plain if _PRICE.fullmatch(plain) else ""


def _minor(major: str, currency: str) -> int | None:
    try:
        return from_decimal(Decimal(major), currency).minor if major else None
    except (InvalidOperation, ValueError):
        return None


def _major(minor: int, currency: str) -> str:
    return f"{to_decimal(Money(minor, currency)).normalize():f}"


def _range_label(state: ListState, currency: str) -> str:
    return _words_of_range(
        _minor(state.lowest, currency), _minor(state.highest, currency), currency
    )


def _words_of_range(low: int | None, high: int | None, currency: str) -> str:
    if high is None:
        return _("From %(low)s") % {"low": short_money(low or 0, currency)}
    if low is None:
        return _("Up to %(high)s") % {"high": short_money(high, currency)}
    return f"{short_money(low, currency)} – {short_money(high, currency)}"


def _value_label(value: str, label: str) -> str:
    """Word yes and no, which have no label in the catalog."""
    if label != value:
        return label
    return {"yes": _("Yes"), "no": _("No")}.get(value, label)
