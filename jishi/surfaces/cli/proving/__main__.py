"""`python -m jishi.surfaces.cli.proving WHAT DATABASE RUNS SEED`: the director, in an arena."""

import sys

from jishi.surfaces.cli import start


def main() -> int:
    """Load the rooms, then direct."""
    start.start()
    from jishi.surfaces.cli.proving import director

    return director.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
