"""Decisions of the room: what an application needs, and how a merchant lives."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from jishi.foundation.kernel.money import BASIS_POINTS, MAX_MINOR
from jishi.foundation.kernel.states import StateMachine
from jishi.foundation.kernel.text import LOCALES, TextMap, clean
from jishi.parties.merchants import errors
from jishi.parties.merchants.types import (
    Appearance,
    Block,
    BlockKind,
    ContactDraft,
    EntityDraft,
    EntityType,
    MerchantAction,
    MerchantState,
    Objection,
    ShopDraft,
    Step,
    Terms,
)

MERCHANT = StateMachine(
    name="merchant",
    initial=MerchantState.DRAFT,
    moves={
        (MerchantState.DRAFT, MerchantAction.SUBMIT): MerchantState.SUBMITTED,
        (MerchantState.SUBMITTED, MerchantAction.WITHDRAW): MerchantState.DRAFT,
        (MerchantState.SUBMITTED, MerchantAction.APPROVE): MerchantState.OPEN,
        (MerchantState.SUBMITTED, MerchantAction.REJECT): MerchantState.REJECTED,
        (MerchantState.REJECTED, MerchantAction.SUBMIT): MerchantState.SUBMITTED,
        (MerchantState.OPEN, MerchantAction.SUSPEND): MerchantState.SUSPENDED,
        (MerchantState.SUSPENDED, MerchantAction.REOPEN): MerchantState.OPEN,
        (MerchantState.OPEN, MerchantAction.CLOSE): MerchantState.CLOSED,
        (MerchantState.SUSPENDED, MerchantAction.CLOSE): MerchantState.CLOSED,
    },
)

APPLYING = (MerchantState.DRAFT, MerchantState.REJECTED)
"""States in which the applicant may write."""

UNFINISHED = (*APPLYING, MerchantState.SUBMITTED)
"""States of a merchant that has never been open."""

NAME_LENGTH, LEGAL_NAME_LENGTH, STORY_LENGTH, REASON_LENGTH = 40, 100, 2000, 500
MAX_CATEGORIES = 20

MAX_BLOCKS, MAX_FEATURED, TITLE_LENGTH, TEXT_LENGTH = 8, 12, 40, 1000

RESERVED_LABELS = frozenset(
    [
        "account",
        "admin",
        "api",
        "app",
        "assets",
        "auth",
        "billing",
        "blog",
        "cdn",
        "console",
        "dev",
        "docs",
        "files",
        "ftp",
        "health",
        "help",
        "imap",
        "img",
        "internal",
        "jishi",
        "live",
        "localhost",
        "login",
        "m",
        "mail",
        "media",
        "merchant",
        "metrics",
        "mobile",
        "mx",
        "news",
        "ns",
        "ns1",
        "ns2",
        "operator",
        "pay",
        "pop",
        "root",
        "secure",
        "shop",
        "shops",
        "smtp",
        "sso",
        "staging",
        "static",
        "status",
        "support",
        "test",
        "warehouse",
        "webhook",
        "webhooks",
        "wpad",
        "www",
    ]
)
"""Words that no shop may have as its sub-domain, whatever the operators reserve besides."""

_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{1,28}[a-z0-9]")
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]")
_CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(rf"[{_CREDIT_CODE_ALPHABET}]{{2}}\d{{6}}[{_CREDIT_CODE_ALPHABET}]{{10}}")


def is_credit_code(number: str) -> bool:
    """Return whether a text is a unified social credit code (统一社会信用代码).

    18 characters without I, O, S, V and Z; the last one checks the others.
    Source: GB 32100-2015, section 5 (weights are powers of 3, modulo 31).
    """
    if not _CREDIT_CODE.fullmatch(number):
        return False
    weights = (pow(3, place, 31) for place in range(17))
    total = sum(
        _CREDIT_CODE_ALPHABET.index(character) * weight
        for character, weight in zip(number, weights, strict=False)
    )
    return _CREDIT_CODE_ALPHABET[-total % 31] == number[17]


def clean_code(given: str, reserved: Collection[str]) -> str:
    """Return a shop's code in lower case. Raises: BadCode."""
    code = given.strip().lower()
    if not _CODE.fullmatch(code) or "--" in code or code in reserved:
        raise errors.BadCode(field="code")
    return code


def clean_label(given: str, reserved: Collection[str]) -> str:
    """Return a shop's sub-domain in lower case; empty for none.

    Two hyphens in a row are refused, so that no label passes for an encoded one (xn--).
    Raises: BadLabel.
    """
    label = given.strip().lower()
    if not label:
        return ""
    is_kept = label in RESERVED_LABELS or label in reserved
    if not _LABEL.fullmatch(label) or "--" in label or is_kept:
        raise errors.BadLabel(field="label")
    return label


def check_appearance(draft: Appearance, reserved: Collection[str]) -> Appearance:
    """Return how a front looks, cleaned.

    Raises: BadLabel; BadFront if a block says or shows nothing, or there are too many.
    """
    if len(draft.blocks) > MAX_BLOCKS:
        raise errors.BadFront(field="blocks", limit=MAX_BLOCKS)
    return replace(
        draft,
        label=clean_label(draft.label, reserved),
        blocks=tuple(_clean_block(block) for block in draft.blocks),
    )


def shop_host(label: str, base_domain: str) -> str:
    """Return the host of a shop below the operator's domain."""
    return f"{label}.{base_domain}"


