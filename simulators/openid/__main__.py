"""Run the provider: `python -m simulators.openid --port 8104 --state var/openid.json`."""

import argparse

from simulators.openid.app import OpenId
from simulators.serving import run


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="simulators.openid", description=__doc__)
    run(lambda options: OpenId(options.state), parser)


if __name__ == "__main__":
    main()
