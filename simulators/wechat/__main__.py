"""Run the provider: `python -m simulators.wechat --port 8105 --state var/wechat.json`."""

import argparse

from simulators.serving import run
from simulators.wechat.app import WeChat


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="simulators.wechat", description=__doc__)
    run(lambda options: WeChat(options.state), parser)


if __name__ == "__main__":
    main()
