"""What operators may set about commission."""

from jishi.foundation.platform.preferences import between, declare

DEFAULT_COMMISSION_RATE_BP = declare(
    "settlements.default_commission_rate_bp",
    500,
    "Commission in basis points where neither product, category nor merchant says otherwise.",
    check=between(0, 10_000),
)

COMMISSION_TAX_RATE_BP = declare(
    "settlements.commission_tax_rate_bp",
    600,
    "Tax included in the commission, in basis points of its net amount (VAT on services).",
    check=between(0, 10_000),
)
