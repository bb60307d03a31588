"""Names of the provinces of China, in the reader's language."""

from jishi.parties.accounts.types import Region

_ENGLISH = {
    "11": "Beijing", "12": "Tianjin", "13": "Hebei", "14": "Shanxi", "15": "Inner Mongolia",
    "21": "Liaoning", "22": "Jilin", "23": "Heilongjiang", "31": "Shanghai", "32": "Jiangsu",
    "33": "Zhejiang", "34": "Anhui", "35": "Fujian", "36": "Jiangxi", "37": "Shandong",
    "41": "Henan", "42": "Hubei", "43": "Hunan", "44": "Guangdong", "45": "Guangxi",
    "46": "Hainan", "50": "Chongqing", "51": "Sichuan", "52": "Guizhou", "53": "Yunnan",
    "54": "Tibet", "61": "Shaanxi", "62": "Gansu", "63": "Qinghai", "64": "Ningxia",
    "65": "Xinjiang", "71": "Taiwan", "81": "Hong Kong", "82": "Macao",
}  # fmt: skip
"""Source: ISO 3166-2:CN, by the first two digits of GB/T 2260."""


def choices(provinces: tuple[Region, ...], locale: str) -> tuple[tuple[str, str], ...]:
    """Return provinces for a select, as (code, name)."""
    names = _ENGLISH if locale == "en" else {}
    return tuple((one.code, names.get(one.code[:2], one.name)) for one in provinces)
