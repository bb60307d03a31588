"""Calls to providers: short, without redirects, and with JSON answers or none."""

from typing import Any

import httpx

from jishi.parties.accounts import errors

TIMEOUT_S = 6.0
MOST_BYTES = 500_000


def get(url: str, params: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object at an address. Raises: ProviderDown."""
    return _answer(_send("GET", url, params=params))


def post(
    url: str, form: dict[str, str], *, basic: tuple[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Send a form; return the status and the JSON object of the answer. Raises: ProviderDown."""
    response = _send("POST", url, data=form, auth=basic)
    if response.status_code in {400, 401, 403}:
        return response.status_code, _object(response)
    return response.status_code, _answer(response)


def _send(method: str, url: str, **given: Any) -> httpx.Response:
    try:
        with httpx.Client(timeout=TIMEOUT_S, follow_redirects=False) as client:
            return client.request(method, url, headers={"Accept": "application/json"}, **given)
    except httpx.HTTPError as error:
        raise errors.ProviderDown from error


def _answer(response: httpx.Response) -> dict[str, Any]:
    if response.status_code != httpx.codes.OK:
        raise errors.ProviderDown
    return _object(response)


def _object(response: httpx.Response) -> dict[str, Any]:
    if len(response.content) > MOST_BYTES:
        raise errors.ProviderDown
    try:
        found = response.json()
    except ValueError as error:
        raise errors.ProviderDown from error
    if not isinstance(found, dict):
        raise errors.ProviderDown
    return found
