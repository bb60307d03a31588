"""Every text of both consoles has its Chinese; no page holds inline styles or scripts."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import jishi.surfaces.merchant_console
import jishi.surfaces.warehouse_desk
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.foundation.platform.preferences import PREFERENCES
from jishi.surfaces.merchant_console import words

HOMES = [
    Path(module.__file__).parent
    for module in (jishi.surfaces.merchant_console, jishi.surfaces.warehouse_desk)
]
QUOTED = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"(?<![a-z_])(gettext|_|pgettext|ngettext)\(\s*{QUOTED}(?:,\s*{QUOTED})?")
PLAIN = {"_", "lazy", "gettext", "gettext_lazy"}
CONTEXTUAL = {"pgettext", "pgettext_lazy"}


def texts_of_template(path):
    source = templatize(path.read_text(), origin=str(path))
    for call, first, second in CALL.findall(source):
        parts = [ast.literal_eval(part) for part in (first, second) if part]
        yield (parts[0], parts[1]) if call == "pgettext" else (None, parts[0])


def texts_of_module(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if node.func.id in PLAIN and given:
            yield None, given[0]
        elif node.func.id in CONTEXTUAL:
            yield given[0], given[1]


def strings_of(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def catalog_of(home):
    with (home / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_every_text_is_translated_and_none_is_stale(home):
    known = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog_of(home)
        if message.id
        and all([message.string] if isinstance(message.string, str) else message.string)
    }
    used = set()
    for path in home.rglob("*.html"):
        used |= set(texts_of_template(path))
    for path in home.rglob("*.py"):
        used |= set(texts_of_module(path))
    assert used == known


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_translations_keep_their_placeholders(home):
    holes = re.compile(r"%\(\w+\)s|\{\w*\}")
    for message in catalog_of(home):
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[-1]
            target = strings_of(message)[0]
            assert set(holes.findall(source)) == set(holes.findall(target)), source


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.name)
def test_templates_hold_no_inline_style_script_or_handler(home):
    for path in home.rglob("*.html"):
        assert not re.search(r"\sstyle=|<script>|\son[a-z]+=|<style", path.read_text()), path


def test_every_permission_and_setting_of_a_shop_has_words():
    permissions = {part.name for part in PERMISSIONS.values() if part.for_merchants}
    assert permissions <= set(words.PERMISSIONS)
    settings = {part.name for part in PREFERENCES.values() if part.per_merchant}
    assert settings <= set(words.PREFERENCES)
