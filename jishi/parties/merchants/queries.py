"""What others may read of merchants."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.foundation.kernel.text import TextMap
from jishi.foundation.platform import prepared, site
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import RoleScope, StaffMember
from jishi.parties.merchants import preferences, rules
from jishi.parties.merchants.models import Merchant, ShopFront
from jishi.parties.merchants.types import (
    Accent,
    Appearance,
    Application,
    Block,
    BlockKind,
    ContactDraft,
    EntityDraft,
    EntityType,
    Identity,
    MerchantCard,
    MerchantFilter,
    MerchantState,
    Objection,
    ShopDraft,
    Step,
)

SELLING = (MerchantState.OPEN, MerchantState.SUSPENDED)


def get_merchant(key: UUID | str) -> MerchantCard:
    """Return a merchant by id or code. Raises: NotFound."""
    by_key = Q(pk=key) if isinstance(key, UUID) else Q(code=key.lower())
    row = Merchant.objects.filter(by_key).first()
    if row is None:
        raise NotFound
    return _card(row)


def cards_of(merchant_ids: Iterable[UUID]) -> dict[UUID, MerchantCard]:
    """Return several merchants by id, in one statement; unknown ids are left out."""
    return {row.id: _card(row) for row in _merchants(set(merchant_ids))}


def open_ids_by_code() -> dict[str, UUID]:
    """Return the ids of all shops that sell, by code, in one statement."""
    return dict(Merchant.objects.filter(state=MerchantState.OPEN).values_list("code", "pk"))


def names_of(merchant_ids: Iterable[UUID | None]) -> dict[UUID, TextMap]:
    """Return the names of merchants, in one statement."""
    wanted = {merchant_id for merchant_id in merchant_ids if merchant_id}
    return dict(Merchant.objects.filter(pk__in=wanted).values_list("pk", "name"))


def get_appearance(merchant_id: UUID) -> Appearance:
    """Return how the front of a shop looks; the plain look where nothing was chosen."""
    row = ShopFront.objects.filter(merchant_id=merchant_id).first()
    if row is None:
        return Appearance()
    return Appearance(
        accent=Accent(row.accent),
        banner_id=row.banner_id,
        label=row.label or "",
        blocks=tuple(
            Block(
                kind=BlockKind(part["kind"]),
                title=part["title"],
                text=part["text"],
                product_ids=tuple(UUID(value) for value in part["products"]),
            )
            for part in row.blocks
        ),
    )


def codes_by_label() -> dict[str, str]:
    """Return the codes of all open shops that have a sub-domain, by its label; one statement."""
    rows = ShopFront.objects.filter(label__isnull=False, merchant__state=MerchantState.OPEN)
    return {label: code for label, code in rows.values_list("label", "merchant__code") if label}


def base_domain() -> str:
    """Return the domain below which shops have sub-domains; empty where they have none."""
    return preferences.BASE_DOMAIN.get() if site.is_marketplace() else ""


def label_of_host(host: str) -> str | None:
    """Return the label of a host one level below the base domain, whether or not a shop has it."""
    return rules.label_of_host(host, base_domain())


def commission_rate_bp(merchant_id: UUID) -> int:
    """Return the merchant's commission rate, else the general one, in basis points.

    Raises: NotFound.
    """
    return rate_of(get_merchant(merchant_id))


def rate_of(card: MerchantCard, own_bp: int | None = None) -> int:
    """Return the commission rate of a sale of a merchant that is known already; no statement.

    own_bp: of the product or its category, which comes first. In a brand store the house sells
    its own goods and takes no commission of itself.
    """
    if not site.is_marketplace():
        return 0
    if own_bp is not None:
        return own_bp
    own = card.commission_rate_bp
    return preferences.COMMISSION_RATE_BP.get() if own is None else own


def list_merchants(
    criteria: MerchantFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[MerchantCard]:
    """Return merchants, the newest first."""
    rows = _matching(criteria)
    if cursor:
        rows = rows.filter(_after(cursor))
    size = clamp_limit(limit)
    found = list(rows.order_by("-created_at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    following = encode_cursor(last.created_at.isoformat(), last.id.hex) if last else None
    return Page(items=tuple(_card(row) for row in found[:size]), next_cursor=following)


def count_by_state() -> dict[MerchantState, int]:
    """Return how many merchants are in each state, for the reviewers' queue."""
    rows = Merchant.objects.values_list("state").annotate(many=Count("pk"))
    counts = dict(rows)
    return {state: counts.get(state.value, 0) for state in MerchantState}


