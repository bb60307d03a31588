"""The operators' own words for templates."""

from collections.abc import Mapping

from jishi.care.notifications import permissions
from jishi.care.notifications.models import TemplateOverride
from jishi.care.notifications.rules import catalogue, rendering
from jishi.care.notifications.types import Words
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional


@transactional
def override(*, actor: Actor, key: str, words: Words) -> None:
    """Put one's own words in the place of the house's. Permission: notifications.edit.

    words: every language; variables in braces, from those the template knows.
    Raises: Forbidden, TemplateNotFound, BadTemplate.
    """
    actor.require(permissions.EDIT)
    template = catalogue.get_template(key)
    rendering.check(words, template.variables)
    row = TemplateOverride.objects.filter(key=key).first()
    before = {"title": row.title, "body": row.body} if row else {}
    after = {"title": dict(words.title), "body": dict(words.body)}
    TemplateOverride.objects.update_or_create(key=key, defaults=after | {"updated_at": clock.now()})
    _audit(actor, key, before, after)


@transactional
def remove_override(*, actor: Actor, key: str) -> None:
    """Go back to the house's words. Permission: notifications.edit.

    Raises: Forbidden, TemplateNotFound.
    """
    actor.require(permissions.EDIT)
    catalogue.get_template(key)
    row = TemplateOverride.objects.filter(key=key).first()
    if row is not None:
        _audit(actor, key, {"title": row.title, "body": row.body}, {})
        row.delete()


def _audit(
    actor: Actor, key: str, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="notification_template",
        subject_id=key,
        before=before,
        after=after,
    )
