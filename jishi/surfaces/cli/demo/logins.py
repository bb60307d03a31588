"""Who can sign in to the demo town with its password: for `up` to print, for seeding to make."""

from dataclasses import dataclass

PASSWORD = "stroll-the-market"  # noqa: S105  of the demonstration, printed at every start


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody to sign in as. door: where, as the path of a page."""

    role: str
    email: str
    door: str


OPERATOR = Login("operator", "operator@jishi.example", "/operator/")
OWNER = Login("merchant", "shanqian@jishi.example", "/merchant/")
WAREHOUSE = Login("warehouse", "east@jishi.example", "/warehouse/")
SHOPPER = Login("shopper", "hill-fawn@example.com", "/")

SHOWN = (SHOPPER, OWNER, WAREHOUSE, OPERATOR)


def password_of(email: str) -> str:
    """Return the password of a printed login; everybody else signs in by a code."""
    return PASSWORD if any(login.email == email for login in SHOWN) else ""


def lines() -> list[str]:
    """Return what `up` prints: the password, then one line per login."""
    return [
        f"Demo logins, all with the password {PASSWORD}",
        *(f"  {login.role:<10} {login.email:<28} {login.door}" for login in SHOWN),
    ]
