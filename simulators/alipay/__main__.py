"""Run the gateway: `python -m simulators.alipay --port 8101 --state var/alipay.json`."""

import argparse

from simulators.alipay.app import Alipay
from simulators.serving import run


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="simulators.alipay", description=__doc__)
    parser.add_argument(
        "--time-scale",
        type=float,
        default=0.01,
        help="factor on the waits between notification attempts; 1 is the provider's cadence",
    )
    run(lambda options: Alipay(options.state, time_scale=options.time_scale), parser)


if __name__ == "__main__":
    main()
