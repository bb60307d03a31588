"""Run the provider: `python -m simulators.sms --port 8103 --state var/sms.json`."""

import argparse

from simulators.serving import run
from simulators.sms.app import Sms


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="simulators.sms", description=__doc__)
    run(lambda options: Sms(options.state), parser)


if __name__ == "__main__":
    main()