def label_of_host(host: str, base_domain: str) -> str | None:
    """Return the label of a host one level below a domain; None for any other host.

    host: as the request names it, perhaps with a port and a final dot.
    """
    name = host.rpartition(":")[0] if re.search(r":\d*$", host) else host
    label, _dot, rest = name.lower().rstrip(".").partition(".")
    return label if base_domain and rest == base_domain and _LABEL.fullmatch(label) else None


def check_entity(draft: EntityDraft, today: date) -> EntityDraft:
    """Return who sells, cleaned.

    Raises: BadEntity, BadLicense, LicenseExpired.
    """
    legal_name = _one_line(draft.legal_name, LEGAL_NAME_LENGTH)
    if len(legal_name) < 2:
        raise errors.BadEntity(field="legal_name")
    license_no = "".join(draft.license_no.split()).upper()
    if draft.entity_type == EntityType.PERSON:
        license_no = ""
    elif not is_credit_code(license_no):
        raise errors.BadLicense(field="license_no")
    if draft.license_expires_on and draft.license_expires_on < today:
        raise errors.LicenseExpired(field="license_expires_on")
    return replace(draft, legal_name=legal_name, license_no=license_no)


def check_shop(draft: ShopDraft, reserved: Collection[str]) -> ShopDraft:
    """Return how a shop presents itself, cleaned.

    Raises: BadShop if it has no name or too many categories; BadCode.
    """
    name = clean_texts(draft.name, NAME_LENGTH)
    if not name:
        raise errors.BadShop(field="name")
    category_ids = tuple(dict.fromkeys(draft.category_ids))
    if len(category_ids) > MAX_CATEGORIES:
        raise errors.BadShop(field="category_ids", limit=MAX_CATEGORIES)
    return replace(
        draft,
        name=name,
        story=clean_texts(draft.story, STORY_LENGTH),
        code=clean_code(draft.code, reserved) if draft.code.strip() else "",
        category_ids=category_ids,
    )


def missing_steps(
    entity: EntityDraft, contact: ContactDraft, shop: ShopDraft, agreement_version: str
) -> tuple[Step, ...]:
    """Return the pages that still lack something, in their order."""
    complete = {
        Step.ENTITY: bool(entity.legal_name and entity.license_file_id),
        Step.CONTACT: bool(contact.name and contact.phone and contact.email),
        Step.SHOP: bool(shop.name),
        Step.AGREEMENT: bool(agreement_version),
    }
    return tuple(step for step in Step if not complete[step])


def check_objections(objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """Return objections with their texts cleaned. Raises: ReasonMissing if none says anything."""
    cleaned = tuple(
        replace(objection, text=clean(objection.text, max_length=REASON_LENGTH))
        for objection in objections
    )
    kept = tuple(objection for objection in cleaned if objection.text)
    if not kept:
        raise errors.ReasonMissing(field="objections")
    return kept


def check_reason(reason: str) -> str:
    """Return a reason, cleaned. Raises: ReasonMissing if it is empty."""
    cleaned = _one_line(reason, REASON_LENGTH)
    if not cleaned:
        raise errors.ReasonMissing(field="reason")
    return cleaned


def check_terms(terms: Terms) -> None:
    """Refuse terms out of bounds. Raises: BadTerms."""
    rate = terms.commission_rate_bp
    if rate is not None and not 0 <= rate <= BASIS_POINTS:
        raise errors.BadTerms(field="commission_rate_bp")
    if not 0 <= terms.deposit_minor <= MAX_MINOR:
        raise errors.BadTerms(field="deposit_minor")
    if not re.fullmatch(r"[A-Z]{3}", terms.currency):
        raise errors.BadTerms(field="currency")


def clean_texts(texts: TextMap, max_length: int) -> dict[str, str]:
    """Return the texts of known languages, cleaned, without empty ones."""
    cleaned = {
        locale: clean(texts[locale], max_length=max_length) for locale in LOCALES if locale in texts
    }
    return {locale: text for locale, text in cleaned.items() if text}


def search_text(code: str, name: TextMap, legal_name: str) -> str:
    """Return what a merchant is searched by."""
    return " ".join([code, *name.values(), legal_name]).lower()[:300]


def clean_contact_name(given: str) -> str:
    """Return a person's name on one line. Raises: BadContact if it is empty."""
    name = _one_line(given, NAME_LENGTH)
    if not name:
        raise errors.BadContact(field="name")
    return name


def first_code(merchant_id: UUID) -> str:
    """Return a code for a shop that has not chosen one."""
    return f"shop-{merchant_id.hex[-10:]}"


def _one_line(given: str, max_length: int) -> str:
    return " ".join(clean(given, max_length=max_length).split())


def _clean_block(block: Block) -> Block:
    text = clean_texts(block.text, TEXT_LENGTH)
    product_ids = tuple(dict.fromkeys(block.product_ids))
    if block.kind == BlockKind.TEXT and not text:
        raise errors.BadFront(field="text", limit=TEXT_LENGTH)
    if block.kind == BlockKind.FEATURED and not 0 < len(product_ids) <= MAX_FEATURED:
        raise errors.BadFront(field="products", limit=MAX_FEATURED)
    title = clean_texts(block.title, TITLE_LENGTH)
    return replace(block, title=title, text=text, product_ids=product_ids)
