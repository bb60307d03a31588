"""Offences planted in a copy of the house: every wall must notice its own."""

import configparser
import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import models
from django.http import HttpResponse
from django.test.utils import isolate_apps
from django.urls import get_resolver
from django.urls import path as url

from jishi.surfaces.cli.verbs import docs_
from jishi.surfaces.design.admission import ADMISSIONS
from jishi.trade.orders.models import Order
from tests.architecture import walls
from tests.security import addresses

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "jishi"
IMPORTS = {
    "Wings are floors": ("goods/catalog/services/planted.py", "import jishi.trade.orders.types"),
    "Rooms of the wing goods": ("goods/markets/queries.py", "import jishi.goods.catalog.types"),
    "Surfaces are independent": (
        "surfaces/storefront/planted.py",
        "import jishi.surfaces.merchant_console.words",
    ),
    "The kernel lies below": ("foundation/kernel/planted.py", "import jishi.foundation.platform"),
    "The kernel is pure": ("foundation/kernel/planted.py", "import django"),
    "Rules, types, errors": ("goods/pricing/rules/planted.py", "import httpx"),
    "Inside a room, files": ("trade/cart/queries.py", "import jishi.trade.cart.services"),
}
"""Contract of floors.ini → a module, and the import that breaks it; inside a function, too."""


def plant(house: Path, name: str, text: str) -> Path:
    """Add a text to a file of a house, making both if need be."""
    target = house / name
    target.parent.mkdir(parents=True, exist_ok=True)
    known = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{known}\n{text}\n", encoding="utf-8")
    return target


@pytest.fixture
def house(tmp_path):
    """A small house with one room and one surface."""
    made = tmp_path / "jishi"
    plant(made, "goods/pricing/__init__.py", "")
    plant(made, "goods/pricing/README.md", "Prices.")
    plant(made, "surfaces/shop/templates/page.html", "<p>{{ name }}</p>")
    return made


def test_every_broken_import_contract_is_named(tmp_path):
    copy = tmp_path / "jishi"
    ignored = shutil.ignore_patterns("__pycache__", "static", "locale*", "templates", "data")
    shutil.copytree(HOUSE, copy, ignore=ignored)
    shutil.copy(ROOT / "floors.ini", tmp_path)
    for name, statement in IMPORTS.values():
        plant(copy, name, f"def planted():\n    {statement}")
    plant(copy, "goods/catalog/helpers.py", "")
    printed = lint(tmp_path)
    for contract in IMPORTS:
        lines = [one for one in printed.splitlines() if one.startswith(contract)]
        assert any(one.endswith("BROKEN") for one in lines), contract
    assert "jishi.goods.catalog.helpers" in printed


def lint(folder: Path) -> str:
    """Return what import-linter says of a house."""
    code = (
        "import sys; sys.argv = ['lint-imports', '--config', 'floors.ini', '--no-cache'];"
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    settings = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=settings, capture_output=True, check=False
    )
    assert ran.returncode == 1
    return ran.stdout.decode()


def test_every_contract_has_an_offence_that_breaks_it():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / "floors.ini")
    kinds = {
        contracts[one]["name"].split(" goods")[0] for one in contracts.sections() if ":" in one
    }
    alike = {name for name in kinds if name.startswith("Rooms of the wing")}
    known = {name for name in kinds for wanted in IMPORTS if name.startswith(wanted)}
    assert kinds - alike - known == set()


@pytest.mark.parametrize("name", ["helpers.py", "views.py", "utils", "serializers.py"])
def test_a_file_with_a_strange_name_is_noticed(house, name):
    assert walls.strangers(house) == []
    plant(house, f"goods/pricing/{name}" + ("" if "." in name else "/__init__.py"), "")
    assert walls.strangers(house) == [f"goods/pricing/{name}"]


def test_a_room_that_tells_nothing_is_noticed(house):
    (house / "goods/pricing/README.md").unlink()
    assert walls.strangers(house) == ["goods/pricing tells nothing of itself"]


def test_an_import_past_the_face_is_noticed(house):
    statement = "from jishi.goods.catalog.models import Product"
    plant(house, "goods/pricing/queries.py", f"def planted():\n    {statement}")
    assert walls.entered_past_the_face(house) == [
        "goods/pricing/queries.py imports jishi.goods.catalog.models.Product"
    ]


