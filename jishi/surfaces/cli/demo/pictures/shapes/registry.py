"""Keep the list of product shapes; each is drawn by one function."""

from collections.abc import Callable
from dataclasses import dataclass

from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.look import Look

GROUND = 650
Draw = Callable[[Canvas, Look], None]


@dataclass(frozen=True)
class Shape:
    """A drawer and what the views must know about it.

    width, height: its extent on the sheet; standing shapes rest on y = GROUND,
    flat ones lie around (400, 400). focus: center of the close-up. zoom: its scale.
    scene: the surroundings it is shown in.
    """

    draw: Draw
    width: int
    height: int
    scene: str
    flat: bool
    focus: tuple[int, int]
    zoom: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of the drawing."""
        top = 400 - self.height // 2 if self.flat else GROUND - self.height
        return 400 - self.width // 2, top, 400 + self.width // 2, top + self.height


SHAPES: dict[str, Shape] = {}


def shape(
    name: str,
    width: int,
    height: int,
    scene: str,
    *,
    flat: bool = False,
    focus: tuple[int, int] = (400, 420),
    zoom: float = 1.9,
) -> Callable[[Draw], Draw]:
    """Register a drawer under a name."""

    def keep(draw: Draw) -> Draw:
        SHAPES[name] = Shape(draw, width, height, scene, flat, focus, zoom)
        return draw

    return keep
