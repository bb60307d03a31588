"""Templates render, escape what people type, and say what they show."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils.translation import override

from jishi.surfaces.design import pages
from jishi.surfaces.design.icons import ICONS
from jishi.surfaces.design.pager import paginate
from jishi.surfaces.design.types import Link, Option, ProductCard, QueueTile, Site, StatTile

pytestmark = pytest.mark.urls(__name__)
urlpatterns = [path("shoes/", lambda request: None)]

EVIL = "<script>alert(1)</script>"


class Photo:
    """A picture in two sizes and one modern format."""

    width, height, widths, formats = 800, 600, (400, 800), ("avif",)

    def src(self, width: int, fmt: str = "") -> str:
        return f"/media/p-{width}.{fmt or 'jpg'}"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def render(source: str, **context) -> str:
    return Template("{% load jishi_design %}" + source).render(Context(context))


def request(url: str = "/"):
    return RequestFactory().get(url)


def test_an_icon_without_a_label_is_hidden_from_readers():
    assert "aria-hidden=true" in render('{% icon "cart" %}')


def test_an_icon_with_a_label_speaks_and_escapes():
    html = render('{% icon "cart" label=label %}', label='"<b>')
    assert 'role="img" aria-label="&quot;&lt;b&gt;"' in html


def test_every_icon_is_drawn():
    assert all("<path" in shapes or "<circle" in shapes for shapes in ICONS.values())


def test_a_product_card_escapes_its_title_and_shows_the_price_with_its_reason():
    card = ProductCard(
        url="/p/1",
        title=EVIL,
        price_minor=129900,
        currency="USD",
        list_price_minor=159900,
        reason="Coupon price",
        picture=Photo(),
        sold=12_000,
    )
    html = render_to_string("design/product_card.html", {"product": card})
    assert EVIL not in html
    assert html.count("&lt;script&gt;") == 2
    assert "<small>$</small>1,299<small>.00</small>" in html
    assert "$1,599.00</s>" in html
    assert "Coupon price" in html


def test_a_picture_offers_sizes_and_formats_and_keeps_its_place():
    html = render('{% picture photo "A chair" "50vw" %}', photo=Photo())
    assert (
        '<source type="image/avif" srcset="/media/p-400.avif 400w, /media/p-800.avif 800w"' in html
    )
    assert 'width="800" height="600" alt="A chair" loading="lazy"' in html


def test_a_missing_picture_still_says_what_it_would_show():
    assert 'aria-label="A chair"' in render('{% picture photo "A chair" %}', photo=None)


def test_an_option_that_cannot_be_had_is_disabled():
    options = [Option("s", "Small", checked=True), Option("l", EVIL, disabled=True)]
    html = render_to_string("design/options.html", {"name": "size", "options": options})
    assert html.count("disabled") == 1
    assert EVIL not in html


def test_quantity_buttons_submit_the_next_numbers():
    html = render('{% quantity "quantity" 3 1 4 %}')
    assert 'name="quantity" value="2" data-step="-1"' in html
    assert 'name="quantity" value="4" data-step="1"' in html
    assert html.index('type="number"') < html.index("data-step"), "a pressed button comes last"


def test_quantity_at_its_top_disables_the_plus():
    html = render('{% quantity "quantity" 4 1 4 %}')
    assert 'data-step="1" aria-label="One more" disabled' in html


def test_a_status_shows_words_and_tone():
    html = render('{% status_pill "order" "awaiting_payment" %}')
    assert html.strip() == '<span class="pill" data-tone="wait">Awaiting payment</span>'


def test_an_undeclared_status_shows_its_own_name():
    assert ">Half baked<" in render('{% status_pill "bread" "half_baked" %}')


def test_page_url_changes_one_parameter_and_keeps_the_rest():
    html = render(
        "{% page_url page=2 cursor=None %}",
        request=request("/shoes/?color=red&color=blue&cursor=x"),
    )
    assert html == "/shoes/?color=red&amp;color=blue&amp;page=2"


def test_query_without_removes_one_of_several_values():
    html = render(
        '{% query_without "color" "red" %}', request=request("/shoes/?color=red&color=blue&page=3")
    )
    assert html == "/shoes/?color=blue"


@pytest.mark.parametrize(
    ("here", "path", "language", "there"),
    [
        ("zh-hans", "/lamps/?a=1", "en", "/en/lamps/?a=1"),
        ("en", "/en/lamps/?a=1", "zh-hans", "/lamps/?a=1"),
        ("en", "/en/lamps/", "en", "/en/lamps/"),
    ],
)
def test_the_language_switch_keeps_the_page(here, path, language, there):
    with override(here):
        html = render(
            "{% switch_language_url language %}", language=language, request=request(path)
        )
    assert html == there


def test_with_next_leads_back_here():
    html = render('{% with_next "/market/us" %}', request=request("/shoes/?a=1"))
    assert html == "/market/us?next=%2Fshoes%2F%3Fa%3D1"


def test_stars_are_rounded_to_halves():
    html = render_to_string("design/rating.html", {"value": 3.4, "count": 12})
    assert html.count("is-full") == 3
    assert ICONS["star-half"] in html


def test_a_late_queue_is_marked_and_a_done_one_says_so():
    late = render_to_string("design/queue_tile.html", {"tile": QueueTile("To ship", 12, "/q", 3)})
    done = render_to_string("design/queue_tile.html", {"tile": QueueTile("To ship", 0, "/q")})
    assert "data-late" in late
    assert "3 late" in late
    assert "data-clear" in done
    assert "All done" in done


def test_a_falling_rate_is_good_where_down_is_good():
    tile = StatTile("Refunds", "1.8%", "/r", trend_bp=-40, good_when_up=False)
    html = render_to_string("design/stat_tile.html", {"tile": tile})
    assert 'data-tone="good"' in html
    assert "0.4%" in html


def test_page_numbers_leave_gaps():
    pager = paginate(6, 240, 20)
    assert pager.around == (1, None, 4, 5, 6, 7, 8, None, 12)
    assert (pager.previous, pager.next) == (5, 7)


def test_a_gap_of_one_page_shows_the_page():
    assert paginate(4, 100, 10).around == (1, 2, 3, 4, 5, 6, None, 10)


def test_one_page_needs_no_numbers():
    assert paginate(1, 20, 20) is None


def test_the_shop_page_has_its_landmarks():
    site = Site(name=EVIL, home_url="/", icp="ICP 1", icp_url="/icp")
    shell = {"nav": (Link("Shoes", "/shoes/", current=True),), "cart_count": 120, "section": "cart"}
    html = render_to_string("design/shop_base.html", {"site": site, "shell": shell}, request())
    assert EVIL not in html
    for landmark in ("<header", "<main", "<footer", "<search", 'class="skip-link"', "aria-live"):
        assert landmark in html
    assert "99+" in html
    assert '<html lang="en">' in html


def test_no_template_carries_inline_styles_or_scripts():
    html = render_to_string("design/shop_base.html", {"site": None, "shell": None}, request())
    assert "style=" not in html
    assert "<script>" not in html
    assert "onclick" not in html


@pytest.mark.parametrize(
    ("view", "status"),
    [(pages.bad_request, 400), (pages.permission_denied, 403), (pages.page_not_found, 404)],
)
def test_error_pages_answer_with_their_status(view, status):
    response = view(request("/nowhere/"), exception=ValueError("secret"))
    assert response.status_code == status
    assert b"secret" not in response.content


def test_a_missing_page_offers_a_search():
    assert b'action="/en/search/"' in pages.page_not_found(request("/nowhere/")).content


def test_a_fault_of_ours_shows_the_request_id():
    broken = request("/boom/")
    broken.request_id = "ab12cd34"
    response = pages.server_error(broken)
    assert response.status_code == 500
    assert b"ab12cd34" in response.content
