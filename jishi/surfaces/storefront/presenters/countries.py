"""Names of countries, in the reader's language."""

from collections.abc import Sequence

from babel import Locale
from django.utils.translation import get_language, to_locale


def choices(codes: Sequence[str], locale: str) -> tuple[tuple[str, str], ...]:
    """Return countries for a select. codes: ISO 3166-1 alpha-2, in the order to show."""
    names = Locale.parse(to_locale(get_language() or locale)).territories
    return tuple((code, names.get(code, code)) for code in codes)
