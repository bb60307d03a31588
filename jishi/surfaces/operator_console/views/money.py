"""The ledger, and what merchants are due."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.goods.markets import queries as markets_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountBalance, AccountCode, AccountName, LineInfo
from jishi.money.settlements import queries as settlements_queries
from jishi.money.settlements.types import SaleLineInfo
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantCard, MerchantFilter, MerchantState
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Action, Link
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import sales as forms
from jishi.surfaces.operator_console.forms.merchants import ShopFilter
from jishi.surfaces.operator_console.pages import OperatorList, OperatorPage, say

LEDGER, SETTLEMENTS = "ledger.view", "settlements.view"
SELLING = (MerchantState.OPEN, MerchantState.SUSPENDED, MerchantState.CLOSED)


def account_name(account: AccountName, owners: dict[UUID, str]) -> str:
    """Return an account in words."""
    kind, _sep, detail = account.code.partition(":")
    label = str(words.ACCOUNTS.get(kind, account.code))
    parts = [label, words.provider(detail) if detail else ""]
    parts.append(owners.get(account.owner_id, "") if account.owner_id else "")
    return " · ".join(part for part in parts if part)


def owner_names(owner_ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of merchants that own accounts, in one statement."""
    return {key: say(name) for key, name in merchants_queries.names_of(owner_ids).items()}


class Account:
    """An account in the list."""

    def __init__(self, held: AccountBalance, owners: dict[UUID, str]) -> None:
        """Take the balance and the names of owners."""
        self.held = held
        self.id = f"{held.account.code}-{held.account.owner_id}-{held.currency}"
        self.name = account_name(held.account, owners)
        self.code, self.currency = held.account.code, held.currency
        self.balance = Money(held.balance_minor, held.currency)


class Ledger(OperatorList):
    """All accounts with their balances."""

    title = lazy("Ledger")
    permission = LEDGER
    section = "ledger"
    filter_form = forms.LedgerFilter
    file_name = "ledger"
    empty_text = lazy("Accounts appear with the first payment.")
    columns = (
        kit.Column(name="name", label=lazy("Account")),
        kit.Column(name="currency", label=lazy("Currency")),
        kit.Column(name="balance", label=lazy("Balance"), kind="money"),
        kit.Column(name="code", label=lazy("Code"), shown=False),
    )

    def page_actions(self) -> list[Action]:
        """Offer the proof."""
        return [Action(_("Prove the books"), self.url("ledger_proof"), icon="shield")]

    def fetch(self, wanted: kit.Wanted) -> Page[Account]:
        """Return the accounts that the filters ask for."""
        currency = (wanted.filters.get("currency") or "").upper() or None
        code = wanted.filters.get("code") or ""
        found = ledger_queries.list_balances(actor=wanted.actor, currency=currency)
        owners = owner_names({one.account.owner_id for one in found if one.account.owner_id})
        rows = [Account(one, owners) for one in found]
        return Page(items=tuple(row for row in rows if code in row.code or code in row.name))

    def row_url(self, item: Account) -> str:
        """Return the account's statement."""
        account = item.held.account
        asked = {"code": account.code, "currency": item.held.currency}
        if account.owner_id:
            asked["owner"] = str(account.owner_id)
        return self.url("statement", query=urlencode(asked))


