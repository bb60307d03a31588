"""Windows of a real browser, one per person, that watch what they show."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from jishi.surfaces.cli import environment

# Playwright drives the browser from a loop of its own; the database is only ours to ask.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PATIENCE_MS = 10_000
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody looks at: a language, as the start of addresses, and a width in pixels."""

    prefix: str
    width: int

    @property
    def lang(self) -> str:
        return "en" if self.prefix == "/en" else "zh-Hans"


PHONE = Screen("", 390)
DESK = Screen("/en", 1440)


@dataclass
class Window:
    """A window of one person. problems: what went wrong in it so far."""

    page: Page
    base: str
    screen: Screen
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on(
            "response",
            lambda answer: answer.status >= 500 and self.problems.append(answer.url),
        )

    @property
    def home(self) -> str:
        """Where addresses of its language begin."""
        return self.base + self.screen.prefix

    def open(self, path: str) -> None:
        """Open an address below the language's home."""
        self.page.goto(self.home + path)
        self.look()

    def look(self) -> None:
        """Hold the page to what every page of the house keeps."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.screen.lang)
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.page.evaluate(OVERFLOW) <= 0, f"{self.page.url} scrolls sideways"
        assert self.problems == []

    def follow(self, target: str | Locator) -> None:
        """Click the first link that can be seen, and look at the page it leads to."""
        with self.page.expect_navigation():
            self._seen(target).click()
        self.look()

    def press(self, target: str | Locator) -> None:
        """Click what sends a form, and wait until its answer stands on the page."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self._seen(target).click()
        # What htmx swaps in is there a moment after its answer.
        self.page.wait_for_timeout(50)
        self.page.wait_for_load_state("networkidle")
        self.look()

    def fill(self, **values: str) -> None:
        """Fill fields by their names."""
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def choose(self, **values: str) -> None:
        """Choose options of selects by the fields' names."""
        for name, value in values.items():
            self.page.select_option(f"main [name={name}]", value)

    def shows(self, *texts: str) -> None:
        """Expect texts somewhere on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sign_in(self, contact: str, password: str) -> None:
        """Sign in as a person does."""
        self.open("/sign-in/")
        self.fill(contact=contact, password=password)
        self.press("main form button[type=submit]")

    def _seen(self, target: str | Locator) -> Locator:
        found = self.page.locator(target) if isinstance(target, str) else target
        return found.locator("visible=true").first


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    path = environment.find_browser()
    assert path, "Chromium is required; `bin/jishi doctor` says how to get it"
    with sync_playwright() as player:
        started = player.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


def window(started: Browser, base: str, screen: Screen) -> Window:
    """Open a window of its own cookies."""
    # Pages fade into each other; one that is left in between reports that as an error.
    context = started.new_context(
        viewport={"width": screen.width, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    return Window(context.new_page(), base, screen)
