"""State machines as data: a table of legal moves and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from jishi.foundation.kernel.errors import IllegalMove

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class StateMachine(Generic[State, Action]):
    """The legal moves of one kind of document.

    name: shown in refusals, and the subject of the state log.
    initial: the state in which a document is born.
    moves: (state, action) → next state. What is not in the table is refused.
    """

    name: str
    initial: State
    moves: Mapping[tuple[State, Action], State]

    def advance(self, state: State, action: Action) -> State:
        """Return the state after an action.

        Raises: IllegalMove if the table has no such move.
        """
        following = self.moves.get((state, action))
        if following is None:
            raise IllegalMove(machine=self.name, state=str(state), action=str(action))
        return following

    def allows(self, state: State, action: Action) -> bool:
        """Return whether an action is legal in a state."""
        return (state, action) in self.moves

    def actions(self, state: State) -> tuple[Action, ...]:
        """Return the actions that are legal in a state, in the table's order."""
        return tuple(action for (origin, action) in self.moves if origin == state)

    def sources(self, action: Action) -> tuple[State, ...]:
        """Return the states in which an action is legal, in the table's order."""
        return tuple(origin for (origin, move) in self.moves if move == action)

    def is_terminal(self, state: State) -> bool:
        """Return whether no action leaves a state."""
        return not self.actions(state)
