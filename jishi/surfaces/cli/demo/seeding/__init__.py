"""Make the demo town through the services of the rooms, as people would."""

import time
from collections.abc import Callable
from random import Random

from jishi.insight.search import services as search
from jishi.surfaces.cli.demo.seeding import (
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
)
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, settle
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
    sales = buying.buy(made)
    parcels.send(made, sales)
    returns.ask(made, sales)
    voices.speak(made, sales)
    voices.keep_in_mind(made, member=0)
    buying.fill_cart(made, member=0)


def _settle(_made: Made) -> None:
    settle()


def _index(_made: Made) -> None:
    settle()
    search.rebuild_all(actor=HOUSE)
    settle()


STEPS: tuple[tuple[str, Step], ...] = (
    ("people and warehouses", _open_for_business),
    ("categories and brands", structure.make),
    ("shops", shops.make),
    ("goods and pictures", goods.make),
    ("prices and stock", stock.make),
    ("coupons", offers.make),
    ("news", _settle),
    ("orders", _trade),
    ("search", _index),
)
