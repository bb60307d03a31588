"""The people of the town: members with their addresses, and those who run it."""

from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import AddressDraft
from jishi.surfaces.cli.demo import logins
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made
from jishi.surfaces.cli.demo.types import Member

OPERATORS = (
    (logins.OPERATOR.email, "集市掌事", "platform.administrator"),
    ("operations@jishi.example", "集市运营", "platform.operations"),
    ("finance@jishi.example", "集市账房", "platform.finance"),
    ("support@jishi.example", "集市值班", "platform.support"),
)


def make_members(made: Made) -> None:
    """Make every member of the town."""
    for member in made.town.members:
        user_id = accounts.create_account(
            actor=HOUSE,
            email=member.email,
            phone=member.phone,
            password=logins.password_of(member.email),
            nickname=member.nickname,
        )
        made.members.append(user_id)
        accounts.save_address(
            actor=accounts_queries.get_actor(user_id=user_id),
            draft=AddressDraft(address_of(member), label="家", is_default=True),
        )


def make_staff(made: Made) -> None:
    """Make the operators, and one hand for each warehouse."""
    for email, nickname, role in OPERATORS:
        _employ(email, nickname, role)
    for warehouse in made.town.warehouses:
        _employ(
            f"{warehouse.key}@jishi.example",
            f"{warehouse.name.zh}管",
            "platform.warehouse",
            warehouse_id=made.locations[warehouse.key],
        )


def address_of(member: Member) -> Address:
    """Return where a member lives, as it stands on a parcel."""
    place = member.place
    region = accounts_queries.parse_address(f"{place.province}{place.city}{place.district}")
    return Address(
        name=member.nickname,
        phone=member.phone,
        country="CN",
        province=place.province,
        city=place.city,
        district=place.district,
        line=place.street,
        region_code=region.region_code,
    )


def _employ(email: str, nickname: str, role_code: str, *, warehouse_id: UUID | None = None) -> None:
    role = accounts_queries.find_role(role_code)
    assert role is not None, f"setup made the role {role_code}"
    user_id = accounts.create_account(
        actor=HOUSE, email=email, password=logins.password_of(email), nickname=nickname
    )
    accounts.assign_role(actor=HOUSE, user_id=user_id, role_id=role.id, warehouse_id=warehouse_id)
