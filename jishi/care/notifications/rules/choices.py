"""Which channels a text takes: what is possible, what is usual, what a person chose."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from jishi.care.notifications.types import Channel, Choice, Template, Topic

_ALWAYS_ON_SITE = (Topic.ORDERS, Topic.SHIPPING, Topic.AFTERSALES, Topic.ACCOUNT)

USUAL: Mapping[Channel, tuple[Topic, ...]] = MappingProxyType(
    {
        Channel.SITE: tuple(Topic),
        Channel.EMAIL: (Topic.ORDERS, Topic.SHIPPING, Topic.AFTERSALES, Topic.ACCOUNT),
        Channel.SMS: (),
    }
)
"""The topics a channel carries for those who chose nothing."""

CHOOSABLE = (
    Topic.ORDERS,
    Topic.SHIPPING,
    Topic.AFTERSALES,
    Topic.PROMOTIONS,
    Topic.FAVORITES,
    Topic.ACCOUNT,
)
"""Topics that concern a person; a shop's staff read its messages on the site only."""

Chosen = Mapping[tuple[Topic, Channel], bool]


def is_fixed(topic: Topic, channel: Channel) -> bool:
    """Return whether nobody can switch a topic off on a channel."""
    return channel == Channel.SITE and topic in _ALWAYS_ON_SITE


def is_on(topic: Topic, channel: Channel, chosen: Chosen) -> bool:
    """Return whether a topic goes out on a channel to somebody who chose so."""
    if is_fixed(topic, channel):
        return True
    return chosen.get((topic, channel), topic in USUAL[channel])


def channels(template: Template, chosen: Chosen) -> tuple[Channel, ...]:
    """Return the channels by which a text goes to somebody."""
    return tuple(channel for channel in template.channels if is_on(template.topic, channel, chosen))


def table(chosen: Chosen) -> tuple[Choice, ...]:
    """Return every choice a person has, as it stands."""
    return tuple(
        Choice(topic, channel, is_on(topic, channel, chosen), is_fixed(topic, channel))
        for topic in CHOOSABLE
        for channel in Channel
    )


def provider_codes(lines: Iterable[str]) -> dict[str, str]:
    """Return the provider's codes of text messages by template; lines read `<name>=<code>`."""
    pairs = (line.partition("=") for line in lines)
    return {name.strip(): code.strip() for name, _, code in pairs if code.strip()}
