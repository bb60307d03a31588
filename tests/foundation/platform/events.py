"""Events that only tests announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("tests.lamp_lit.v1", key="lamp")
class LampLit(Event):
    lamp: str
    number: int
