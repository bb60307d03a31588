"""Permissions: what roles name is declared, what is declared is used, what is used is declared."""

import re
from pathlib import Path

from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.parties.accounts.rules.roles import BUILTINS
from jishi.parties.accounts.types import RoleLevel
from jishi.surfaces.design.admission import ADMISSIONS

HOUSE = Path(__file__).resolve().parents[2] / "jishi"
ASKS = re.compile(
    r"""(?:require|may|holds|merchant_ids|warehouse_ids|_require)\(\s*(?:self\.)?["']([a-z_]+\.[a-z_]+)["']"""
)
DECLARES = re.compile(
    r"""^([A-Z_]+) = (?:permissions\.)?declare\(\s*["']([a-z_]+\.[a-z_]+)["']""", re.M
)


def sources() -> dict[Path, str]:
    return {
        path: path.read_text(encoding="utf-8")
        for path in sorted(HOUSE.rglob("*.py"))
        if "migrations" not in path.parts and path.stem != "admission"
    }


def undeclared_in_roles() -> set[str]:
    return {
        f"{role.code}: {name}"
        for role in BUILTINS
        for name in role.permissions or ()
        if name not in PERMISSIONS
        or (role.level == RoleLevel.MERCHANT and not PERMISSIONS.get(name).for_merchants)
    }


def used_permissions() -> set[str]:
    """Return what some service, query or page asks for, by constant or by name."""
    texts = sources()
    used = set()
    for path, text in texts.items():
        if path.stem == "permissions":
            room = path.parent
            for constant, name in DECLARES.findall(text):
                word = re.compile(rf"\b{constant}\b")
                others = (
                    body for other, body in texts.items() if other != path and room in other.parents
                )
                if any(word.search(body) for body in others):
                    used.add(name)
        used.update(ASKS.findall(text))
        used.update(re.findall(r"""\b(?:permission|[A-Z]+) = ["']([a-z_]+\.[a-z_]+)["']""", text))
    return used


def test_every_permission_of_a_role_is_declared_for_its_level():
    assert undeclared_in_roles() == set()


def test_every_declared_permission_is_asked_for_somewhere():
    assert set(PERMISSIONS) - used_permissions() == set()


def test_what_is_asked_for_is_declared():
    asked = {name for text in sources().values() for name in ASKS.findall(text)}
    asked |= {admission.permission for admission in ADMISSIONS.values() if admission.permission}
    assert asked - set(PERMISSIONS) == set()


def test_a_role_with_an_unknown_permission_is_caught(monkeypatch):
    planted = type(BUILTINS[0])("merchant.x", {}, RoleLevel.MERCHANT, ("orders.fly",))
    monkeypatch.setitem(undeclared_in_roles.__globals__, "BUILTINS", (*BUILTINS, planted))
    assert undeclared_in_roles() == {"merchant.x: orders.fly"}
