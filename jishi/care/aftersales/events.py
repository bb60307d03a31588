"""Facts that after-sale cases announce. Amounts are minor units."""

from jishi.foundation.kernel.events import Event, fact


@fact("aftersales.return_requested.v1", key="case_id")
class ReturnRequested(Event):
    """A buyer asks for money back, with or without the goods; also anew after a rejection."""

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str
    kind: str


@fact("aftersales.return_approved.v1", key="case_id")
class ReturnApproved(Event):
    """A case was agreed to, by the merchant or because the merchant did not answer in time.

    kind: `return_refund` means that the buyer is now to send the goods.
    """

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str
    kind: str


@fact("aftersales.return_rejected.v1", key="case_id")
class ReturnRejected(Event):
    """The merchant refused a case; the buyer may amend it for some days."""

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str


@fact("aftersales.return_sent.v1", key="case_id")
class ReturnSent(Event):
    """The buyer has sent the goods back."""

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str


@fact("aftersales.return_settled.v1", key="case_id")
class ReturnSettled(Event):
    """What is given back is fixed and in the books; the refund is on its way."""

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str
    amount_minor: int
    currency: str


@fact("aftersales.return_refunded.v1", key="case_id")
class ReturnRefunded(Event):
    """The buyer has the money; the case is done."""

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str
    amount_minor: int
    currency: str


@fact("aftersales.return_closed.v1", key="case_id")
class ReturnClosed(Event):
    """A case ended without money. state: `closed` or `canceled`."""

    case_id: str
    order_id: str
    merchant_id: str
    user_id: str
    state: str
