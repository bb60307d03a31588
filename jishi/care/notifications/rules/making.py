"""How templates are written down: briefly, both languages side by side."""

from dataclasses import replace

from jishi.care.notifications.types import Audience, Channel, Template, Topic

SITE_AND_MAIL = (Channel.SITE, Channel.EMAIL)
EVERYWHERE = (Channel.SITE, Channel.EMAIL, Channel.SMS)
SITE = (Channel.SITE,)

Pair = tuple[str, str]
"""A title and a body in one language."""


def to_user(
    event: str,
    topic: Topic,
    variables: str,
    *,
    link: str,
    zh: Pair,
    en: Pair,
    channels: tuple[Channel, ...] = SITE_AND_MAIL,
) -> Template:
    """Return a template for a person. variables: names, separated by spaces."""
    return Template(
        event=event,
        audience=Audience.USER,
        topic=topic,
        title={"zh-hans": zh[0], "en": en[0]},
        body={"zh-hans": zh[1], "en": en[1]},
        variables=tuple(variables.split()),
        link=link,
        channels=channels,
    )


def to_shop(event: str, variables: str, *, link: str, zh: Pair, en: Pair) -> Template:
    """Return a template for everybody who works for a shop; it stays on the site."""
    return replace(
        to_user(event, Topic.SHOP, variables, link=link, zh=zh, en=en, channels=SITE),
        audience=Audience.MERCHANT,
    )
