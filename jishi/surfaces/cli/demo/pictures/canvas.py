"""A sheet of 800 by 800 units on which drawings are built as SVG text.

Solid things are painted in three layers: their color, their pattern, and light
that falls from the upper left. All drawings share this light.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.geometry import num, oval

Stop = tuple[float, str, float]

_D = "#2a1608"
_L = "#fff9ee"

# How light models a form: gradient kind and its stops (offset, color, opacity).
LIGHTS: dict[str, tuple[str, tuple[Stop, ...]]] = {
    "side": (
        'x1="0" y1="0" x2="1" y2="0"',
        (
            (0, _D, 0.14),
            (0.1, _D, 0),
            (0.26, _L, 0.42),
            (0.44, _L, 0),
            (0.62, _D, 0.06),
            (0.9, _D, 0.36),
            (1, _D, 0.22),
        ),
    ),
    "round": (
        'x1="0" y1="0" x2="1" y2=".12"',
        ((0, _D, 0.1), (0.12, _D, 0), (0.32, _L, 0.34), (0.52, _L, 0), (0.6, _D, 0), (1, _D, 0.34)),
    ),
    "soft": (
        'x1="0" y1="0" x2="1" y2=".25"',
        ((0, _L, 0.26), (0.45, _L, 0), (0.6, _D, 0), (1, _D, 0.24)),
    ),
    "down": ('x1=".3" y1="0" x2=".5" y2="1"', ((0, _L, 0.34), (0.5, _L, 0), (1, _D, 0.24))),
    "flat": ('x1="0" y1="0" x2="1" y2="1"', ((0, _L, 0.2), (0.5, _L, 0), (1, _D, 0.13))),
    "ball": ("", ((0, _L, 0.62), (0.35, _L, 0.12), (0.62, _D, 0.04), (1, _D, 0.36))),
    "shade": ('x1="0" y1="0" x2="1" y2="1"', ((0, _D, 0.16), (1, _D, 0.34))),
    "inside": ('x1="0" y1="0" x2="1" y2=".6"', ((0, _D, 0.5), (0.55, _D, 0.22), (1, _D, 0.04))),
}


class Canvas:
    """Collects SVG elements; identifiers are unique within one drawing."""

    def __init__(self, key: str, width: int = 800, height: int = 800) -> None:
        """Open an empty sheet; `key` seeds the small irregularities of the drawing."""
        self.width, self.height = width, height
        self.random = Random(key)
        self._defs: dict[str, tuple[str, str]] = {}
        self._out: list[str] = []

    def svg(self) -> str:
        """Return the finished document."""
        defs = "".join(body for _, body in self._defs.values())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}">'
            f"<defs>{defs}</defs>{''.join(self._out)}</svg>"
        )

    def raw(self, text: str) -> None:
        """Append an element as it stands."""
        self._out.append(text)

    def define(self, template: str) -> str:
        """Keep a definition once; `template` holds `{id}`. Returns its identifier."""
        if template not in self._defs:
            name = f"i{len(self._defs)}"
            self._defs[template] = (name, template.replace("{id}", name))
        return self._defs[template][0]

    # Paint

    def linear(self, stops: Sequence[Stop], direction: str) -> str:
        """Return a paint that runs along a line, given in shares of the painted box."""
        body = _stops(stops)
        name = self.define(f'<linearGradient id="{{id}}" {direction}>{body}</linearGradient>')
        return f"url(#{name})"

    def radial(self, stops: Sequence[Stop], place: str = 'cx=".34" cy=".28" r=".8"') -> str:
        """Return a paint that spreads from a point."""
        body = _stops(stops)
        name = self.define(f'<radialGradient id="{{id}}" {place}>{body}</radialGradient>')
        return f"url(#{name})"

    def light(self, name: str) -> str:
        """Return the paint of one of the `LIGHTS`."""
        direction, stops = LIGHTS[name]
        return self.linear(stops, direction) if direction else self.radial(stops)

    def fade(self, top: str, bottom: str) -> str:
        """Return an opaque paint from one color at the top to another below."""
        return self.linear(((0, top, 1), (1, bottom, 1)), 'x1="0" y1="0" x2="0" y2="1"')

    # Marks

    def path(self, d: str, fill: str, opacity: float = 1) -> None:
        """Fill a path."""
        self.raw(f'<path d="{d}" fill="{fill}"{_opacity(opacity)}/>')

    def line(self, d: str, stroke: str, width: float, opacity: float = 1, dash: str = "") -> None:
        """Draw a path as a line with round ends."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.raw(
            f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{num(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{dashes}{_opacity(opacity)}/>'
        )

    def dot(self, cx: float, cy: float, radius: float, fill: str, opacity: float = 1) -> None:
        """Fill a circle."""
        self.raw(
            f'<circle cx="{num(cx)}" cy="{num(cy)}" r="{num(radius)}" '
            f'fill="{fill}"{_opacity(opacity)}/>'
        )

    def solid(self, d: str, fill: str, light: str = "side", pattern: str = "") -> None:
        """Paint a form: color, then pattern, then light."""
        if not (light or pattern):
            self.path(d, fill)
            return
        name = self.define(f'<path id="{{id}}" d="{d}"/>')
        for paint in (fill, pattern, self.light(light) if light else ""):
            if paint:
                self.raw(f'<use href="#{name}" fill="{paint}"/>')

    def mouth(
        self, cx: float, cy: float, rx: float, ry: float, fill: str, *, lip: float = 9
    ) -> None:
        """Draw the opening of a vessel: a lip, and darkness inside."""
        self.solid(oval(cx, cy, rx, ry), colors.lighten(fill, 0.35), "flat")
        inner = oval(cx, cy + lip * 0.25, rx - lip, max(ry - lip * 0.55, 2))
        self.solid(inner, colors.darken(fill, 0.35), "inside")

    def gleam(self, d: str, width: float, opacity: float = 0.55) -> None:
        """Draw a highlight."""
        self.line(d, "#fffdf8", width, opacity)

    def crease(self, d: str, width: float = 4, opacity: float = 0.2) -> None:
        """Draw a fold, seam or edge in shadow."""
        self.line(d, "#2a1608", width, opacity)

    def shadow(self, cx: float, cy: float, rx: float, ry: float, opacity: float = 0.42) -> None:
        """Cast a soft shadow on the ground."""
        paint = self.radial(
            ((0, "#3a2413", 1), (0.55, "#3a2413", 0.5), (1, "#3a2413", 0)),
            'cx=".5" cy=".5" r=".5"',
        )
        self.path(oval(cx, cy, rx, ry), paint, opacity)

    # Structure

    @contextmanager
    def group(self, transform: str = "", extra: str = "") -> Iterator[None]:
        """Move, turn or scale what is drawn inside."""
        attribute = f' transform="{transform}"' if transform else ""
        self.raw(f"<g{attribute}{' ' + extra if extra else ''}>")
        yield
        self.raw("</g>")

    @contextmanager
    def clip(self, d: str) -> Iterator[None]:
        """Show only what lies inside the path."""
        name = self.define(f'<clipPath id="{{id}}"><path d="{d}"/></clipPath>')
        self.raw(f'<g clip-path="url(#{name})">')
        yield
        self.raw("</g>")

    @contextmanager
    def floating(self, depth: float = 14) -> Iterator[None]:
        """Cast a soft shadow of everything drawn inside, for things seen from above."""
        name = self.define(
            '<filter id="{id}" x="-20%" y="-20%" width="140%" height="140%">'
            f'<feDropShadow dx="{num(depth * 0.6)}" dy="{num(depth)}" stdDeviation="{num(depth)}" '
            'flood-color="#3a2413" flood-opacity=".34"/></filter>'
        )
        self.raw(f'<g filter="url(#{name})">')
        yield
        self.raw("</g>")


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{offset:g}" stop-color="{color}"'
        + (f' stop-opacity="{opacity:g}"/>' if opacity != 1 else "/>")
        for offset, color, opacity in stops
    )


def _opacity(opacity: float) -> str:
    return f' opacity="{opacity:g}"' if opacity != 1 else ""
