"""The inbox, and what a member is told by which channel."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.care.notifications import queries as notifications_queries
from jishi.care.notifications import services as notifications
from jishi.care.notifications.types import Channel, Choice, MessageView, Topic
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import localized
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context, members
from jishi.surfaces.storefront.visitors import decode
from jishi.surfaces.storefront.words_account import CHANNELS, TOPIC_ICONS, TOPICS, word

PAGE = 20


@require_safe
@members.member_only
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the member's messages by topic, newest first."""
    user_id, cursor = members.me(request), request.GET.get("cursor") or None
    topic = _topic(request.GET.get("topic", ""))
    found = notifications_queries.list_messages(user_id, topic=topic, cursor=cursor, limit=PAGE)
    counts = notifications_queries.count_unread_by_topic(user_id)
    data: dict[str, object] = {
        "messages_shown": [_shown(message) for message in found.items],
        "topics": _topics(counts, topic),
        "topic": topic or "",
        "unread": sum(counts.values()),
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/messages/inbox.html", data, section="messages")


@require_POST
@members.member_only
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    notifications.mark_read(actor=actor_of(request), message_ids=[decode("msg", key)])
    return answers.redirect(request, answers.safe_next(request, reverse("storefront:messages")))


@require_POST
@members.member_only
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read, of one topic or all."""
    topic = _topic(request.POST.get("topic", ""))
    notifications.mark_all_read(actor=actor_of(request), topic=topic)
    return answers.done(request, reverse("storefront:messages"), _("All messages are read."))


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def choices(request: HttpRequest) -> HttpResponse:
    """Choose what one is told by which channel."""
    known = notifications_queries.list_choices(members.me(request))
    if request.method == "POST":
        wanted = set(request.POST.getlist("on"))
        for choice in known:
            is_on = _name(choice) in wanted
            if not choice.is_fixed and is_on != choice.is_on:
                notifications.choose(
                    actor=actor_of(request), topic=choice.topic, channel=choice.channel, is_on=is_on
                )
        return answers.done(request, reverse("storefront:choices"), _("Saved."))
    data: dict[str, object] = {
        "channels": [word(CHANNELS, channel) for channel in Channel],
        "rows": _rows(known),
    }
    return members.page(request, "storefront/messages/choices.html", data, section="messages")


@require_safe
@never_cache
def unread(request: HttpRequest) -> HttpResponse:
    """Answer with the number of unread messages, for the badge of the phone bar."""
    user_id = user_id_of(request)
    count = notifications_queries.count_unread(user_id) if user_id else 0
    return render(request, "storefront/messages/_unread.html", {"count": count})


def _shown(message: MessageView) -> dict[str, object]:
    locale = context.locale()
    return {
        "key": ids.encode("msg", message.message_id),
        "topic": word(TOPICS, message.topic),
        "icon": TOPIC_ICONS.get(message.topic, "message"),
        "title": localized(message.title, locale),
        "body": localized(message.body, locale),
        "url": _local(message.link),
        "sent_at": message.sent_at,
        "is_unread": message.read_at is None,
    }


def _local(path: str) -> str:
    """Return a path of the house in the language of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    if not path or language == settings.LANGUAGE_CODE:
        return path
    return f"/{language}{path}"


def _topic(name: str) -> Topic | None:
    return Topic(name) if name in set(Topic) else None


def _topics(counts: dict[Topic, int], current: Topic | None) -> tuple[Link, ...]:
    here = reverse("storefront:messages")
    return (
        Link(_("All"), here, current=current is None),
        *(
            Link(
                word(TOPICS, topic),
                f"{here}?topic={topic}",
                TOPIC_ICONS[topic],
                count or None,
                current=topic == current,
            )
            for topic, count in counts.items()
        ),
    )


def _name(choice: Choice) -> str:
    return f"{choice.topic}.{choice.channel}"


def _rows(known: Sequence[Choice]) -> list[tuple[str, list[dict[str, object]]]]:
    rows: dict[Topic, list[dict[str, object]]] = {}
    for choice in known:
        topic, channel = word(TOPICS, choice.topic), word(CHANNELS, choice.channel)
        cell = {
            "name": _name(choice),
            "label": f"{topic}: {channel}",
            "is_on": choice.is_on,
            "is_fixed": choice.is_fixed,
        }
        rows.setdefault(choice.topic, []).append(cell)
    return [(word(TOPICS, topic), cells) for topic, cells in rows.items()]
