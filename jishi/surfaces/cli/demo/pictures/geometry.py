"""Build SVG path data: smooth curves, turned profiles, rounded boxes."""

from collections.abc import Sequence
from math import cos, pi, sin

Point = tuple[float, float]


def num(value: float) -> str:
    """Write a number with at most one decimal."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def polygon(points: Sequence[Point]) -> str:
    """Return a closed path with straight sides."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"


def smooth(points: Sequence[Point], *, closed: bool = False, tension: float = 1.0) -> str:
    """Return a curve through all points (Catmull-Rom); `closed` joins the ends."""
    count = len(points)
    first = points[0]
    steps = count if closed else count - 1
    parts = [f"M{num(first[0])} {num(first[1])}"]
    for index in range(steps):
        before, start, end, after = (_at(points, index + k, closed=closed) for k in (-1, 0, 1, 2))
        pull = tension / 6
        one = (start[0] + (end[0] - before[0]) * pull, start[1] + (end[1] - before[1]) * pull)
        two = (end[0] - (after[0] - start[0]) * pull, end[1] - (after[1] - start[1]) * pull)
        parts.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in (one, two, end)))
    return "".join(parts) + ("Z" if closed else "")


def _at(points: Sequence[Point], index: int, *, closed: bool) -> Point:
    if closed:
        return points[index % len(points)]
    return points[min(max(index, 0), len(points) - 1)]


def lathe(cx: float, profile: Sequence[Point], *, flat: float = 0.16, tension: float = 1.0) -> str:
    """Return the outline of a turned body.

    profile: (y, radius) from top to bottom. The mouth is left straight, the foot
    is rounded like a circle seen from slightly above (`flat` = ratio of its axes).
    """
    right = [(cx + radius, y) for y, radius in profile]
    left = [(cx - radius, y) for y, radius in reversed(profile)]
    foot = profile[-1][1]
    down = smooth(right, tension=tension)
    up = smooth(left, tension=tension)[1:]
    up = "C" + up.split("C", 1)[1]
    return (
        f"{down}A{num(foot)} {num(foot * flat)} 0 0 1 {num(cx - foot)} {num(profile[-1][0])}{up}Z"
    )


def rounded(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Return a box with rounded corners."""
    r = min(radius, width / 2, height / 2)
    arc = f"a{num(r)} {num(r)} 0 0 1 "
    return (
        f"M{num(x + r)} {num(y)}h{num(width - 2 * r)}{arc}{num(r)} {num(r)}v{num(height - 2 * r)}"
        f"{arc}{num(-r)} {num(r)}h{num(-(width - 2 * r))}{arc}{num(-r)} {num(-r)}"
        f"v{num(-(height - 2 * r))}{arc}{num(r)} {num(-r)}Z"
    )


def oval(cx: float, cy: float, rx: float, ry: float) -> str:
    """Return an ellipse as a path."""
    half = f"a{num(rx)} {num(ry)} 0 1 0 "
    return f"M{num(cx - rx)} {num(cy)}{half}{num(2 * rx)} 0{half}{num(-2 * rx)} 0Z"


def star(cx: float, cy: float, outer: float, inner: float, points: int) -> str:
    """Return a star or, with a near inner radius, a cog."""
    corners = []
    for index in range(points * 2):
        radius = inner if index % 2 else outer
        angle = index * pi / points - pi / 2
        corners.append((cx + radius * cos(angle), cy + radius * sin(angle)))
    return polygon(corners)


def ring(cx: float, cy: float, radius: float, count: int) -> list[Point]:
    """Return `count` points evenly spaced on a circle, clockwise from the top."""
    angles = [index * 2 * pi / count - pi / 2 for index in range(count)]
    return [(cx + radius * cos(angle), cy + radius * sin(angle)) for angle in angles]
