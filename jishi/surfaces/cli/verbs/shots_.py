"""`bin/jishi shots`: pictures of the main pages of a running shop, to be looked at."""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from jishi.surfaces.cli import environment

PAGES = {
    "home": "/",
    "categories": "/c/",
    "search": "/search/?q=%E8%8C%B6",
    "shops": "/shops/",
    "coupons": "/coupons/",
    "cart": "/cart/",
    "sign-in": "/sign-in/",
    "help": "/help/",
    "api": "/api/docs",
    "not-found": "/nothing-here/",
}
WIDTHS = (390, 1440)


def run(arguments: list[str]) -> int:
    """Save one picture per page, width and language; 1 if a page has an error of its own."""
    parser = argparse.ArgumentParser(prog="bin/jishi shots")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("var/shots"))
    options = parser.parse_args(arguments)
    browser_path = environment.find_browser()
    if browser_path is None:
        print("Chromium is missing; `bin/jishi doctor` says how to get it.", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for language, prefix in (("zh", ""), ("en", "/en")):
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.on("pageerror", lambda error: problems.append(str(error)))
                for name, path in PAGES.items():
                    page.goto(options.address + prefix + path, wait_until="networkidle")
                    page.screenshot(path=options.out / f"{name}-{language}-{width}.png")
                page.close()
        browser.close()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(PAGES) * len(WIDTHS) * 2} pictures in {options.out}")
    return int(bool(problems))
