"""Activities of the shop: list, form by kind, record with effect, moves."""

from uuid import UUID

from jishi.surfaces.design import kit
from jishi.surfaces.design.activities import pages
from jishi.surfaces.merchant_console import timeline
from jishi.surfaces.merchant_console.pages import ShopPage, say


class Own(ShopPage):
    """What every page of the shop's activities shares."""

    permission = "promotions.edit"
    section = "activities"
    say = staticmethod(say)
    timeline_of = staticmethod(timeline.of_moves)

    @property
    def owner_id(self) -> UUID:
        """The shop."""
        return self.shop.id


class Activities(Own, pages.ActivityList, kit.ListPage):
    """The activities of the shop."""


class Activity(Own, pages.ActivityRecord, kit.RecordPage):
    """One activity with its effect."""


class StartActivity(Own, pages.StartActivity, kit.FormPage):
    """Choose what kind of activity."""


class SaveActivity(Own, pages.SaveActivity, kit.FormPage):
    """Make an activity or change one."""


class MoveActivity(Own, pages.MoveActivity, kit.ConfirmPage):
    """Publish, pause, go on with, stop or copy one."""
