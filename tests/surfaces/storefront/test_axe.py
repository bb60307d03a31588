"""Every page of the storefront, looked at by axe: nothing serious, nothing critical."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, reverse

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewDraft
from jishi.foundation.kernel import ids
from jishi.goods.catalog import queries as catalog_queries
from jishi.insight.search import services as search
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.models import PaymentPassword
from jishi.parties.accounts.types import CodePurpose
from jishi.surfaces.cli import translations
from jishi.surfaces.storefront import doors
from jishi.surfaces.storefront.urls import urlpatterns
from jishi.trade.cart import services as cart
from jishi.trade.orders import services as orders
from tests.parties.accounts import factories as people
from tests.security.cast import PROVIDER
from tests.surfaces.storefront import account_town as towns
from tests.walks import browser as browsers
from tests.walks import village as villages
from tests.walks.browser import DESK, PHONE, Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

GRAVE = {"serious", "critical"}
POSTS = {
    "sign_out", "market", "clear_history", "product_favorite", "shop_follow", "claim_code",
    "claim", "add", "select", "cart_coupons", "remove_problems", "set_quantity", "set_saved",
    "remove", "start_checkout", "checkout_address", "checkout_contact", "checkout_delivery",
    "checkout_coupons", "checkout_points", "place", "pay_go", "pay_proof",
    "revoke_others", "revoke_device",
    "keep_account", "address_default", "order_again", "order_extend", "case_ship", "case_amend",
    "outside_start", "outside_unlink", "read_all", "read_message", "my_favorite", "footprint",
    "my_follow", "share_cart",
    "take_shared", "points_check_in", "points_make_up",
}  # fmt: skip
PARTS = {
    "order_receipt_file", "order_certificate", "personal", "suggest", "product_more",
    "product_delivery", "product_mine", "shop_mine", "regions", "pay_state", "pay_return",
    "address_regions", "unread", "outside_back",
}  # fmt: skip
"""What is no page of its own: it is put into one, or saved."""
NEEDS_KEYS = {"order_keys"}
"""Not looked at: the village sells no card keys."""
PUBLIC = {
    "home": (), "categories": (), "search": (), "shops": (), "coupons": (), "cart": (),
    "sign_in": (), "sign_in_by_code": (), "register": (), "reset_password": (),
    "find_order": (), "help": (), "help_returns": (), "help_delivery": (), "privacy": (),
    "terms": (), "help_article": ("payment",), "category": ("goods",), "shop": ("m1",),
}  # fmt: skip
OWN = {
    "account", "profile", "security", "password", "verify_contact", "close_account", "addresses",
    "unite", "payment_password", "free_pay", "outside_link",
    "address_new", "orders", "aftersales", "reviews", "messages", "choices", "favorites",
    "movements", "clear_favorites", "footprints", "clear_footprints", "follows", "my_coupons",
    "points", "points_statement",
}  # fmt: skip
BOUGHT = {
    "unite_confirm",
    "pay", "pay_on_delivery", "paid", "address", "address_delete", "order", "order_cancel",
    "order_receipt", "order_receive", "order_address", "order_review", "review_follow_up",
    "aftersale_new", "case", "case_cancel",
}  # fmt: skip
GUEST = {
    "guest_orders", "guest_order", "guest_order_cancel", "guest_order_receipt",
    "guest_order_receive", "guest_aftersale_new", "guest_case", "guest_case_cancel",
}  # fmt: skip


@pytest.fixture(params=[(PHONE, "light"), (DESK, "dark")], ids=["zh-390-light", "en-1440-dark"])
def look(request, live_server, settings):
    """Return a function that opens windows of one language, width and color scheme."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    translations.compile_all()
    screen, scheme = request.param
    with browsers.browser() as started:

        def open_window() -> Window:
            window = browsers.window(started, live_server.url, screen)
            window.page.emulate_media(color_scheme=scheme)
            return window

        yield open_window


@pytest.fixture
def town():
    built = towns.build()
    search.rebuild_all(actor=villages.SYSTEM)
    return built


def test_no_page_is_forgotten():
    known = {
        *PUBLIC,
        "product",
        "product_reviews",
        "shared_cart",
        "checkout",
        *OWN,
        *BOUGHT,
        *GUEST,
    }
    known |= POSTS | PARTS | NEEDS_KEYS | {f"guest_{name}" for name in POSTS | PARTS}
    names = {one.name for one in urlpatterns if isinstance(one, URLPattern)}
    assert names - known == set()


def test_pages_for_everybody(town, look):
    window = look()
    product = path("product", slug_of(town, "A"))
    pages = [path(name, *args) for name, args in PUBLIC.items()]
    pages += [product, path("product_reviews", slug_of(town, "A"))]
    pages += [path("shared_cart", a_shared_cart(town))]
    pages += ["/search/?q=%E5%A5%BD%E7%89%A9", "/search/?q=zzzz", "/api/docs"]
    window.open(product)
    window.press("button[value=cart]")
    window.open(product)
    window.press("button[value=buy]")
    assert "/checkout/" in window.page.url
    assert check(window) + check(window, *pages) == []


