"""Say how one product looks: shape, colors, pattern, emblem, form."""

from dataclasses import dataclass, replace

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.emblems import EMBLEMS
from jishi.surfaces.cli.demo.pictures.patterns import PATTERNS


@dataclass(frozen=True)
class Look:
    """What a drawer needs to know.

    key: product key, seeds small irregularities. base: main color. accent: second
    color. pattern and emblem: names or "". form: which build of the shape, 0..3.
    """

    key: str
    shape: str
    base: str
    accent: str
    pattern: str = ""
    emblem: str = ""
    form: int = 0

    @property
    def dark(self) -> str:
        """The base color in shadow."""
        return colors.darken(self.base, 0.3)

    @property
    def pale(self) -> str:
        """The base color in full light."""
        return colors.lighten(self.base, 0.45)

    def painted(self, color: str) -> "Look":
        """Return the same product in another color, its accent kept visible."""
        near = abs(colors.brightness(color) - colors.brightness(self.accent)) < 0.16
        accent = colors.contrasting(color) if near else self.accent
        return replace(self, base=color, accent=accent)


def parse(key: str, text: str) -> Look:
    """Read a look such as `tin leaf dots #2f6b4f #e8d9a8 1`; the shape comes first.

    Raises: ValueError if a word is neither color, pattern, emblem nor form.
    """
    shape, *words = text.split()
    found = [word for word in words if colors.is_color(word)]
    base = found[0] if found else "#c9a26d"
    accent = found[1] if len(found) > 1 else colors.contrasting(base)
    pattern = emblem = ""
    form = 0
    for word in words:
        if word in found:
            continue
        if word in PATTERNS:
            pattern = word
        elif word in EMBLEMS:
            emblem = word
        elif word.isdigit():
            form = int(word)
        else:
            raise ValueError(f"{key}: {word} is no color, pattern, emblem or form")
    return Look(key, shape, base, accent, pattern, emblem, form)
