"""A member's points, level and daily check-in."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import localized
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.growth.loyalty import services as loyalty
from jishi.growth.loyalty.types import Level, SignInView
from jishi.surfaces.rest_api import access, locales
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import loyalty as schemas

router = Router(tags=["loyalty"])


@router.get("/me/points", response=schemas.Points, auth=access.MemberOnly())
def get_points(request: HttpRequest, cursor: str | None = None, limit: int = 20) -> HttpResponse:
    """Return what points there are, and a page of their statement, newest first."""
    actor = _actor(request)
    user_id = _user_id(actor)
    held = loyalty_queries.get_member(actor=actor, user_id=user_id)
    found = loyalty_queries.list_points(actor=actor, user_id=user_id, cursor=cursor, limit=limit)
    return reply(
        {
            "available": held.points,
            "pending": held.pending_points,
            "held": held.held_points,
            "expiring": held.expiring_points,
            "expires_at": held.expires_at,
            "movements": [
                {
                    "at": item.at,
                    "cause": item.cause,
                    "amount": item.amount_minor,
                    "balance": item.balance_minor,
                    "note": item.note,
                }
                for item in found.items
            ],
            "next_cursor": found.next_cursor,
        }
    )


@router.get("/me/level", response=schemas.Standing, auth=access.MemberOnly())
def get_level(request: HttpRequest) -> HttpResponse:
    """Return level and growth, and what the next level needs."""
    actor = _actor(request)
    held = loyalty_queries.get_member(actor=actor, user_id=_user_id(actor))
    locale = locales.of(request)
    return reply(
        {
            "level": _level(held.level, locale),
            "growth": held.growth,
            "next_level": _level(held.next_level, locale) if held.next_level else None,
            "missing": held.missing,
            "kept_until": held.warned_until,
        }
    )


@router.post("/me/sign-in", response=schemas.CheckIn, auth=access.MemberOnly())
def check_in(request: HttpRequest) -> HttpResponse:
    """Check in for today; a second call today changes nothing."""
    return reply(_check_in(loyalty.sign_in(actor=_actor(request))))


def _level(level: Level, locale: str) -> Mapping[str, Any]:
    return {
        "code": level.code,
        "name": localized(level.name, locale),
        "threshold": level.threshold,
        "rate_bp": level.rate_bp,
        "points_bp": level.points_bp,
    }


def _check_in(view: SignInView) -> Mapping[str, Any]:
    days: tuple[date, ...] = view.days
    return {
        "today": view.today,
        "points": view.reward,
        "streak": view.streak,
        "days": days,
        "next_points": view.next_reward,
        "cards_left": view.cards_left,
    }


def _user_id(actor: Actor) -> UUID:
    assert actor.user_id is not None, "members only"
    return actor.user_id


def _actor(request: HttpRequest) -> Actor:
    return request.auth  # type: ignore[attr-defined,no-any-return]
