"""The structure that imports alone do not show: faces, furniture, tables, sizes."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "jishi"
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
MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 70
MAX_PARAMETERS = 12


def rooms() -> list[Path]:
    return [
        room
        for wing in ROOM_WINGS
        for room in sorted((HOUSE / wing).iterdir())
        if room.is_dir() and (room / "__init__.py").exists()
    ]


def sources(folder: Path = HOUSE) -> list[Path]:
    return sorted(p for p in folder.rglob("*.py") if "migrations" not in p.parts)


def imports_of(path: Path) -> list[str]:
    """Return every module that a file imports, `from a import b` as `a.b`."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def room_of(module: str) -> tuple[str, str] | None:
    parts = module.split(".")
    if parts[0] == "jishi" and len(parts) >= 3 and parts[1] in ROOM_WINGS:
        return parts[1], parts[2]
    return None


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_every_room_has_the_same_furniture():
    strangers = [
        f"{room.relative_to(HOUSE)}/{entry.name}"
        for room in rooms()
        for entry in sorted(room.iterdir())
        if entry.stem not in FURNITURE | {"__init__", "__pycache__", "README"}
    ]
    assert strangers == []


def test_every_room_tells_what_it_knows():
    missing = [
        str(room.relative_to(HOUSE)) for room in rooms() if not (room / "README.md").exists()
    ]
    assert missing == []


def offences_against_faces(path: Path) -> list[str]:
    home = room_of(module_of(path))
    found = []
    for imported in imports_of(path):
        target = room_of(imported)
        part = imported.split(".")[3] if len(imported.split(".")) > 3 else ""
        if target and target != home and part and part not in FACE:
            found.append(f"{path.relative_to(ROOT)} imports {imported}")
    return found


def test_rooms_are_entered_by_their_face_only():
    offences = [offence for path in sources() for offence in offences_against_faces(path)]
    assert offences == []


def test_a_planted_import_past_the_face_is_caught(tmp_path):
    planted = HOUSE / "trade" / "cart" / "queries.py"
    copy = tmp_path / "planted.py"
    copy.write_text("from jishi.goods.catalog.models import Product\n", encoding="utf-8")
    assert imports_of(copy) == ["jishi.goods.catalog.models.Product"]
    home = room_of(module_of(planted))
    target = room_of(imports_of(copy)[0])
    assert target == ("goods", "catalog") != home


def test_pure_files_know_no_framework():
    impure = []
    for room in rooms():
        for name in PURE:
            files = [room / f"{name}.py", *sorted((room / name).rglob("*.py"))]
            for path in (p for p in files if p.exists()):
                impure += [
                    f"{path.relative_to(ROOT)} imports {imported}"
                    for imported in imports_of(path)
                    if imported.split(".")[0] in {"django", "httpx", "redis"}
                    or imported.startswith("jishi.foundation.platform")
                ]
    assert impure == []


def floor(model) -> int:
    module = model.__module__
    if not module.startswith("jishi."):
        return -1
    return WINGS.index(module.split(".")[1])


def test_foreign_keys_point_down_and_leave_no_reverse_name():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if not target or field.auto_created or target._meta.app_label == model._meta.app_label:
                continue
            assert floor(target) <= floor(model), f"{model} points up to {target}"
            assert field.remote_field.hidden, f"{field} leaks a reverse name"
            assert field.remote_field.on_delete.__name__ == "PROTECT", f"{field} does not protect"


def test_no_module_reads_the_clock_but_the_clock():
    readers = []
    for path in sources():
        if path.name == "clock.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        readers += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in {"now", "utcnow", "today"}
            and isinstance(node.value, ast.Name)
            and node.value.id in {"datetime", "date", "timezone"}
        ]
    assert readers == []


def test_no_float_touches_money():
    floats = []
    for name in ("money", "goods/pricing", "goods/promotions"):
        for path in (p for p in sources(HOUSE / name) if "adapters" not in p.parts):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            floats += [
                f"{path.relative_to(ROOT)}:{node.lineno}"
                for node in ast.walk(tree)
                if (isinstance(node, ast.Constant) and isinstance(node.value, float))
                or (isinstance(node, ast.Name) and node.id == "float")
            ]
    assert floats == []


def test_files_and_functions_stay_small():
    too_big = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > MAX_FILE_LINES:
            too_big.append(f"{path.relative_to(ROOT)} has {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > MAX_FUNCTION_LINES:
                too_big.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size} lines")
            count = len(node.args.args) + len(node.args.kwonlyargs)
            if count > MAX_PARAMETERS:
                too_big.append(
                    f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {count} parameters"
                )
    assert too_big == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "lorem ipsum"])
def test_nothing_is_left_for_later(word):
    left = [
        f"{path.relative_to(ROOT)}"
        for path in sources()
        if word in path.read_text(encoding="utf-8")
    ]
    assert left == []
