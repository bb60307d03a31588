"""What a role may be allowed to do with payments."""

from jishi.foundation.platform.permissions import declare

VIEW = declare(
    "payments.view", "See payments, refunds and what needs a decision.", for_merchants=True
)
CONFIRM = declare("payments.confirm", "Confirm bank transfers, cash and wrong amounts.")
REFUND = declare("payments.refund", "Retry refunds, or record those given back by hand.")
