"""Facts that wallets announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("wallets.value_moved.v1", key="holder_id")
class ValueMoved(Event):
    """Stored value came in or went out.

    amount_minor: positive in, negative out. balance_minor: what stands after it.
    cause: `<room>.<fact>`.
    """

    movement_id: str
    holder_id: str
    asset: str
    currency: str
    amount_minor: int
    balance_minor: int
    cause: str
