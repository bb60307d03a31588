"""Shapes of products, one drawer each."""

from jishi.surfaces.cli.demo.pictures.shapes import (
    appliances,
    bags,
    cards,
    care,
    clothing,
    digital,
    food,
    living,
    outdoor,
    paper,
    tableware,
    tea,
    textiles,
    toys,
)
from jishi.surfaces.cli.demo.pictures.shapes.registry import SHAPES

__all__ = [
    "SHAPES",
    "appliances",
    "bags",
    "cards",
    "care",
    "clothing",
    "digital",
    "food",
    "living",
    "outdoor",
    "paper",
    "tableware",
    "tea",
    "textiles",
    "toys",
]
