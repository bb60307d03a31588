"""How values are kept in JSON columns, and read back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from jishi.goods.catalog.types import (
    AttributeScalar,
    AttributeValue,
    Axis,
    AxisValue,
    MediaDraft,
    Revision,
)


def axes_to_json(axes: Iterable[Axis]) -> list[dict[str, Any]]:
    """Spell axes for their column."""
    return [
        {
            "code": axis.code,
            "name": dict(axis.name),
            "values": [
                {"code": value.code, "name": dict(value.name), "is_archived": value.is_archived}
                for value in axis.values
            ],
        }
        for axis in axes
    ]


def axes_from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[Axis, ...]:
    """Read axes from their column."""
    return tuple(
        Axis(
            code=axis["code"],
            name=axis["name"],
            values=tuple(AxisValue(**value) for value in axis["values"]),
        )
        for axis in stored
    )


def options_to_json(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spell the options of a variant for their column."""
    return dict(options)


def options_from_json(
    stored: Mapping[str, str], axes: Sequence[Axis]
) -> tuple[tuple[str, str], ...]:
    """Read the options of a variant, in the order of the axes."""
    order = {axis.code: place for place, axis in enumerate(axes)}
    return tuple(sorted(stored.items(), key=lambda pair: (order.get(pair[0], 99), pair[0])))


def values_from_json(stored: Mapping[str, AttributeScalar]) -> tuple[AttributeValue, ...]:
    """Read attribute values from their column, by code."""
    return tuple(AttributeValue(code, stored[code]) for code in sorted(stored))


def media_to_json(media: Iterable[MediaDraft]) -> list[dict[str, Any]]:
    """Spell media for a pending revision."""
    return [
        {"file_id": item.file_id.hex, "alt": dict(item.alt), "axis_value": item.axis_value}
        for item in media
    ]


def media_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[MediaDraft, ...]:
    """Read media from a pending revision."""
    return tuple(
        MediaDraft(UUID(item["file_id"]), item["alt"], item["axis_value"]) for item in stored
    )


def revision_from_json(stored: Mapping[str, Any] | None) -> Revision | None:
    """Read a pending revision from its column."""
    if stored is None:
        return None
    category = stored.get("category_id")
    attributes = stored.get("attributes")
    media = stored.get("media")
    return Revision(
        title=stored.get("title"),
        category_id=UUID(category) if category else None,
        attributes=None if attributes is None else values_from_json(attributes),
        media=None if media is None else media_from_json(media),
    )
