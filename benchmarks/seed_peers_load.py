"""Fill an empty database with the peers' load: `python benchmarks/seed_peers_load.py`.

Reads `DATABASE_URL` and `JISHI_DATA` as every role does, and leaves `peers-load.json` in the
data folder, which `targets/jishi.py` reads.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from jishi.surfaces.cli.verbs import setup_


def main() -> int:
    """Set the shop up, fill it, and say how long it took."""
    started = time.monotonic()
    setup_.run([])
    from django.conf import settings

    from jishi.surfaces.cli.benching import peers

    goods = peers.build()
    peers.write(goods, settings.DATA / "peers-load.json")
    print(
        f"{len(goods.slugs)} products, {len(goods.skus)} SKUs in {time.monotonic() - started:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
