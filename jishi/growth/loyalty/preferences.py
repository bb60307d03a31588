"""What operators may set about points, growth and signing in."""

from jishi.foundation.platform.preferences import between, declare


def _is_cycle(days: list[str]) -> bool:
    return 1 <= len(days) <= 31 and all(day.isdecimal() and int(day) <= 10_000 for day in days)


POINTS_PER_UNIT = declare(
    "loyalty.points_per_unit",
    1,
    "Points for every full unit of money, such as a yuan, paid for goods.",
    check=between(0, 1_000),
)

POINTS_VALID_DAYS = declare(
    "loyalty.points_valid_days", 365, "Days after which points expire.", check=between(1, 3_650)
)

SIGN_IN_CYCLE = declare(
    "loyalty.sign_in_cycle",
    ["1", "1", "2", "2", "3", "3", "10"],
    "Points of each day in a row of signing in; after the last it begins anew.",
    check=_is_cycle,
)

MAKE_UP_CARDS = declare(
    "loyalty.make_up_cards",
    2,
    "Missed days that a member may sign later, in each month.",
    check=between(0, 31),
)

MAKE_UP_DAYS = declare(
    "loyalty.make_up_days", 7, "How many days back a missed day may lie.", check=between(1, 31)
)

GRACE_DAYS = declare(
    "loyalty.grace_days",
    30,
    "Days for which a level that is no longer earned is kept, with a notice.",
    check=between(0, 180),
)

REMIND_FROM = declare(
    "loyalty.remind_from",
    10,
    "Fewest points whose end members are reminded of, 30, 7 and 1 days ahead.",
    check=between(1, 1_000_000),
)
