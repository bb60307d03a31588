"""The life of a product as a table, and who must wait for a review."""

from jishi.foundation.kernel.states import StateMachine
from jishi.goods.catalog.types import ProductAction as Action
from jishi.goods.catalog.types import ProductState as State

PRODUCT = StateMachine(
    name="product",
    initial=State.DRAFT,
    moves={
        (State.DRAFT, Action.SUBMIT): State.PENDING,
        (State.DRAFT, Action.RECYCLE): State.RECYCLED,
        (State.PENDING, Action.APPROVE): State.OFF_SALE,
        (State.PENDING, Action.REJECT): State.REJECTED,
        (State.PENDING, Action.WITHDRAW): State.DRAFT,
        (State.PENDING, Action.BLOCK): State.BLOCKED,
        (State.REJECTED, Action.SUBMIT): State.PENDING,
        (State.REJECTED, Action.RECYCLE): State.RECYCLED,
        (State.OFF_SALE, Action.PUBLISH): State.ON_SALE,
        (State.OFF_SALE, Action.BLOCK): State.BLOCKED,
        (State.OFF_SALE, Action.RECYCLE): State.RECYCLED,
        (State.ON_SALE, Action.UNPUBLISH): State.OFF_SALE,
        (State.ON_SALE, Action.BLOCK): State.BLOCKED,
        (State.BLOCKED, Action.SUBMIT): State.PENDING,
        (State.RECYCLED, Action.RESTORE): State.DRAFT,
    },
)

APPROVED = frozenset({State.ON_SALE, State.OFF_SALE})
"""States whose content was approved: key fields change only by an approved revision."""

COMPLETE = APPROVED | {State.PENDING}
"""States in which a product must keep what it needs to be sold."""
