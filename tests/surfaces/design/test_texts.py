"""Every text of the design app has its Chinese; the sheets and scripts stay small."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import jishi.surfaces.design

HOME = Path(jishi.surfaces.design.__file__).parent
STATIC = HOME / "static" / "design"
QUOTED = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(
    rf"(?<![a-z_])(gettext|gettext_lazy|lazy|_|pgettext|pgettext_lazy|ngettext)\(\s*{QUOTED}"
    rf"(?:,\s*{QUOTED})?"
)
SHOP_SHEETS = ("reset", "tokens", "base", "layout", "components", "utilities")


def texts_of(path: Path) -> set[tuple[str | None, str]]:
    source = path.read_text()
    if path.suffix == ".html":
        source = templatize(source, origin=str(path))
    found = set()
    for call, first, second in CALL.findall(source):
        words = [ast.literal_eval(word) for word in (first, second) if word]
        is_contextual = call.startswith("pgettext")
        found.add((words[0], words[1]) if is_contextual else (None, words[0]))
    return found


def test_every_text_is_translated_and_none_is_stale():
    with (HOME / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file)
    known = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog
        if message.id
        and all([message.string] if isinstance(message.string, str) else message.string)
    }
    sources = [*HOME.rglob("*.html"), *HOME.rglob("*.py")]
    used = set().union(*(texts_of(path) for path in sources))
    assert used == known


def test_translations_keep_their_placeholders():
    with (HOME / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file)
    holes = re.compile(r"%\(\w+\)s")
    for message in catalog:
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        target = message.string if isinstance(message.string, str) else message.string[0]
        assert set(holes.findall(source)) == set(holes.findall(target)), source


def test_the_sheets_of_a_shop_page_stay_below_forty_kilobytes():
    assert sum((STATIC / "css" / f"{name}.css").stat().st_size for name in SHOP_SHEETS) < 40_000


def test_the_scripts_stay_below_fourteen_kilobytes():
    assert sum(path.stat().st_size for path in (STATIC / "js").glob("*.js")) < 14 * 1024


def test_templates_hold_no_inline_style_script_or_handler():
    for path in HOME.rglob("*.html"):
        source = path.read_text()
        assert not re.search(r"\sstyle=|<script>|\son[a-z]+=|<style", source), path
