"""Administrative divisions of China: their tree, and finding them in text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from jishi.foundation.kernel.errors import NotFound
from jishi.parties.accounts.types import Region

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Provinces that are cities themselves."""

PROVINCE, CITY, DISTRICT = 2, 4, 6

_PEOPLES = (
    "(?:(?:壮|回|满|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|拉祜"
    "|水|佤|纳西|羌|土|仫佬|锡伯|柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|阿昌|普米|鄂温克|怒|京|德昂"
    "|保安|裕固|鄂伦春|独龙|各)族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克|鄂伦春)*"
)
_TAILS = {
    PROVINCE: re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$"),
    CITY: re.compile(f"{_PEOPLES}自治州$|特别行政区$|地区$|郊县$|[市盟]$"),
    DISTRICT: re.compile(f"{_PEOPLES}自治[县旗]$|[林特新]区$|街道$|[区县市旗镇乡]$"),
}
_SPACE = r"[\s,，、;；/|>·\-—]*"
_GAP = re.compile(rf"{_SPACE}(?:市辖区|(?:自治区|省)直辖县级(?:行政区划|行政单位|市))?{_SPACE}")
_ROAD = re.compile(
    r"[东西南北中]?[路街巷弄]|[大中横老新]道|大街|[村镇乡屯门桥站湾湖山]|广场|公园|花园|小区|大厦|中心"
    r"|医院|学校|大学|中学|小学|火车|机场"
)
"""What follows a short name when it is part of a longer one, such as a road's."""


@dataclass(frozen=True, slots=True)
class Found:
    """A division recognized in a text, from `start` up to, but without, `end`."""

    region: Region
    start: int
    end: int
    named: int


class Regions:
    """The tree of divisions, with an index of their names."""

    def __init__(self, regions: Iterable[Region], former: Iterable[tuple[str, str]] = ()) -> None:
        """Build the tree.

        regions: parents before children. former: old name and the present code.
        """
        self._by_code = {region.code: region for region in regions}
        self._former = tuple(former)
        self._children: dict[str, list[Region]] = defaultdict(list)
        for region in self._by_code.values():
            self._children[region.parent_code].append(region)

    def find(self, code: str) -> Region | None:
        """Return the division of a code."""
        return self._by_code.get(code)

    def get(self, code: str) -> Region:
        """Return the division of a code.

        Raises: NotFound if there is none.
        """
        if code not in self._by_code:
            raise NotFound(region=code)
        return self._by_code[code]

    def children(self, code: str) -> tuple[Region, ...]:
        """Return the divisions directly inside one, in the order of their codes."""
        return tuple(self._children.get(code, ()))

    def path(self, code: str) -> tuple[Region, ...]:
        """Return a division and those it lies in, the province first.

        Raises: NotFound if there is none.
        """
        region = self.get(code)
        above = self.path(region.parent_code) if region.parent_code else ()
        return (*above, region)

    def label_names(self, code: str) -> tuple[str, str, str]:
        """Return province, city and district as they are written on a label.

        Groupings that nobody writes (the counties of 重庆, counties directly under a
        province) are replaced by what stands there in practice.
        """
        names = [region.name for region in self.path(code)] if code else []
        province, city, district = (*names, "", "", "")[:3]
        if code[:2] in MUNICIPALITIES and city:
            city = province
        elif "直辖县级" in city:
            city = district
        return province, city, district

    @cached_property
    def names(self) -> dict[int, dict[str, list[tuple[Region, bool]]]]:
        """Level → name → divisions, with whether the name is the full one."""
        index: dict[int, dict[str, list[tuple[Region, bool]]]] = {
            level: defaultdict(list) for level in (PROVINCE, CITY, DISTRICT)
        }
        for region in self._by_code.values():
            level = min(len(region.code), DISTRICT)
            index[level][region.name].append((region, True))
            short = _short_name(region.name, level)
            if len(short) >= 2 and short != region.name:
                index[level][short].append((region, False))
        for name, code in self._former:
            index[min(len(code), DISTRICT)][name].append((self.get(code), True))
        return index


def match_region(text: str, regions: Regions) -> Found | None:
    """Find the best described division in a text.

    The most levels win, then the most characters, then the earliest place. A short name
    counts only when nothing says that it belongs to a road.
    """
    best: Found | None = None
    for start in range(len(text)):
        for found in _paths(text, start, regions):
            if best is None or _rank(found) > _rank(best):
                best = found
    return best


def _rank(found: Found) -> tuple[int, int, int]:
    return found.named, found.end - found.start, -found.start


def _paths(text: str, start: int, regions: Regions) -> Iterator[Found]:
    for province, end, _ in _names_at(text, start, PROVINCE, regions):
        yield Found(province, start, end, 1)
        yield from _below_province(text, start, end, province, regions)
    for city, end, is_full in _names_at(text, start, CITY, regions):
        if is_full or _is_followed_by_district(text, end, city, regions):
            yield Found(city, start, end, 1)
            yield from _below_city(text, start, end, city, regions, named=2)
    yield from _lone_districts(text, start, regions)


def _below_province(
    text: str, start: int, end: int, province: Region, regions: Regions
) -> Iterator[Found]:
    after = _skip(text, end)
    for city, city_end, _ in _names_at(text, after, CITY, regions):
        if city.parent_code == province.code:
            yield Found(city, start, city_end, 2)
            yield from _below_city(text, start, city_end, city, regions, named=3)
    for district, district_end, _ in _names_at(text, after, DISTRICT, regions):
        if district.code[:2] == province.code:
            yield Found(district, start, district_end, 3)


def _below_city(
    text: str, start: int, end: int, city: Region, regions: Regions, *, named: int
) -> Iterator[Found]:
    for district, district_end, _ in _names_at(text, _skip(text, end), DISTRICT, regions):
        if district.code[:4] == city.code:
            yield Found(district, start, district_end, named)


def _is_followed_by_district(text: str, end: int, city: Region, regions: Regions) -> bool:
    return any(True for _ in _below_city(text, end, end, city, regions, named=2))


def _lone_districts(text: str, start: int, regions: Regions) -> Iterator[Found]:
    """Yield a division that is named in full and exists once in the country."""
    full = [
        (region, end)
        for region, end, is_full in _names_at(text, start, DISTRICT, regions)
        if is_full and len(region.code) == DISTRICT
    ]
    if len(full) == 1 and full[0][1] - start >= 3:
        yield Found(full[0][0], start, full[0][1], 1)


def _names_at(
    text: str, start: int, level: int, regions: Regions
) -> Iterator[tuple[Region, int, bool]]:
    index = regions.names[level]
    for length in range(2, 16):
        end = start + length
        if end > len(text):
            return
        for region, is_full in index.get(text[start:end], ()):
            if is_full or not _ROAD.match(text, end):
                yield region, end, is_full


def _skip(text: str, start: int) -> int:
    gap = _GAP.match(text, start)
    return gap.end() if gap else start


def _short_name(name: str, level: int) -> str:
    return _TAILS[level].sub("", name)