@pytest.mark.parametrize("name", ["rules.py", "types/money.py", "events.py"])
def test_a_framework_in_what_is_pure_is_noticed(house, name):
    plant(house, f"goods/pricing/{name}", "from django.utils import timezone")
    assert walls.impure(house) == [f"goods/pricing/{name} imports django.utils.timezone"]


@isolate_apps("jishi.goods.markets")
def test_a_key_that_points_up_leaks_or_does_not_protect_is_noticed():
    class Planted(models.Model):
        order = models.ForeignKey(Order, on_delete=models.CASCADE)

        class Meta:
            app_label = "markets"

    Planted.__module__ = "jishi.goods.markets.models"
    field = "markets.Planted.order"
    assert walls.wrong_keys([Planted]) == [
        f"{field} points up to Order",
        f"{field} leaks a reverse name",
        f"{field} does not protect",
    ]


def test_a_clock_of_ones_own_is_noticed(house):
    plant(house, "goods/pricing/services.py", "from datetime import datetime\ndatetime.now()")
    assert walls.clock_readers(house) == ["goods/pricing/services.py:3"]


@pytest.mark.parametrize("text", ["RATE = 0.5", "total = float(1)"])
def test_money_as_a_float_is_noticed(house, text):
    plant(house, "goods/pricing/rules.py", text)
    assert walls.floats(house) == ["goods/pricing/rules.py:2"]


def test_what_grows_too_big_is_noticed(house):
    plant(house, "goods/pricing/types.py", "A = 1\n" * walls.MAX_FILE_LINES)
    body = "    a = 1\n" * walls.MAX_FUNCTION_LINES
    plant(house, "goods/pricing/services.py", f"def long():\n{body}")
    names = ", ".join(f"a{number}" for number in range(walls.MAX_PARAMETERS + 1))
    plant(house, "goods/pricing/queries.py", f"def wide({names}): ...")
    assert walls.too_big(house) == [
        "goods/pricing/queries.py:2 wide: 13 parameters",
        "goods/pricing/services.py:2 long: 71 lines",
        "goods/pricing/types.py has 502 lines",
    ]


def test_a_second_migration_is_noticed(house):
    plant(house, "goods/pricing/migrations/0001_initial.py", "")
    assert walls.more_than_one_migration(house) == []
    plant(house, "goods/pricing/migrations/0002_more.py", "")
    assert walls.more_than_one_migration(house) == [
        "goods/pricing/migrations: 0001_initial, 0002_more"
    ]


@pytest.mark.parametrize(
    "text",
    ['<p style="color:red">', "<script>go()</script>", '<a onclick="go()">', "<style>p {}</style>"],
)
def test_inline_style_script_and_handlers_are_noticed(house, text):
    assert walls.inline_code(house) == []
    plant(house, "surfaces/shop/templates/page.html", text)
    assert walls.inline_code(house) == ["surfaces/shop/templates/page.html"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("views.py", 'title = _("Planted words")'),
        ("templates/page.html", '{% load i18n %}{% translate "Planted words" %}'),
    ],
)
def test_a_text_without_chinese_is_noticed(house, name, text):
    plant(house, f"surfaces/shop/{name}", text)
    assert walls.untranslated(house) == [f"surfaces/shop/{name}: Planted words"]
    catalog = 'msgid "Planted words"\nmsgstr ""'
    where = "surfaces/shop/locale/zh_Hans/LC_MESSAGES/django.po"
    held = plant(house, where, catalog)
    assert walls.untranslated(house) == [f"surfaces/shop/{name}: Planted words"]
    held.write_text('msgid "Planted words"\nmsgstr "种下的字"\n', encoding="utf-8")
    assert walls.untranslated(house) == []


def test_a_stale_page_of_the_reference_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(docs_, "FOLDER", tmp_path)
    docs_.run([])
    assert docs_.run(["--check"]) == 0
    plant(tmp_path, "permissions.md", "| `orders.fly` | no | Planted. |")
    with redirect_stdout(io.StringIO()) as printed:
        assert docs_.run(["--check"]) == 1
    assert printed.getvalue() == ("docs/reference/permissions.md is stale; run `bin/jishi docs`\n")


def test_an_address_that_nobody_declared_is_noticed(monkeypatch):
    planted = url("planted/", lambda _request: HttpResponse(), name="planted")
    whole = SimpleNamespace(url_patterns=[*get_resolver().url_patterns, planted])
    monkeypatch.setattr(addresses, "get_resolver", lambda: whole)
    found = {one.name for one in addresses.every_address()}
    assert found - set(ADMISSIONS) == {"site:planted"}
