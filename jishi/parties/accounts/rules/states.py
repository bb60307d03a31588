"""The life of an account."""

from jishi.foundation.kernel.states import StateMachine
from jishi.parties.accounts.types import UserAction, UserState

USER = StateMachine(
    name="user",
    initial=UserState.ACTIVE,
    moves={
        (UserState.ACTIVE, UserAction.CLOSE): UserState.CLOSING,
        (UserState.ACTIVE, UserAction.MERGE): UserState.CLOSED,
        (UserState.CLOSING, UserAction.STAY): UserState.ACTIVE,
        (UserState.CLOSING, UserAction.FINISH): UserState.CLOSED,
    },
)
