"""A tour of the main pages in a real browser, with a picture of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from jishi.surfaces.cli.demo import logins
from jishi.surfaces.cli.demo.logins import Login

SCREENS = (
    ("zh", "zh-CN", "", 390),
    ("zh", "zh-CN", "", 1440),
    ("en", "en-US", "/en", 390),
    ("en", "en-US", "/en", 1440),
)
"""Language, the browser's own, the start of addresses, and width in pixels."""
HEIGHT = 900
TALLEST = 4000
"""What is further down is left out of a picture; pixels."""
SETTLES_MS = 200
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at. hops: what is clicked on the way there, from `path` on."""

    name: str
    path: str
    hops: tuple[str, ...] = ()
    status: int = 200


VISITOR = (
    Stop("home", "/"),
    Stop("categories", "/c/"),
    Stop("category", "/c/", ("main a[href*='/c/']",)),
    Stop("search", "/search/?q=%E8%8C%B6"),
    Stop("search-in-vain", "/search/?q=zzzzqqq"),
    Stop("product", "/search/?q=%E8%8C%B6", ("main a[href*='/p/']",)),
    Stop("shops", "/shops/"),
    Stop("shop", "/shops/", ("main a[href*='/shop/']",)),
    Stop("coupons", "/coupons/"),
    Stop("empty-cart", "/cart/"),
    Stop("sign-in", "/sign-in/"),
    Stop("register", "/register/"),
    Stop("find-order", "/orders/find/"),
    Stop("help", "/help/"),
    Stop("api", "/api/docs"),
    Stop("not-found", "/nothing-here/", status=404),
)
MEMBER = (
    Stop("checkout", "/search/?q=%E8%8C%B6", ("main a[href*='/p/']", "button[value=buy]")),
    Stop(
        "cart",
        "/search/?q=%E8%8C%B6",
        ("main a[href*='/p/']", "button[value=cart]", "a[href$='/cart/']"),
    ),
    Stop("account", "/account/"),
    Stop("orders", "/account/orders/"),
    Stop("order", "/account/orders/", ("main .order-card__acts a",)),
    Stop(
        "ask-for-return",
        "/account/orders/?tab=to_receive",
        ("main .order-card__acts a", "a[href*='/refund/']"),
    ),
    Stop("after-sale", "/account/aftersales/"),
    Stop("case", "/account/aftersales/", ("main a[href*='/aftersales/R']",)),
    Stop("messages", "/account/messages/"),
    Stop("addresses", "/account/addresses/"),
    Stop("my-coupons", "/account/coupons/"),
    Stop("favorites", "/account/favorites/"),
    Stop("points", "/account/points/"),
    Stop("security", "/account/security/"),
)
MERCHANT = (
    Stop("merchant-home", "/merchant/"),
    Stop("merchant-orders", "/merchant/", ("nav a[href$='/orders/']",)),
    Stop("merchant-order", "/merchant/", ("a[href*='queue=to_ship']", "table a[href*='/ord_']")),
    Stop(
        "merchant-ship",
        "/merchant/",
        ("a[href*='queue=to_ship']", "table a[href*='/ord_']", "article.parcel a[href$='/ship/']"),
    ),
    Stop("merchant-products", "/merchant/", ("nav a[href$='/products/']",)),
    Stop("merchant-product", "/merchant/", ("nav a[href$='/products/']", "table a[href*='/prd_']")),
    Stop(
        "merchant-sku-grid",
        "/merchant/",
        ("nav a[href$='/products/']", "table a[href*='/prd_']", "a[href$='/variants/']"),
    ),
    Stop("merchant-stock", "/merchant/", ("nav a[href$='/stock/']",)),
    Stop("merchant-cases", "/merchant/", ("nav a[href$='/after-sale/']",)),
    Stop("merchant-case", "/merchant/", ("nav a[href$='/after-sale/']", "table a[href*='/cas_']")),
    Stop("merchant-activities", "/merchant/", ("nav a[href$='/activities/']",)),
    Stop(
        "merchant-activity",
        "/merchant/",
        ("nav a[href$='/activities/']", "table a[href*='/act_']"),
    ),
    Stop(
        "merchant-activity-form",
        "/merchant/",
        ("nav a[href$='/activities/']", "table a[href*='/act_']", "a[href$='/edit/']"),
    ),
    Stop("merchant-import", "/merchant/", ("nav a[href$='/transfers/']",)),
    Stop("merchant-coupons", "/merchant/", ("nav a[href$='/coupons/']",)),
    Stop("merchant-freight", "/merchant/", ("nav a[href$='/freight/']",)),
    Stop("merchant-settlement", "/merchant/", ("nav a[href$='/settlement/']",)),
    Stop("merchant-staff", "/merchant/", ("nav a[href$='/staff/']",)),
)
WAREHOUSE = (
    Stop("warehouse", "/warehouse/"),
    Stop("warehouse-tasks", "/warehouse/", ("a[href$='/waiting/']",)),
    Stop("warehouse-task", "/warehouse/", ("a[href$='/waiting/']", "a.desk-card")),
    Stop("warehouse-returns", "/warehouse/", ("a[href$='/returns/']",)),
    Stop("warehouse-hand-over", "/warehouse/", ("a[href$='/hand-over/']",)),
)
OPERATOR = (
    Stop("operator-home", "/operator/"),
    Stop("operator-merchants", "/operator/merchants/"),
    Stop("operator-merchant", "/operator/merchants/", ("table a[href*='/mer_']",)),
    Stop("operator-review", "/operator/review/"),
    Stop("operator-orders", "/operator/orders/"),
    Stop("operator-payments", "/operator/payments/"),
    Stop("operator-transfers", "/operator/payments/transfers/"),
    Stop("operator-activities", "/operator/activities/"),
    Stop("operator-levels", "/operator/levels/"),
    Stop("operator-categories", "/operator/categories/"),
    Stop("operator-markets", "/operator/markets/"),
    Stop("operator-settings", "/operator/settings/"),
    Stop("operator-health", "/operator/health/"),
    Stop("operator-audit", "/operator/audit/"),
)
TOUR: tuple[tuple[Login | None, tuple[Stop, ...]], ...] = (
    (None, VISITOR),
    (logins.SHOPPER, MEMBER),
    (logins.OWNER, MERCHANT),
    (logins.WAREHOUSE, WAREHOUSE),
    (logins.OPERATOR, OPERATOR),
)


def take(address: str, folder: Path, chromium: str, only: str = "") -> Iterator[tuple[str, str]]:
    """Take a picture of every stop in both languages and widths.

    address: where the demo shop answers. only: a part of the names of the stops wanted.
    Yields the name of each picture, and what is wrong with the page or nothing.
    """
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for language, own, prefix, width in SCREENS:
            for login, stops in TOUR:
                wanted = [stop for stop in stops if only in stop.name]
                if wanted:
                    page = _window(browser, own, width)
                    if login:
                        _sign_in(page, address + prefix, login)
                    for stop in wanted:
                        name = f"{stop.name}-{language}-{width}"
                        yield name, _look(page, address + prefix, stop, folder / f"{name}.png")
                    page.context.close()
        browser.close()


def _window(browser: Browser, language: str, width: int) -> Page:
    context = browser.new_context(
        locale=language, viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce"
    )
    return context.new_page()


def _sign_in(page: Page, home: str, login: Login) -> None:
    page.goto(f"{home}/sign-in/")
    page.fill("main [name=contact]", login.email)
    page.fill("main [name=password]", logins.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def _look(page: Page, home: str, stop: Stop, file: Path) -> str:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def note(answer: Response) -> None:
        if answer.status >= 400 and answer.status != stop.status:
            errors.append(f"answers {answer.status} at {answer.url}")

    page.on("response", note)
    page.goto(home + stop.path, wait_until="networkidle")
    for hop in stop.hops:
        if not page.locator(hop).count():
            return "; ".join((*errors, f"has no {hop} at {page.url}"))
        with page.expect_response(_leads_on):
            # Clicked from inside, for on a phone the way may lie in a closed menu.
            page.locator(hop).first.evaluate("element => element.click()")
        page.wait_for_timeout(SETTLES_MS)
        page.wait_for_load_state("networkidle")
    _shoot(page, file)
    if page.evaluate(OVERFLOW) > 0:
        errors.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        errors.append("has not one h1")
    return "; ".join(errors)


def _shoot(page: Page, file: Path) -> None:
    """Take a picture of a whole page in a window as tall as it, so that bars lie at its end."""
    window = page.viewport_size
    assert window is not None, "every window has a size"
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": window["width"], "height": max(HEIGHT, height)})
    page.screenshot(path=file)
    page.set_viewport_size(window)


def _leads_on(answer: Response) -> bool:
    return answer.request.is_navigation_request() or answer.request.method == "POST"
