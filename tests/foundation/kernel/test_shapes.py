"""Plain values become dataclasses, in any number of threads from the first on."""

import subprocess
import sys
from dataclasses import dataclass

import msgspec
import pytest

from jishi.foundation.kernel import shapes

CROWD = """
import sys, threading
from dataclasses import dataclass
from jishi.foundation.kernel import shapes

sys.setswitchinterval(1e-6)

def meet():
    global Part

    @dataclass(frozen=True, slots=True)
    class Part:
        size: int
        sizes: "tuple[int, ...]" = ()

    @dataclass(frozen=True, slots=True)
    class Whole:
        part: Part
        parts: "tuple[Part, ...]"

    read = shapes.reader(Whole)
    gate = threading.Barrier(12)
    def run():
        gate.wait()
        for _ in range(5):
            read({"part": {"size": 1, "sizes": [1]}, "parts": [{"size": 2}]})
    threads = [threading.Thread(target=run) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

for _ in range(300):
    meet()
"""


@dataclass(frozen=True, slots=True)
class Box:
    size: int
    names: tuple[str, ...] = ()


def test_plain_values_are_read_in_their_shape():
    assert shapes.reader(Box)({"size": 2, "names": ["a"]}) == Box(2, ("a",))


@pytest.mark.parametrize("values", [{}, {"size": "2"}, {"size": 2, "names": "a"}, []])
def test_other_shapes_are_refused(values):
    with pytest.raises(msgspec.ValidationError):
        shapes.reader(Box)(values)


def test_a_crowd_of_threads_may_meet_a_shape_at_once():
    done = subprocess.run([sys.executable, "-c", CROWD], check=False, timeout=60)
    assert done.returncode == 0
