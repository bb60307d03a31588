"""Draw small emblems, kept as markup in `data/emblems.toml`."""

from jishi.surfaces.cli.demo import source
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import Point, num

EMBLEMS: dict[str, str] = source.read("emblems")


def draw(canvas: Canvas, name: str, center: Point, size: float, inks: tuple[str, str]) -> None:
    """Draw an emblem in two colors; an empty name draws nothing."""
    if not name:
        return
    first, second = inks
    markup = EMBLEMS[name].replace("\n", "").replace('"A"', f'"{first}"')
    markup = markup.replace('"B"', f'"{second}"')
    glyph = canvas.define(f'<g id="{{id}}">{markup}</g>')
    x, y = center
    place = f"translate({num(x - size / 2)} {num(y - size / 2)}) scale({size / 100:.3g})"
    canvas.raw(f'<use href="#{glyph}" transform="{place}"/>')
