"""Run the hub: `python -m simulators.kuaidi100 --port 8102 --state var/kuaidi100.json`."""

import argparse

from simulators.kuaidi100.app import Kuaidi100
from simulators.serving import run


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="simulators.kuaidi100", description=__doc__)
    parser.add_argument(
        "--time-scale",
        type=float,
        default=0.0005,
        help="factor on the hours of a journey; 0 lets parcels move by hand only",
    )
    run(lambda options: Kuaidi100(options.state, time_scale=options.time_scale), parser)


if __name__ == "__main__":
    main()
