"""Make the demo town through the services of the rooms, as people would."""

import time
from collections.abc import Callable
from random import Random

from jishi.insight.search import services as search
from jishi.surfaces.cli.demo.seeding import (
    activities,
    buying,
    goods,
    house,
    logistics,
    offers,
    parcels,
    people,
    returns,
    shops,
    stock,
    structure,
    voices,
    waiting,
)
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, settle, spread
from jishi.surfaces.cli.demo.types import Town

ORDERS = 60

Report = Callable[[str, float], None]
Step = Callable[[Made], None]


def make(town: Town, *, seed: int, orders: int = ORDERS, report: Report) -> Made:
    """Fill an empty shop with a town; ids and moments apart, one seed makes one town.

    report: told of every step that is done, and how many seconds it took.
    """
    made = Made(town=town, chance=Random(seed), orders=orders)
    for name, step in STEPS:
        started = time.monotonic()
        step(made)
        report(name, time.monotonic() - started)
    return made


def _open_for_business(made: Made) -> None:
    house.make(made)
    people.make_members(made)
    logistics.make_warehouses(made)
    people.make_staff(made)


def _trade(made: Made) -> None:
    spread()
    buying.buy(made)
    parcels.send(made)
    voices.speak(made)
    returns.ask(made)
    voices.keep_in_mind(made, member=0)
    buying.fill_cart(made, member=0)
    waiting.make(made)


def _settle(made: Made) -> None:
    """Index what can be found, once, and then bring out what waits: mail, refunds, the rest."""
    spread()
    search.rebuild_all(actor=HOUSE)
    settle()
    returns.pay_back(made)
    settle()


STEPS: tuple[tuple[str, Step], ...] = (
    ("people and warehouses", _open_for_business),
    ("categories and brands", structure.make),
    ("shops", shops.make),
    ("goods and pictures", goods.make),
    ("prices and stock", stock.make),
    ("coupons", offers.make),
    ("orders and reviews", _trade),
    ("activities", activities.make),
    ("search and mail", _settle),
)
