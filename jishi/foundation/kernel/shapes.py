"""Plain values read in the shape of a dataclass."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def reader(shape: type[T]) -> Callable[[Any], T]:
    """Return a function that builds a frozen dataclass from plain values, checking every type.

    Call this while modules are imported: msgspec learns a class when it first meets it, and
    a process whose threads meet a class at the same time dies of it (seen in 0.22.0).
    The function raises msgspec.ValidationError.
    """
    msgspec.json.Decoder(shape)
    return partial(msgspec.convert, type=shape)
