"""Mix and shade colors of the drawings; colors are `#rrggbb` strings."""

WARM_LIGHT = "#fffaf1"
WARM_DARK = "#2b1a0f"


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, each 0..255, of a `#rrggbb` color."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """Blend two colors; `share` 0 gives the first, 1 the other."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighten(color: str, share: float) -> str:
    """Blend toward warm white, 0..1."""
    return mix(color, WARM_LIGHT, share)


def darken(color: str, share: float) -> str:
    """Blend toward warm black, 0..1."""
    return mix(color, WARM_DARK, share)


def brightness(color: str) -> float:
    """Return the perceived brightness, 0 (black) to 1 (white)."""
    red, green, blue = channels(color)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def contrasting(color: str, share: float = 0.6) -> str:
    """Return a relative of the color that can be seen on top of it."""
    return lighten(color, share) if brightness(color) < 0.58 else darken(color, share)


def is_color(text: str) -> bool:
    """Tell whether the text is a `#rrggbb` color."""
    if len(text) != 7 or not text.startswith("#"):
        return False
    return all(letter in "0123456789abcdef" for letter in text[1:].lower())
