"""Every text of the account half has its Chinese; no page holds inline style or script."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import jishi.surfaces.storefront

HOME = Path(jishi.surfaces.storefront.__file__).parent
CATALOGUE = HOME / "locale_account/zh_Hans/LC_MESSAGES/django.po"
FOLDERS = ("sign_in", "account", "orders", "aftersales", "messages", "help", "reviews")
MODULES = [
    "members.py", "doors.py", "code_steps.py", "explain_account.py", "words_account.py",
    "uploads.py", "devices.py", "challenges.py", "outside.py",
    "forms/people.py", "forms/book.py", "forms/orders.py",
    "presenters/orders.py", "presenters/cases.py", "presenters/timelines.py",
    "presenters/papers.py", "presenters/movements.py", "presenters/points.py",
    *(
        f"views/{name}.py"
        for name in (
            "sign_in", "account", "profile", "security", "addresses", "orders",
            "papers", "guest_orders", "aftersales", "reviews", "messages", "favorites",
            "coupons", "help", "movements", "points", "outside", "uniting",
            "payment_password",
        )
    ),
]  # fmt: skip
QUOTED = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"(?<![a-z_])(gettext|_|pgettext|ngettext)\(\s*{QUOTED}(?:,\s*{QUOTED})?")


def templates() -> list[Path]:
    root = HOME / "templates/storefront"
    return [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.html"))]


def texts_of_module(path: Path) -> set[tuple[str | None, str]]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if node.func.id.startswith("pgettext"):
            found.add((words[0], words[1]))
        elif node.func.id in {"_", "ngettext"} and words:
            found.add((None, words[0]))
    return found


def texts_of_template(path: Path) -> set[tuple[str | None, str]]:
    found = set()
    for call, first, second in CALL.findall(templatize(path.read_text(), origin=str(path))):
        words = [ast.literal_eval(word) for word in (first, second) if word]
        found.add((words[0], words[1]) if call == "pgettext" else (None, words[0]))
    return found


def test_every_text_is_translated_and_none_is_stale():
    with CATALOGUE.open("rb") as file:
        catalog = read_po(file)
    known = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog
        if message.id
        and all([message.string] if isinstance(message.string, str) else message.string)
    }
    used = set().union(*(texts_of_module(HOME / name) for name in MODULES))
    used |= set().union(*(texts_of_template(path) for path in templates()))
    assert used == known


def test_translations_keep_their_placeholders():
    with CATALOGUE.open("rb") as file:
        catalog = read_po(file)
    holes = re.compile(r"%\(\w+\)s")
    for message in catalog:
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[-1]
            target = message.string if isinstance(message.string, str) else message.string[0]
            assert set(holes.findall(source)) == set(holes.findall(target)), source


def test_templates_hold_no_inline_style_script_or_handler():
    for path in templates():
        assert not re.search(r"\sstyle=|<script>|\son[a-z]+=|<style", path.read_text()), path


def test_every_article_is_written_in_both_languages():
    root = HOME / "templates/storefront/help"
    names = {path.name for path in (root / "zh-hans").iterdir()}
    assert names == {path.name for path in (root / "en").iterdir()}
