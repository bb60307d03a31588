"""A postal address as a value: what checkout, freight and labels agree on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """Where something goes.

    country: ISO 3166-1 alpha-2. region_code: the most specific division code known
    (GB/T 2260 for China: province 2, city 4, district 6 digits), empty abroad.
    province, city, district: names as written on a label.
    line: street, house, room. phone: E.164 or a national number.
    """

    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str
    line: str
    postal_code: str = ""
    region_code: str = ""

    def region_codes(self) -> tuple[str, ...]:
        """Return the division codes from the most specific to the province."""
        code = self.region_code
        return tuple(code[:size] for size in (9, 6, 4, 2) if len(code) >= size and code)

    def one_line(self) -> str:
        """Return the address as one line, in the order of a Chinese label."""
        divisions = dict.fromkeys((self.province, self.city, self.district))
        return "".join(part for part in divisions if part) + self.line


def mask_phone(phone: str) -> str:
    """Hide the middle of a phone number: 138****0001."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_name(name: str) -> str:
    """Hide all but the first character of a name."""
    return f"{name[:1]}**" if name else ""


def mask_email(email: str) -> str:
    """Hide most of the local part of an e-mail address."""
    local, _, domain = email.partition("@")
    return f"{local[:2]}***@{domain}" if domain else "***"
