"""Money: what the shop is due, line by line, and the entries of its account."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.goods.markets import queries as markets_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountCode, AccountName, LineInfo
from jishi.money.settlements import queries as settlements_queries
from jishi.money.settlements.types import SaleLineInfo, SaleState
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Link, StatTile
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.pages import ShopPage
from jishi.trade.orders import queries as orders_queries


class Sold:
    """A sold line as the list shows it: amounts as they are after what was taken back."""

    def __init__(self, line: SaleLineInfo, number: str) -> None:
        """Take the number of its order."""
        self.line, self.number, self.state = line, number, line.state
        self.quantity = line.quantity - line.reversed_quantity
        self.at = line.accrued_at
        self.rate = formats.percent_of_bp(line.commission_rate_bp)
        self.paid = Money(line.payable_minor - line.refunded_minor, line.currency)
        self.subsidy = Money(line.platform_subsidy_minor, line.currency)
        taken = line.commission_minor - line.reversed_commission_minor
        self.commission = Money(-taken, line.currency)
        self.due = Money(line.due_minor - line.reversed_due_minor, line.currency)


class Settlement(ShopPage, kit.ListPage):
    """What was sold, what the platform kept of it, and what the shop is due."""

    title = lazy("Settlement")
    permission = "settlements.view"
    for_marketplace = True
    section = "settlement"
    filter_form = filters.SaleFilter
    file_name = "settlement"
    template_name = "merchant_console/settlements/lines.html"
    empty_text = lazy("Lines appear here as soon as an order is paid.")
    columns = (
        kit.Column(name="number", label=lazy("Order")),
        kit.Column(name="state", label=lazy("State"), axis="sale"),
        kit.Column(name="quantity", label=lazy("Units"), kind="number"),
        kit.Column(name="paid", label=lazy("Buyer paid"), kind="money"),
        kit.Column(name="subsidy", label=lazy("Platform added"), kind="money"),
        kit.Column(name="rate", label=lazy("Rate"), kind="number"),
        kit.Column(name="commission", label=lazy("Commission"), kind="money"),
        kit.Column(name="due", label=lazy("Due to the shop"), kind="money"),
        kit.Column(name="at", label=lazy("When")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Sold]:
        """Return sold lines with the numbers of their orders."""
        asked = wanted.filters.get("state")
        page = settlements_queries.list_sale_lines(
            actor=self.actor,
            merchant_id=self.shop.id,
            state=SaleState(asked) if asked else None,
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        orders = orders_queries.list_by_ids({line.order_id for line in page.items})
        numbers = {order.order_id: order.number for order in orders}
        sold = tuple(Sold(line, numbers.get(line.order_id, "")) for line in page.items)
        return Page(sold, page.next_cursor)

    def row_id(self, item: Sold) -> str:
        """Return the id."""
        return str(item.line.order_line_id)

    def row_url(self, item: Sold) -> str:
        """Return the order."""
        return self.url("order", item.line.order_id) if self.may("orders.view") else ""

    def show(self, code: int = 200, **context: object) -> Any:
        """Add the balances."""
        return super().show(code=code, **{"figures": self._balances()} | context)

    def _balances(self) -> Sequence[StatTile]:
        tiles = []
        for currency in currencies():
            due = settlements_queries.merchant_balance(
                actor=self.actor, merchant_id=self.shop.id, currency=currency
            )
            if not (due.released_minor or due.accrued_minor or due.commission_minor):
                continue
            for label, minor in (
                (_("Ready for payout"), due.released_minor),
                (_("May still be returned"), due.accrued_minor),
                (_("Commission kept"), due.commission_minor),
            ):
                tiles.append(StatTile(label, formats.money(minor, currency), self.request.path))
        return tiles


class Ledger(ShopPage, kit.ListPage):
    """The entries of the shop's account, newest first."""

    title = lazy("Ledger")
    permission = "ledger.view"
    for_marketplace = True
    section = "ledger"
    file_name = "ledger"
    template_name = "merchant_console/settlements/ledger.html"
    empty_text = lazy("Entries appear here as soon as an order is paid.")
    columns = (
        kit.Column(name="at", label=lazy("When"), value=lambda row: row["line"].at),
        kit.Column(
            name="cause",
            label=lazy("What"),
            value=lambda row: words.CAUSES.get(row["line"].cause, row["line"].cause),
        ),
        kit.Column(
            name="amount",
            label=lazy("Due to the shop"),
            kind="money",
            value=lambda row: row["amount"],
        ),
        kit.Column(
            name="balance",
            label=lazy("Balance after"),
            kind="money",
            value=lambda row: row["balance"],
        ),
        kit.Column(name="number", label=lazy("Order"), value=lambda row: row["number"]),
        kit.Column(name="counterparty", label=lazy("From or to"), value=lambda row: row["others"]),
        kit.Column(name="key", label=lazy("Voucher"), value=lambda row: row["line"].key),
    )

    @property
    def currency(self) -> str:
        """The currency in the address, or the first one."""
        asked = self.request.GET.get("currency", "")
        return asked if asked in currencies() else currencies()[0]

    @property
    def account(self) -> AccountName:
        """The shop's account."""
        return AccountName(AccountCode.MERCHANT_DUE, self.shop.id)

    def view_links(self) -> list[Link]:
        """Return a tab per currency."""
        return [
            Link(one, f"{self.request.path}?currency={one}", current=one == self.currency)
            for one in currencies()
        ]

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return entries; what the platform owes is a credit, shown as what is due."""
        page = ledger_queries.list_lines(
            actor=self.actor,
            account=self.account,
            currency=self.currency,
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        orders = orders_queries.list_by_ids({line.reference for line in page.items})
        numbers = {order.order_id: order.number for order in orders}
        rows = (self._entry(line, numbers.get(line.reference, "")) for line in page.items)
        return Page(tuple(rows), page.next_cursor)

    def row_id(self, item: Any) -> str:
        """Return the id."""
        return str(item["line"].line_id)

    def show(self, code: int = 200, **context: object) -> Any:
        """Add what stands on the account."""
        balance = ledger_queries.balance(self.account, currency=self.currency)
        due = Money(-balance.minor, balance.currency)
        return super().show(code=code, **{"balance": due} | context)

    def _entry(self, line: LineInfo, number: str) -> dict[str, object]:
        others = dict.fromkeys(words.counterpart(one.code) for one in line.counterparts)
        return {
            "line": line,
            "number": number,
            "amount": Money(-line.amount_minor, self.currency),
            "balance": Money(-line.balance_minor, self.currency),
            "others": ", ".join(others),
        }


def currencies() -> list[str]:
    """Return the currencies goods are sold in, the home market's first."""
    found = [markets_queries.get_default(), *markets_queries.list_markets()]
    return list(dict.fromkeys(market.currency for market in found))