def count_in_business() -> int:
    """Return how many shops are open or suspended."""
    return Merchant.objects.filter(state__in=SELLING).count()


def list_merchants_of(user_id: UUID) -> tuple[MerchantCard, ...]:
    """Return the shops that a person works for or owns, the oldest first."""
    employed = {
        assignment.scope_id
        for assignment in accounts_queries.list_assignments(user_id)
        if assignment.scope == RoleScope.MERCHANT
    }
    rows = Merchant.objects.filter(Q(pk__in=employed) | Q(owner_id=user_id))
    return tuple(_card(row) for row in rows.order_by("created_at", "id"))


def list_members(merchant_id: UUID) -> tuple[StaffMember, ...]:
    """Return who works for a shop, its owner among them."""
    return accounts_queries.list_staff(merchant_id)


def get_application(merchant_id: UUID) -> Application:
    """Return everything an applicant filled in. Raises: NotFound."""
    row = Merchant.objects.filter(pk=merchant_id).first()
    if row is None:
        raise NotFound
    return application(row)


def find_application(owner_id: UUID) -> Application | None:
    """Return a person's unfinished application, to be resumed."""
    row = Merchant.objects.filter(draft_of=owner_id).first()
    return application(row) if row else None


def list_identities() -> tuple[Identity, ...]:
    """Return who sells here, for the half-yearly report to the authority."""
    rows = Merchant.objects.filter(state__in=SELLING).order_by("opened_at", "id")
    return tuple(_identity(row) for row in rows)


def list_expiring(before: date) -> tuple[Identity, ...]:
    """Return merchants whose licence ends before a day, the most urgent first."""
    rows = Merchant.objects.filter(state__in=SELLING, license_expires_on__lt=before)
    return tuple(_identity(row) for row in rows.order_by("license_expires_on", "id"))


def application(row: Merchant) -> Application:
    """Return an application as a value."""
    entity = EntityDraft(
        entity_type=EntityType(row.entity_type),
        legal_name=row.legal_name,
        license_no=row.license_no,
        license_file_id=row.license_file_id,
        license_expires_on=row.license_expires_on,
    )
    contact = ContactDraft(row.contact_name, row.contact_phone, row.contact_email)
    shop = ShopDraft(
        name=row.name,
        story=row.story,
        code=row.code,
        logo_id=row.logo_id,
        category_ids=tuple(UUID(value) for value in row.category_ids),
    )
    return Application(
        merchant=_card(row),
        entity=entity,
        contact=contact,
        shop=shop,
        agreement_version=row.agreement_version,
        agreed_at=row.agreed_at,
        missing=rules.missing_steps(entity, contact, shop, row.agreement_version),
        objections=tuple(Objection(Step(part["step"]), part["text"]) for part in row.objections),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        deposit_minor=row.deposit_minor,
        currency=row.currency,
    )


def _matching(criteria: MerchantFilter) -> QuerySet[Merchant]:
    rows = Merchant.objects.all()
    if criteria.states:
        rows = rows.filter(state__in=criteria.states)
    text = criteria.search.strip().lower()
    return rows.filter(search_text__contains=text) if text else rows


def _after(cursor: str) -> Q:
    stamp, last_id = decode_cursor(cursor, 2)
    try:
        moment, last = datetime.fromisoformat(str(stamp)), UUID(str(last_id))
    except ValueError as error:
        raise BadCursor(field="cursor") from error
    return Q(created_at__lt=moment) | Q(created_at=moment, id__lt=last)


@prepared.reading
def _merchants(merchant_ids: Collection[UUID]) -> QuerySet[Merchant]:
    return Merchant.objects.filter(pk__in=merchant_ids)


def _card(row: Merchant) -> MerchantCard:
    return MerchantCard(
        id=row.id,
        code=row.code,
        name=row.name,
        story=row.story,
        logo_id=row.logo_id,
        state=MerchantState(row.state),
        entity_type=EntityType(row.entity_type),
        owner_id=row.owner_id,
        commission_rate_bp=row.commission_rate_bp,
        opened_at=row.opened_at,
    )


def _identity(row: Merchant) -> Identity:
    return Identity(
        merchant_id=row.id,
        code=row.code,
        name=row.name,
        state=MerchantState(row.state),
        entity_type=EntityType(row.entity_type),
        legal_name=row.legal_name,
        license_no=row.license_no,
        license_expires_on=row.license_expires_on,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        opened_at=row.opened_at,
    )
