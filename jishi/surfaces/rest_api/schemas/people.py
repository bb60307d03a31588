"""Accounts as API clients read and write them."""

from ninja import Schema
from pydantic import Field

from jishi.surfaces.rest_api.schemas.sales import Address, Body


class CodeRequest(Body):
    """Where to send a code, and what for. contact: e-mail or phone."""

    contact: str = Field(max_length=254)
    purpose: str = Field("sign_in", max_length=20)


class SignIn(Body):
    """A contact with its password or a code."""

    contact: str = Field(max_length=254)
    password: str = Field("", max_length=200)
    code: str = Field("", max_length=12)


class Register(Body):
    """A new account: the code that was sent to the contact, and a password if wanted."""

    contact: str = Field(max_length=254)
    code: str = Field(max_length=12)
    password: str = Field("", max_length=200)
    nickname: str = Field("", max_length=50)


class Token(Schema):
    """A bearer token; it ends when the session is ended."""

    token: str
    user: str
    is_new: bool


class Person(Schema):
    """Who is signed in."""

    id: str
    nickname: str
    email: str | None
    phone: str | None
    locale: str


class SavedAddress(Schema):
    """An address of the address book."""

    id: str
    address: Address
    label: str
    is_default: bool


class NewAddress(Body):
    """An address to keep."""

    address: Address
    label: str = Field("", max_length=20)
    is_default: bool = False


class Pasted(Body):
    """Free text that holds an address."""

    text: str = Field(max_length=500)


class Region(Schema):
    """A division of China by its GB/T 2260 code."""

    code: str
    name: str
