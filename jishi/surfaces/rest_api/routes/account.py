"""Signing in, profile and address book."""

import secrets
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.errors import InvalidInput
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import AddressDraft, CodePurpose, Device, SignedIn
from jishi.surfaces.rest_api import access, locales
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import people as schemas
from jishi.surfaces.rest_api.schemas import sales

router = Router(tags=["account"])


@router.post("/account/codes", response={202: None})
def request_code(request: HttpRequest, body: schemas.CodeRequest) -> HttpResponse:
    """Have a code sent to an e-mail address or phone."""
    if body.purpose not in set(CodePurpose):
        raise InvalidInput(field="purpose")
    accounts.request_code(
        actor=access.actor_of(request),
        contact=body.contact,
        purpose=CodePurpose(body.purpose),
        locale=locales.of(request),
    )
    return reply(None, status=202)


@router.post("/account/register", response={201: schemas.Token})
def register(request: HttpRequest, body: schemas.Register) -> HttpResponse:
    """Make an account with a contact that a code was sent to."""
    device = _device(request)
    signed_in = accounts.register(
        actor=access.actor_of(request),
        contact=body.contact,
        code=body.code,
        device=device,
        password=body.password,
        nickname=body.nickname,
        locale=locales.of(request),
    )
    return reply(_token(signed_in, device), status=201)


@router.post("/account/tokens", response={201: schemas.Token})
def sign_in(request: HttpRequest, body: schemas.SignIn) -> HttpResponse:
    """Sign in by password or code; return a bearer token."""
    device = _device(request)
    signed_in = accounts.sign_in(
        actor=access.actor_of(request),
        contact=body.contact,
        device=device,
        password=body.password,
        code=body.code,
        locale=locales.of(request),
    )
    return reply(_token(signed_in, device), status=201)


@router.delete("/account/tokens/current", response={204: None}, auth=access.MemberOnly())
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session of this token."""
    token = request.headers["Authorization"].partition(" ")[2]
    accounts.sign_out(actor=_actor(request), session_key=token)
    return HttpResponse(status=204)


@router.get("/account", response=schemas.Person, auth=access.MemberOnly())
def get_account(request: HttpRequest) -> HttpResponse:
    """Return who is signed in."""
    actor = _actor(request)
    assert actor.user_id is not None, "members only"
    person = accounts_queries.get_user(actor.user_id)
    return reply(
        {
            "id": ids.encode("usr", actor.user_id),
            "nickname": person.nickname,
            "email": person.email,
            "phone": person.phone,
            "locale": person.locale,
        }
    )


@router.get("/account/addresses", response=list[schemas.SavedAddress], auth=access.MemberOnly())
def list_addresses(request: HttpRequest) -> HttpResponse:
    """List the address book."""
    actor = _actor(request)
    assert actor.user_id is not None, "members only"
    return reply(
        [
            {
                "id": ids.encode("adr", saved.id),
                "address": asdict(saved.address),
                "label": saved.label,
                "is_default": saved.is_default,
            }
            for saved in accounts_queries.list_addresses(actor.user_id)
        ]
    )


@router.post("/account/addresses", response={201: None}, auth=access.MemberOnly())
def save_address(request: HttpRequest, body: schemas.NewAddress) -> HttpResponse:
    """Add an address to the address book."""
    address_id = accounts.save_address(
        actor=_actor(request),
        draft=AddressDraft(
            address=Address(**body.address.dict()), label=body.label, is_default=body.is_default
        ),
    )
    return reply({"id": ids.encode("adr", address_id)}, status=201)


@router.delete("/account/addresses/{address_id}", response={204: None}, auth=access.MemberOnly())
def delete_address(request: HttpRequest, address_id: str) -> HttpResponse:
    """Remove an address."""
    accounts.delete_address(actor=_actor(request), address_id=access.decode("adr", address_id))
    return HttpResponse(status=204)


@router.get("/regions", response=list[schemas.Region])
def list_regions(request: HttpRequest, parent: str = "") -> HttpResponse:
    """List provinces, or what lies in a province or city."""
    return reply(
        [{"code": one.code, "name": one.name} for one in accounts_queries.list_regions(parent[:12])]
    )


@router.post("/addresses/parse", response=sales.Address)
def parse_address(request: HttpRequest, body: schemas.Pasted) -> HttpResponse:
    """Read name, phone and address from pasted text."""
    found = accounts_queries.parse_address(body.text)
    return reply({"country": "CN"} | asdict(found))


def _device(request: HttpRequest) -> Device:
    return Device(
        session_key=secrets.token_urlsafe(32),
        user_agent=request.headers.get("User-Agent", "")[:200],
    )


def _token(signed_in: SignedIn, device: Device) -> dict[str, object]:
    return {
        "token": device.session_key,
        "user": ids.encode("usr", signed_in.user_id),
        "is_new": signed_in.is_new,
    }


def _actor(request: HttpRequest) -> Actor:
    return request.auth  # type: ignore[attr-defined,no-any-return]
