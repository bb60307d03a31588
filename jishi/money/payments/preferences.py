"""What operators may set about payments."""

from jishi.foundation.platform.preferences import between, declare

ENABLED = declare(
    "payments.enabled",
    list[str](),
    "Codes of the providers that are offered; empty offers every provider that is set up.",
)
TRANSFER_WITHIN_HOURS = declare(
    "payments.transfer_within_hours",
    72,
    "Hours that a buyer who chose bank transfer has to pay.",
    check=between(1, 720),
)
CASH_LIMIT_MINOR = declare(
    "payments.cash_on_delivery_limit_minor",
    500_000,
    "Largest amount a courier may collect, in minor units; 0 for any.",
    check=between(0, 10**12),
)
CASH_REGIONS = declare(
    "payments.cash_on_delivery_regions",
    list[str](),
    "Division codes, or their beginnings, where couriers collect; empty means everywhere.",
)
OFFLINE_CURRENCY = declare(
    "payments.offline_currency", "CNY", "Currency that couriers and the bank account take."
)
BANK_ACCOUNT_NAME = declare(
    "payments.bank_account_name", "", "Holder of the account that receives transfers."
)
BANK_ACCOUNT_NUMBER = declare(
    "payments.bank_account_number",
    "",
    "Number of the account that receives transfers; empty offers no bank transfer.",
)
BANK_NAME = declare("payments.bank_name", "", "Bank of the account that receives transfers.")
BANK_BRANCH = declare("payments.bank_branch", "", "Branch of that bank.")
