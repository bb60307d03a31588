"""Mail through Django's backend, text messages through the configured gateway."""

from dataclasses import replace

from django.conf import settings
from django.core.mail import send_mail

from jishi.care.notifications import preferences
from jishi.care.notifications.errors import NotConfigured, NotDelivered
from jishi.care.notifications.ports import Sender
from jishi.care.notifications.rules import choices
from jishi.care.notifications.types import Channel, Outgoing
from jishi.foundation.kernel.errors import InvalidInput, LimitExceeded, Unavailable
from jishi.foundation.kernel.text import DEFAULT_LOCALE, localized
from jishi.foundation.platform import site
from jishi.foundation.platform.messaging import sms


class MailSender:
    """Texts as plain mails, with an address to click on."""

    def send(self, text: Outgoing) -> None:
        """Send a mail in the reader's language."""
        try:
            send_mail(
                subject=localized(text.words.title, text.locale),
                message=mail_body(text),
                from_email=None,
                recipient_list=[text.to],
            )
        except OSError as error:
            raise NotDelivered(channel="email") from error


class TextSender:
    """Texts by the gateway's approved words; only the values are ours."""

    def __init__(self, gateway: sms.SmsGateway) -> None:
        self._gateway = gateway

    def send(self, text: Outgoing) -> None:
        """Send a text message."""
        try:
            self._gateway.send(phone=text.to, template=text.template, params=text.values)
        except (Unavailable, LimitExceeded) as error:
            raise NotDelivered(channel="sms", reason=error.code) from error
        except InvalidInput as error:
            raise NotConfigured(channel="sms", reason=error.code) from error


class NoSender:
    """A channel that is not set up here."""

    def send(self, text: Outgoing) -> None:
        """Refuse: the delivery log keeps the text as skipped."""
        raise NotConfigured(channel="sms", template=text.template)


def sender_for(channel: Channel) -> Sender:
    """Return who brings texts out by a channel here."""
    if channel == Channel.EMAIL:
        return MailSender()
    gateway = text_gateway()
    return TextSender(gateway) if gateway else NoSender()


def text_gateway() -> sms.SmsGateway | None:
    """Return the text gateway that the environment describes, or None."""
    environment = settings.ENVIRONMENT
    if not environment.sms_access_key:
        return None
    config = sms.AliyunSmsConfig(
        access_key_id=environment.sms_access_key,
        access_key_secret=environment.sms_access_secret,
        sign_name=environment.sms_sign_name,
        templates=choices.provider_codes(preferences.SMS_TEMPLATES.get()),
    )
    if environment.sms_gateway_url:
        config = replace(config, endpoint=environment.sms_gateway_url)
    return sms.AliyunSmsGateway(config)


def mail_body(text: Outgoing) -> str:
    """Return the body of a mail: the text, where it leads, and who wrote it."""
    parts = [localized(text.words.body, text.locale)]
    if text.link and settings.ORIGIN:
        prefix = "" if text.locale == DEFAULT_LOCALE else f"/{text.locale}"
        parts.append(f"{settings.ORIGIN}{prefix}{text.link}")
    name = site.name_zh if text.locale == DEFAULT_LOCALE else site.name_en
    parts.append(f"-- \n{name.get()}")
    return "\n\n".join(parts)
