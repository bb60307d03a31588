"""How a code reaches a person: by mail, by text message, or into a file while developing."""

from dataclasses import replace
from uuid import uuid4

from django.conf import settings
from django.core.mail import send_mail

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Unavailable
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform.messaging import sms
from jishi.parties.accounts import preferences
from jishi.parties.accounts.ports import CodeSender
from jishi.parties.accounts.types import Channel, Contact

SMS_TEMPLATE = "verification_code"

_SUBJECT = {"zh-hans": "您的验证码：{code}", "en": "Your verification code: {code}"}
_BODY = {
    "zh-hans": (
        "您的验证码是 {code}，{minutes} 分钟内有效。\n\n"
        "请勿把它告诉任何人，我们的工作人员也不会向您索要。如果不是您本人操作，请忽略这封邮件。"
    ),
    "en": (
        "Your verification code is {code}. It is valid for {minutes} minutes.\n\n"
        "Tell it to nobody; our staff will never ask for it."
        " If you did not ask for a code, please ignore this message."
    ),
}


class MailNotSent(Unavailable):
    """The mail server did not take the message."""

    code = "accounts.mail_not_sent"


class MailSender:
    """Codes by e-mail."""

    def send(self, *, contact: Contact, code: str, minutes: int, locale: str) -> None:
        """Send a code as the subject and the body of a mail."""
        values = {"code": code, "minutes": minutes}
        try:
            send_mail(
                subject=localized(_SUBJECT, locale).format(**values),
                message=localized(_BODY, locale).format(**values),
                from_email=None,
                recipient_list=[contact.value],
            )
        except OSError as error:
            raise MailNotSent from error


class TextSender:
    """Codes by text message through a gateway."""

    def __init__(self, gateway: sms.SmsGateway) -> None:
        self._gateway = gateway

    def send(self, *, contact: Contact, code: str, minutes: int, locale: str) -> None:
        """Send a code by the approved template; its language is the template's."""
        self._gateway.send(phone=contact.value, template=SMS_TEMPLATE, params={"code": code})


class FileSender:
    """Text messages as files in the data folder, for a shop without a gateway."""

    def send(self, *, contact: Contact, code: str, minutes: int, locale: str) -> None:
        """Write a message that a developer can read."""
        folder = settings.DATA / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        stamp = clock.now().strftime("%Y%m%d-%H%M%S")
        text = localized(_BODY, locale).format(code=code, minutes=minutes).split("\n")[0]
        path = folder / f"{stamp}-{contact.value}-{uuid4().hex[:6]}.txt"
        path.write_text(f"{contact.value}\n{text}\n", encoding="utf-8")


def sender_for(channel: Channel) -> CodeSender:
    """Return who sends codes by a channel here."""
    if channel == Channel.EMAIL:
        return MailSender()
    environment = settings.ENVIRONMENT
    if not environment.sms_access_key:
        return FileSender()
    config = sms.AliyunSmsConfig(
        access_key_id=environment.sms_access_key,
        access_key_secret=environment.sms_access_secret,
        sign_name=environment.sms_sign_name,
        templates={SMS_TEMPLATE: preferences.SMS_TEMPLATE_CODE.get()},
    )
    if environment.sms_gateway_url:
        config = replace(config, endpoint=environment.sms_gateway_url)
    return TextSender(sms.AliyunSmsGateway(config))