def test_pages_of_a_member(town, look):
    shops = {"unpaid": "ABC", "paid": "A", "sent": "AB", "received": "AB"}
    groups = {name: towns.place(town, codes) for name, codes in shops.items()}
    for name in ("paid", "sent", "received"):
        towns.pay(town, groups[name])
    for name in ("sent", "received"):
        towns.ship(town, groups[name])
    numbers = {name: town.orders(one.group_id)["M1"].number for name, one in groups.items()}
    receive(town, groups["received"])
    case, line = a_case(town, groups["received"])
    review = a_review(town, groups["received"])
    address = accounts.save_address(actor=town.village.shopper, draft=people.draft())
    book = ids.encode("adr", address)
    pages = [(name,) for name in OWN] + [
        ("pay", ids.encode("grp", groups["unpaid"].group_id)),
        ("pay_on_delivery", ids.encode("grp", groups["unpaid"].group_id)),
        ("paid", ids.encode("grp", groups["sent"].group_id)),
        ("address", book),
        ("address_delete", book),
        *(("order", number) for number in numbers.values()),
        ("order_cancel", numbers["unpaid"]),
        ("order_receipt", numbers["received"]),
        ("order_receive", numbers["sent"]),
        ("order_address", numbers["paid"]),
        ("order_review", numbers["received"]),
        ("review_follow_up", review),
        ("case", case),
        ("case_cancel", case),
        ("unite_confirm", guard(town)),
    ]
    assert {name for name, *_ in pages} | {"aftersale_new"} == OWN | BOUGHT
    window = look()
    window.sign_in(town.phone, people.PASSWORD)
    asking = f"{path('aftersale_new', numbers['received'])}?line={line}"
    assert check(window, *(path(*page) for page in pages), asking) == []


def guard(town) -> str:
    """Give the shopper a payment password and a linked service; return an offer to unite."""
    actor = town.village.shopper
    PaymentPassword.objects.create(user_id=actor.user_id, encoded="!")
    accounts.save_provider(actor=villages.SYSTEM, draft=PROVIDER)
    other = people.person(email="second@example.com", phone=None)
    code = people.code_for("second@example.com", CodePurpose.MERGE, actor)
    assert other != actor.user_id
    proof_id = accounts.prove_other(actor=actor, contact="second@example.com", code=code)
    return ids.encode("mrg", proof_id)


def test_pages_of_a_guest(town, look):
    group = towns.place_as_guest(town, "AB")
    (order,) = group.orders
    token = doors.link_to(group.group_id).rstrip("/").rsplit("/", 1)[-1]
    window = look()
    unpaid = [("guest_orders", token), ("guest_order", token, order.number)]
    unpaid += [("guest_order_cancel", token, order.number)]
    assert check(window, *(path(*page) for page in unpaid)) == []
    towns.pay(town, group)
    towns.ship(town, group)
    assert check(window, path("guest_order_receive", token, order.number)) == []
    case, line = a_case(town, group, contact=order.email)
    after = [("guest_order", token, order.number), ("guest_order_receipt", token, order.number)]
    after += [("guest_case", token, case), ("guest_case_cancel", token, case)]
    seen = {name for name, *_ in unpaid + after} | {"guest_order_receive", "guest_aftersale_new"}
    assert seen == GUEST
    asking = f"{path('guest_aftersale_new', token, order.number)}?line={line}"
    assert check(window, *(path(*page) for page in after), asking) == []


def a_case(town, group, contact: str = "") -> tuple[str, str]:
    """Have the return of an order's first line agreed to; return its number, and the next line."""
    order = town.orders(group.group_id)["M1"]
    first, second = order.lines
    case_id = aftersales.apply(
        actor=people.guest() if contact else town.village.shopper,
        request=CaseRequest(
            order_id=order.order_id,
            kind=CaseKind.RETURN_REFUND,
            reason=Reason.NO_REASON,
            lines=(LineRequest(first.line_id, 1),),
            contact=contact,
        ),
    )
    aftersales.approve(actor=town.village.owners["M1"], case_id=case_id)
    villages.settle()
    return aftersales_queries.get_case(case_id).number, ids.encode("lin", second.line_id)


def a_shared_cart(town) -> str:
    """Share a cart of two articles; return its code."""
    buyer, owner = town.village.shopper, town.village.owner
    for code in "AB":
        cart_id = cart.add_line(
            actor=buyer,
            owner=owner,
            market_code="cn",
            variant_id=town.village.variants[code],
            quantity=1,
        )
    return cart.share(actor=buyer, cart_id=cart_id, owner=owner)


def receive(town, group) -> None:
    for order in town.orders(group.group_id).values():
        orders.receive(actor=town.village.shopper, order_id=order.order_id)


def a_review(town, group) -> str:
    """Review one of two articles; return the id."""
    order = town.orders(group.group_id)["M1"]
    draft = ReviewDraft(order_line_id=order.lines[0].line_id, rating=5, text="很好喝")
    written = reviews.write(actor=town.village.shopper, order_id=order.order_id, drafts=[draft])
    return ids.encode("rev", written[0])


def slug_of(town, code: str) -> str:
    return catalog_queries.get_product(town.village.products[code]).slug


def path(name: str, *args: str) -> str:
    return reverse(f"storefront:{name}", args=args)


def check(window: Window, *pages: str) -> list[str]:
    """Return what axe finds on some pages, or on the one that is shown."""
    found = []
    for page in pages or ("",):
        if page:
            window.open(page)
        report = Axe().run(window.page).response
        found += [
            f"{window.page.url} {one['id']} {node['target']} {node['failureSummary']}"
            for one in report["violations"]
            if one["impact"] in GRAVE
            for node in one["nodes"]
        ]
    return found
