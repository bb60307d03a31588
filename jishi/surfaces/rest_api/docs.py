"""The API reference as a page of the product, made from its own description."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI

from jishi.foundation.kernel.errors import all_errors


@dataclass(frozen=True, slots=True)
class Door:
    """One operation. fields: what its body holds, (name, type, required, note)."""

    method: str
    path: str
    title: str
    text: str
    needs_token: bool
    parameters: tuple[tuple[str, str, bool, str], ...]
    fields: tuple[tuple[str, str, bool, str], ...]
    answers: tuple[tuple[str, str], ...]


def page(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """Render the reference: doors by subject, and every error code."""
    schema = api.get_openapi_schema()
    subjects: dict[str, list[Door]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            door = _door(method, path, operation, schema)
            subjects.setdefault(operation["tags"][0], []).append(door)
    errors = [
        (error.code, error.status, (error.__doc__ or "").strip().splitlines()[0])
        for error in all_errors()
    ]
    context = {"subjects": subjects, "errors": errors, "version": schema["info"]["version"]}
    return render(request, "rest_api/docs.html", context)


def _door(method: str, path: str, operation: dict[str, Any], schema: dict[str, Any]) -> Door:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    return Door(
        method=method.upper(),
        path=path,
        title=operation.get("summary", ""),
        text=operation.get("description", ""),
        needs_token=bool(operation.get("security")),
        parameters=tuple(
            (one["name"], _type(one["schema"]), one.get("required", False), one["in"])
            for one in operation.get("parameters", ())
        ),
        fields=_fields(_resolve(body, schema)),
        answers=tuple(
            (status, _type(answer.get("content", {}).get("application/json", {}).get("schema", {})))
            for status, answer in operation["responses"].items()
        ),
    )


def _fields(body: dict[str, Any]) -> tuple[tuple[str, str, bool, str], ...]:
    required = set(body.get("required", ()))
    return tuple(
        (name, _type(field), name in required, field.get("description", ""))
        for name, field in body.get("properties", {}).items()
    )


def _resolve(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref", "")
    if not reference:
        return node
    found: dict[str, Any] = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _type(node: dict[str, Any]) -> str:
    """Return a type in a few words: `string`, `Cart`, `list of Order`, `integer or null`."""
    if "$ref" in node:
        return str(node["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in node:
        return " or ".join(_type(one) for one in node["anyOf"])
    if node.get("type") == "array":
        return f"list of {_type(node.get('items', {}))}"
    return str(node.get("format") or node.get("type") or "—")
