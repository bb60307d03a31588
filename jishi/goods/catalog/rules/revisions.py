"""Changes of key fields: what may change at once, and what waits for approval."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jishi.goods.catalog.rules.stored import media_to_json
from jishi.goods.catalog.types import MediaDraft

Values = dict[str, Any]


def revise(
    live: Mapping[str, Any],
    wanted: Values,
    *,
    live_media: Sequence[MediaDraft],
    wanted_media: Sequence[MediaDraft] | None,
    earlier: Mapping[str, Any] | None,
) -> tuple[Values, Values | None]:
    """Split wanted values into those that hold at once and a revision that must wait.

    Title, category and media are what a reviewer approved, so they wait. Attributes belong
    to their category and wait with it. Media that are not mentioned (None) stay what an
    earlier revision made them.

    Returns the values to set now, key fields as they live, and the revision or None.
    """
    now, waiting = dict(wanted), Values()
    if wanted["title"] != live["title"]:
        waiting["title"] = wanted["title"]
        now["title"] = live["title"]
    if wanted["category_id"] != live["category_id"]:
        category_id: UUID = wanted["category_id"]
        waiting["category_id"] = category_id.hex
        waiting["attributes"] = wanted["attributes"]
        now["category_id"], now["attributes"] = live["category_id"], live["attributes"]
    if wanted_media is None:
        media = (earlier or {}).get("media")
    else:
        media = None if list(wanted_media) == list(live_media) else media_to_json(wanted_media)
    if media is not None:
        waiting["media"] = media
    return now, waiting or None
