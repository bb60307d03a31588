"""How far apart two places of China are, roughly, from their division codes."""

from math import asin, cos, radians, sin, sqrt

SAME_DISTRICT_KM, SAME_CITY_KM, SAME_PROVINCE_KM = 10, 40, 200

EARTH_KM = 6371.0

SEATS: dict[str, tuple[float, float]] = {
    "11": (39.90, 116.41), "12": (39.13, 117.20), "13": (38.04, 114.51), "14": (37.87, 112.55),
    "15": (40.84, 111.75), "21": (41.80, 123.43), "22": (43.82, 125.32), "23": (45.80, 126.54),
    "31": (31.23, 121.47), "32": (32.06, 118.80), "33": (30.27, 120.16), "34": (31.82, 117.23),
    "35": (26.07, 119.30), "36": (28.68, 115.86), "37": (36.65, 117.12), "41": (34.75, 113.63),
    "42": (30.59, 114.31), "43": (28.23, 112.94), "44": (23.13, 113.26), "45": (22.82, 108.37),
    "46": (20.04, 110.20), "50": (29.56, 106.55), "51": (30.57, 104.07), "52": (26.65, 106.63),
    "53": (24.88, 102.83), "54": (29.65, 91.14), "61": (34.34, 108.94), "62": (36.06, 103.83),
    "63": (36.62, 101.78), "64": (38.49, 106.23), "65": (43.83, 87.62), "71": (25.03, 121.57),
    "81": (22.32, 114.17), "82": (22.20, 113.54),
}  # fmt: skip
"""Latitude and longitude, in degrees, of the seat of each province, by its two digits."""


def between_km(one: str, other: str) -> int | None:
    """Return about how many kilometers lie between two divisions; None if one is not known.

    one, other: codes of GB/T 2260 of two, four or six digits. Within a province it tells
    district, city and province apart; beyond, it is the great circle between the seats.
    """
    if one[:2] not in SEATS or other[:2] not in SEATS:
        return None
    if one[:2] == other[:2]:
        if len(one) >= 6 and one[:6] == other[:6]:
            return SAME_DISTRICT_KM
        if len(one) >= 4 and one[:4] == other[:4]:
            return SAME_CITY_KM
        return SAME_PROVINCE_KM
    return max(SAME_PROVINCE_KM, round(_great_circle(SEATS[one[:2]], SEATS[other[:2]])))


def _great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the haversine distance of two points, in kilometers."""
    north, east = radians(other[0] - one[0]), radians(other[1] - one[1])
    slice_ = (
        sin(north / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    )
    return 2 * EARTH_KM * asin(sqrt(slice_))