class Statement(OperatorList):
    """The lines of one account, newest first."""

    permission = LEDGER
    section = "ledger"
    file_name = "statement"
    columns = (
        kit.Column(name="at", label=lazy("When")),
        kit.Column(name="cause", label=lazy("Cause")),
        kit.Column(name="counterparts", label=lazy("Counter accounts")),
        kit.Column(name="amount", label=lazy("Amount"), kind="money"),
        kit.Column(name="balance", label=lazy("Balance after"), kind="money"),
        kit.Column(name="key", label=lazy("Entry")),
        kit.Column(name="actor", label=lazy("By"), shown=False),
    )

    @cached_property
    def account(self) -> tuple[AccountName, str]:
        """The account and currency that the address names. Raises: NotFound."""
        asked = self.request.GET
        try:
            owner_id = UUID(asked["owner"]) if asked.get("owner") else None
        except ValueError as error:
            raise NotFound from error
        if not asked.get("code") or not asked.get("currency"):
            raise NotFound
        return AccountName(asked["code"], owner_id), asked["currency"]

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the account and its balance."""
        account, currency = self.account
        owners = owner_names({account.owner_id} if account.owner_id else set())
        money = ledger_queries.balance(account, currency=currency)
        balance = formats.money(money.minor, money.currency)
        return _("{account}: {balance}").format(
            account=account_name(account, owners), balance=balance
        )

    def page_actions(self) -> list[Action]:
        """Lead back."""
        return [Action(_("All accounts"), self.url("ledger"), icon="arrow-left")]

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return the lines."""
        account, currency = self.account
        page = ledger_queries.list_lines(
            actor=wanted.actor,
            account=account,
            currency=currency,
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        owners = owner_names(
            {other.owner_id for line in page.items for other in line.counterparts if other.owner_id}
        )
        rows = tuple(Entry(line, currency, owners) for line in page.items)
        return Page(items=rows, next_cursor=page.next_cursor)


class Entry:
    """A line of a statement."""

    def __init__(self, line: LineInfo, currency: str, owners: dict[UUID, str]) -> None:
        """Take the line, the currency of its account, and the names of owners."""
        self.id, self.at, self.cause = line.line_id.hex, line.at, line.cause
        self.key, self.actor = line.key, line.actor
        self.amount = Money(line.amount_minor, currency)
        self.balance = Money(line.balance_minor, currency)
        names = [account_name(other, owners) for other in line.counterparts]
        self.counterparts = ", ".join(dict.fromkeys(names))


class Proof(OperatorPage, kit.ConsolePage):
    """The proof of the books, made on demand."""

    title = lazy("Proof of the books")
    permission = LEDGER
    section = "ledger"
    template_name = "operator_console/payments/proof.html"

    def page_actions(self) -> list[Action]:
        """Lead back."""
        return [Action(_("All accounts"), self.url("ledger"), icon="arrow-left")]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask first: it reads every entry."""
        return self.show(proof=None)

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Prove, and show what does not hold."""
        return self.show(proof=ledger_queries.prove(), is_done=True)


class Settlements(OperatorList):
    """What each merchant is due in all."""

    title = lazy("Settlements")
    permission = SETTLEMENTS
    for_marketplace = True
    section = "settlements"
    filter_form = ShopFilter
    file_name = "settlements"
    columns = (
        kit.Column(name="name", label=lazy("Shop")),
        kit.Column(name="state", label=lazy("State"), axis="merchant"),
        kit.Column(name="due", label=lazy("Due")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return merchants with their balances in the books."""
        criteria = MerchantFilter(states=SELLING, search=wanted.filters.get("q") or "")
        page = merchants_queries.list_merchants(criteria, cursor=wanted.cursor, limit=wanted.limit)
        due = self._due() if self.may(LEDGER) else {}
        rows = tuple(Merchant(card, due.get(card.id, [])) for card in page.items)
        return Page(items=rows, next_cursor=page.next_cursor, total=page.total)

    def row_url(self, item: "Merchant") -> str:
        """Return the merchant's page."""
        return self.url("settlement", item.card.id)

    def _due(self) -> dict[UUID, list[str]]:
        """Return what the books owe each merchant; debits are positive there."""
        found: dict[UUID, list[str]] = {}
        for one in ledger_queries.list_balances(actor=self.actor):
            owner_id = one.account.owner_id
            if one.account.code == AccountCode.MERCHANT_DUE and owner_id and one.balance_minor:
                text = formats.money(-one.balance_minor, one.currency)
                found.setdefault(owner_id, []).append(text)
        return found


class Merchant:
    """A merchant in the list of settlements."""

    def __init__(self, card: MerchantCard, due: list[str]) -> None:
        """Take the merchant and what it is due, per currency."""
        self.card, self.id = card, card.id.hex
        self.name, self.state = say(card.name), card.state
        self.due = " · ".join(due)


class Settlement(OperatorPage, kit.RecordPage):
    """What one merchant is due, and from which sales."""

    permission = SETTLEMENTS
    for_marketplace = True
    section = "settlements"

    def load(self, **kwargs: Any) -> MerchantCard:
        """Return the merchant. Raises: NotFound."""
        return merchants_queries.get_merchant(kwargs["merchant_id"])

    def heading(self) -> str:
        """Return its name."""
        return say(self.record.name) or self.record.code

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Settlements"), "settlements"), Link(self.heading(), "")]

    def sections(self) -> Sequence[kit.Section]:
        """Return the balances per currency, and the newest sold lines."""
        currencies = sorted({market.currency for market in markets_queries.list_markets()})
        balances = [
            settlements_queries.merchant_balance(
                actor=self.actor, merchant_id=self.record.id, currency=currency
            )
            for currency in currencies
        ]
        lines = settlements_queries.list_sale_lines(
            actor=self.actor, merchant_id=self.record.id, limit=50
        )
        return [
            kit.Section(_("Balances"), columns=BALANCE_COLUMNS, items=balances),
            kit.Section(
                _("Latest sales"),
                columns=SALE_COLUMNS,
                items=[Sale(line) for line in lines.items],
            ),
        ]


class Sale:
    """A sold line as its table shows it."""

    def __init__(self, line: SaleLineInfo) -> None:
        """Take the line."""
        self.at, self.state, self.quantity = line.accrued_at, line.state, line.quantity
        self.paid = Money(line.payable_minor, line.currency)
        self.commission = Money(line.commission_minor, line.currency)
        self.due = Money(line.due_minor - line.reversed_due_minor, line.currency)
        self.rate = formats.percent_of_bp(line.commission_rate_bp)


BALANCE_COLUMNS = (
    kit.Column(name="currency", label=lazy("Currency")),
    kit.Column(
        name="released",
        label=lazy("Ready for payout"),
        kind="money",
        value=lambda one: Money(one.released_minor, one.currency),
    ),
    kit.Column(
        name="accrued",
        label=lazy("May still be returned"),
        kind="money",
        value=lambda one: Money(one.accrued_minor, one.currency),
    ),
    kit.Column(
        name="commission",
        label=lazy("Commission"),
        kind="money",
        value=lambda one: Money(one.commission_minor, one.currency),
    ),
)
SALE_COLUMNS = (
    kit.Column(name="at", label=lazy("When")),
    kit.Column(name="state", label=lazy("State"), axis="sale"),
    kit.Column(name="quantity", label=lazy("Units"), kind="number"),
    kit.Column(name="paid", label=lazy("Paid"), kind="money"),
    kit.Column(name="rate", label=lazy("Rate")),
    kit.Column(name="commission", label=lazy("Commission"), kind="money"),
    kit.Column(name="due", label=lazy("Due"), kind="money"),
)
