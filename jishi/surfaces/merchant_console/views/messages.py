"""What the shop was told: new orders, cases, reviews, decisions of the platform."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.notifications import queries as notifications_queries
from jishi.care.notifications import services as notifications
from jishi.care.notifications.types import MessageView
from jishi.foundation.kernel.paging import BadCursor
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Link
from jishi.surfaces.merchant_console.navigation import INBOX
from jishi.surfaces.merchant_console.pages import ShopPage, say

PAGE = 30
ICONS = {
    "orders": "receipt",
    "shipping": "truck",
    "aftersales": "refund",
    "promotions": "coupon",
    "favorites": "heart",
    "account": "shield",
    "shop": "store",
}


class Messages(ShopPage, kit.ConsolePage):
    """The shop's inbox, newest first; everybody who sees its orders shares it."""

    title = lazy("Messages")
    permission = INBOX
    section = "messages"
    template_name = "merchant_console/messages/inbox.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show a page of the inbox, all or what nobody has read."""
        unread_only = request.GET.get("show") == "unread"
        shops = frozenset({self.shop.id})
        cursor = request.GET.get("cursor") or None
        try:
            page = notifications_queries.list_shop_messages(
                shops, unread_only=unread_only, cursor=cursor, limit=PAGE
            )
        except BadCursor:
            return HttpResponseRedirect(self.url("messages"))
        unread = notifications_queries.count_unread_of_shops(shops)
        return self.show(
            items=[self._shown(message) for message in page.items],
            views=self._views(unread, unread_only=unread_only),
            unread=unread,
            unread_only=unread_only,
            next_cursor=page.next_cursor,
            at_cursor=bool(cursor),
        )

    def _views(self, unread: int, *, unread_only: bool) -> Sequence[Link]:
        here = self.url("messages")
        return (
            Link(_("All"), here, current=not unread_only),
            Link(_("Unread"), f"{here}?show=unread", count=unread or None, current=unread_only),
        )

    def _shown(self, message: MessageView) -> dict[str, object]:
        return {
            "message": message,
            "icon": ICONS.get(message.topic, "bell"),
            "title": say(message.title),
            "body": say(message.body),
            "url": self.url("message", message.message_id),
        }


class OpenMessage(ShopPage, kit.ConsolePage):
    """Marks a message as read and leads to what it is about."""

    permission = INBOX

    def post(self, _request: HttpRequest, message_id: UUID, **_kwargs: Any) -> HttpResponse:
        """Read one message."""
        message = notifications_queries.get_shop_message(
            merchant_id=self.shop.id, message_id=message_id
        )
        notifications.mark_read(actor=self.actor, message_ids=[message_id])
        return HttpResponseRedirect(_in_this_language(message.link) or self.url("messages"))


class ReadAll(ShopPage, kit.ConsolePage):
    """Marks everything as read."""

    permission = INBOX

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Read all."""
        notifications.mark_all_read(actor=self.actor, merchant_id=self.shop.id)
        notes.success(request, _("All messages are read."))
        return HttpResponseRedirect(self.url("messages"))


def _in_this_language(path: str) -> str:
    """Return a path of the house in the language of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if not path or language == settings.LANGUAGE_CODE else f"/{language}{path}"
