"""Which fact tells whom. The words are in `rules`; who has none for an event hears nothing."""

from jishi.care.notifications.handlers import goods, people, sales

__all__ = ["goods", "people", "sales"]
