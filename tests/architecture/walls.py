"""The checkers of the structure: each takes a house and returns what offends in it.

`house` is the folder of the package, so that offences can be planted in a copy.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WINGS = (
    "foundation",
    "parties",
    "goods",
    "money",
    "fulfillment",
    "trust",
    "trade",
    "care",
    "insight",
    "growth",
    "surfaces",
)
ROOM_WINGS = tuple(wing for wing in WINGS if wing not in {"foundation", "surfaces"})
FURNITURE = {
    "types",
    "errors",
    "ports",
    "rules",
    "events",
    "preferences",
    "permissions",
    "adapters",
    "models",
    "queries",
    "services",
    "handlers",
    "tasks",
    "admin",
    "apps",
    "migrations",
}
FACE = {"types", "errors", "ports", "events", "queries", "services"}
PURE = {"types", "errors", "ports", "events", "rules"}
MONEY = ("money", "goods/pricing", "goods/promotions")
MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 70
MAX_PARAMETERS = 12
INLINE = re.compile(r"\sstyle=|<script>|\son[a-z]+=|<style")
"""Style, script and handlers that stand in a page; `<script src=…>` and data blocks do not."""

QUOTED = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"(?<![a-z_])(gettext|_|pgettext|ngettext)\(\s*{QUOTED}(?:,\s*{QUOTED})?")
PLAIN = {"_", "lazy", "gettext", "gettext_lazy"}
CONTEXTUAL = {"pgettext", "pgettext_lazy"}
Text = tuple[str | None, str]


def rooms(house: Path) -> list[Path]:
    """Return the rooms that are built."""
    return [
        room
        for wing in ROOM_WINGS
        if (house / wing).exists()
        for room in sorted((house / wing).iterdir())
        if room.is_dir() and (room / "__init__.py").exists()
    ]


def sources(house: Path) -> list[Path]:
    """Return every module but migrations."""
    return sorted(p for p in house.rglob("*.py") if "migrations" not in p.parts)


def strangers(house: Path) -> list[str]:
    """Return files of rooms that are no furniture, and rooms without a README."""
    found = []
    for room in rooms(house):
        names = {entry.name for entry in room.iterdir()}
        if "README.md" not in names:
            found.append(f"{room.relative_to(house)} tells nothing of itself")
        found += [
            f"{room.relative_to(house)}/{entry.name}"
            for entry in sorted(room.iterdir())
            if entry.stem not in FURNITURE | {"__init__", "__pycache__", "README"}
        ]
    return found


def entered_past_the_face(house: Path) -> list[str]:
    """Return imports of rooms that do not go by their face."""
    found = []
    for path in sources(house):
        home = _room_of(".".join(("jishi", *path.relative_to(house).with_suffix("").parts)))
        for imported in imports_of(path):
            target, parts = _room_of(imported), imported.split(".")
            if target and target != home and len(parts) > 3 and parts[3] not in FACE:
                found.append(f"{path.relative_to(house)} imports {imported}")
    return found


def impure(house: Path) -> list[str]:
    """Return imports of the framework or the plumbing in what must be pure."""
    return [
        f"{path.relative_to(house)} imports {imported}"
        for room in rooms(house)
        for name in sorted(PURE)
        for path in (room / f"{name}.py", *sorted((room / name).rglob("*.py")))
        if path.exists()
        for imported in imports_of(path)
        if imported.split(".")[0] in {"django", "httpx", "redis"}
        or imported.startswith("jishi.foundation.platform")
    ]


def wrong_keys(models: Iterable[type]) -> list[str]:
    """Return foreign keys that point up, leak a reverse name or do not protect."""
    found = []
    for model in models:
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if not target or field.auto_created or target._meta.app_label == model._meta.app_label:
                continue
            if _floor(target) > _floor(model):
                found.append(f"{field} points up to {target.__name__}")
            if not field.remote_field.hidden:
                found.append(f"{field} leaks a reverse name")
            if field.remote_field.on_delete.__name__ != "PROTECT":
                found.append(f"{field} does not protect")
    return found


def clock_readers(house: Path) -> list[str]:
    """Return who reads the time past the clock."""
    return [
        f"{path.relative_to(house)}:{node.lineno}"
        for path in sources(house)
        if path.name != "clock.py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "timezone"}
    ]


def floats(house: Path) -> list[str]:
    """Return where a float comes near money."""
    return [
        f"{path.relative_to(house)}:{node.lineno}"
        for name in MONEY
        for path in sources(house / name)
        if "adapters" not in path.parts
        for node in ast.walk(_tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]


def too_big(house: Path) -> list[str]:
    """Return files and functions beyond their sizes."""
    found = []
    for path in sources(house):
        name, lines = path.relative_to(house), len(path.read_text(encoding="utf-8").splitlines())
        if lines > MAX_FILE_LINES:
            found.append(f"{name} has {lines} lines")
        for node in ast.walk(_tree(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > MAX_FUNCTION_LINES:
                found.append(f"{name}:{node.lineno} {node.name}: {size} lines")
            count = len(node.args.args) + len(node.args.kwonlyargs)
            if count > MAX_PARAMETERS:
                found.append(f"{name}:{node.lineno} {node.name}: {count} parameters")
    return found


def left_for_later(house: Path, word: str) -> list[str]:
    """Return modules with a word that puts things off."""
    return [
        str(path.relative_to(house))
        for path in sources(house)
        if word in path.read_text(encoding="utf-8")
    ]


def more_than_one_migration(house: Path) -> list[str]:
    """Return folders of migrations that hold anything but one initial one."""
    return [
        f"{folder.relative_to(house)}: {', '.join(names)}"
        for folder in sorted(house.rglob("migrations"))
        if (names := sorted(one.stem for one in folder.glob("[0-9]*.py"))) != ["0001_initial"]
    ]


def inline_code(house: Path) -> list[str]:
    """Return templates with style, script or handlers of their own."""
    return [
        str(path.relative_to(house))
        for path in sorted(house.rglob("templates/**/*.html"))
        if INLINE.search(path.read_text(encoding="utf-8"))
    ]


def untranslated(house: Path) -> list[str]:
    """Return texts of pages that have no Chinese."""
    known = {text for path in sorted(house.rglob("*.po")) for text in _translated(path)}
    found = []
    for path in sources(house / "surfaces"):
        found += [f"{path.relative_to(house)}: {text[1]}" for text in _in_module(path, known)]
    for path in sorted((house / "surfaces").rglob("*.html")):
        found += [f"{path.relative_to(house)}: {text[1]}" for text in _in_template(path, known)]
    return found


def imports_of(path: Path) -> list[str]:
    """Return every module that a file imports, `from a import b` as `a.b`."""
    found = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _room_of(module: str) -> tuple[str, str] | None:
    parts = module.split(".")
    if parts[0] == "jishi" and len(parts) >= 3 and parts[1] in ROOM_WINGS:
        return parts[1], parts[2]
    return None


def _floor(model: type) -> int:
    parts = model.__module__.split(".")
    return WINGS.index(parts[1]) if parts[0] == "jishi" else -1


def _translated(path: Path) -> Iterator[Text]:
    with path.open("rb") as file:
        for message in read_po(file):
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(strings):
                single = message.id if isinstance(message.id, str) else message.id[0]
                yield message.context, single


def _in_module(path: Path, known: set[Text]) -> Iterator[Text]:
    for node in ast.walk(_tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        given = [one.value for one in node.args if isinstance(one, ast.Constant)]
        text: Text | None = None
        if node.func.id in PLAIN and given:
            text = None, given[0]
        elif node.func.id in CONTEXTUAL and len(given) > 1:
            text = given[0], given[1]
        if text and text not in known:
            yield text


def _in_template(path: Path, known: set[Text]) -> Iterator[Text]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call, first, second in CALL.findall(source):
        parts = [ast.literal_eval(part) for part in (first, second) if part]
        text = (parts[0], parts[1]) if call == "pgettext" else (None, parts[0])
        if text not in known:
            yield text
