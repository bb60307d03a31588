"""`bin/jishi VERB …`: find the verb and run it; without one, list them."""

import sys
from importlib import import_module

VERBS = {
    "up": "Set up everything, make the demo town, serve web, realtime and worker",
    "test": "Run the tests on every database that can be reached",
    "check": "The gate: format, lint, types, floors, migrations, docs, tests of the structure",
    "fix": "Format and repair what can be repaired by itself",
    "doctor": "Say what is here, what is missing, and how to get it",
    "demo": "Make the demo town in an empty shop",
    "import": "Import products from XLSX, CSV or JSONL",
    "export": "Export a merchant's products to JSONL, CSV or XLSX",
    "prove": "Race shoppers and kill workers, then prove stock or money",
    "fuzz": "Serve a demo and fuzz its REST API; no request may end in a server error",
    "bench": "Measure the paths that matter",
    "verify": "Re-derive ledger, stock and audit chain, and compare",
    "serve": "Run one role: web, realtime, worker or scheduler",
    "setup": "Migrate, collect static files, compile translations, make roles and markets",
    "docs": "Write the generated reference pages",
    "shots": "Take screenshots of the main pages",
    "mode": "Turn a brand store into a marketplace, or back, counting everything",
    "operator": "Make or change an operator's login",
}


def main(arguments: list[str]) -> int:
    """Run a verb with its arguments; return the exit status."""
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        _list_verbs()
        return 0
    verb, *rest = arguments
    if verb not in VERBS:
        print(f"jishi: no verb {verb!r}; `bin/jishi` lists them", file=sys.stderr)
        return 2
    module = import_module(f"jishi.surfaces.cli.verbs.{verb}_")
    return int(module.run(rest) or 0)


def _list_verbs() -> None:
    print("Usage: bin/jishi VERB [ARGUMENTS]\n")
    for verb, text in VERBS.items():
        print(f"  {verb:<9} {text}")
    print("\n`bin/jishi VERB --help` tells more.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
