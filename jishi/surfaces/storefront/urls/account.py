"""Addresses of a shopper's own pages."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from jishi.surfaces.storefront.views import (
    account,
    addresses,
    aftersales,
    coupons,
    favorites,
    guest_orders,
    help,
    messages,
    movements,
    orders,
    outside,
    papers,
    payment_password,
    points,
    profile,
    reviews,
    security,
    sign_in,
    uniting,
)


def _both_doors(
    route: str, view: Callable[..., HttpResponse], name: str
) -> tuple[URLPattern, URLPattern]:
    """Return a page's address for members, and the one for guests with a signed link."""
    return (
        path(f"account/{route}", view, name=name),
        path(f"guest/<str:token>/{route}", view, name=f"guest_{name}"),
    )


_entry = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_by_code, name="sign_in_by_code"),
    path("register/", sign_in.register, name="register"),
    path("reset-password/", sign_in.reset_password, name="reset_password"),
    path("sign-in/with/<slug:provider>/", outside.start, name="outside_start"),
    path("sign-in/with/<slug:provider>/back/", outside.back, name="outside_back"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]

_self = [
    path("account/", account.home, name="account"),
    path("account/profile/", profile.profile, name="profile"),
    path("account/security/", security.security, name="security"),
    path("account/security/password/", security.change_password, name="password"),
    path("account/security/contact/", security.verify_contact, name="verify_contact"),
    path("account/security/devices/others/", security.revoke_others, name="revoke_others"),
    path("account/security/devices/<str:key>/", security.revoke_device, name="revoke_device"),
    path("account/security/link/", outside.link, name="outside_link"),
    path("account/security/links/<str:key>/", outside.unlink, name="outside_unlink"),
    path("account/security/unite/", uniting.prove, name="unite"),
    path("account/security/unite/<str:key>/", uniting.confirm, name="unite_confirm"),
    path(
        "account/security/payment-password/",
        payment_password.payment_password,
        name="payment_password",
    ),
    path("account/security/free-pay/", payment_password.free_pay, name="free_pay"),
    path("account/security/close/", security.close_account, name="close_account"),
    path("account/security/keep/", security.keep_account, name="keep_account"),
    path("account/addresses/", addresses.book, name="addresses"),
    path("account/addresses/new/", addresses.edit, name="address_new"),
    path("account/addresses/regions/", addresses.regions, name="address_regions"),
    path("account/addresses/<str:key>/", addresses.edit, name="address"),
    path("account/addresses/<str:key>/delete/", addresses.delete, name="address_delete"),
    path("account/addresses/<str:key>/default/", addresses.make_default, name="address_default"),
]

_orders = [
    path("account/orders/", orders.list_orders, name="orders"),
    path("orders/find/", guest_orders.find, name="find_order"),
    path("guest/<str:token>/", guest_orders.show, name="guest_orders"),
    *_both_doors("orders/<str:key>/", orders.show, "order"),
    *_both_doors("orders/<str:key>/cancel/", orders.cancel, "order_cancel"),
    *_both_doors("orders/<str:key>/again/", orders.buy_again, "order_again"),
    *_both_doors("orders/<str:key>/receipt/", papers.receipt, "order_receipt"),
    *_both_doors("orders/<str:key>/receipt.pdf", papers.receipt_file, "order_receipt_file"),
    *_both_doors("orders/<str:key>/payment.pdf", papers.certificate, "order_certificate"),
    *_both_doors("orders/<str:key>/refund/", aftersales.ask, "aftersale_new"),
    path("account/movements/", movements.list_movements, name="movements"),
    *_both_doors("orders/<str:key>/received/", orders.receive, "order_receive"),
    *_both_doors("orders/<str:key>/extend/", orders.extend, "order_extend"),
    path("account/orders/<str:key>/address/", orders.change_address, name="order_address"),
    path("account/orders/<str:key>/review/", reviews.write, name="order_review"),
    path("account/orders/<str:key>/keys/<str:line>/", orders.card_keys, name="order_keys"),
]

_care = [
    path("account/aftersales/", aftersales.list_cases, name="aftersales"),
    *_both_doors("aftersales/<str:key>/", aftersales.show, "case"),
    *_both_doors("aftersales/<str:key>/cancel/", aftersales.cancel, "case_cancel"),
    *_both_doors("aftersales/<str:key>/ship/", aftersales.send_back, "case_ship"),
    *_both_doors("aftersales/<str:key>/amend/", aftersales.amend, "case_amend"),
    path("account/reviews/", reviews.mine, name="reviews"),
    path("account/reviews/<str:key>/more/", reviews.follow_up, name="review_follow_up"),
    path("account/messages/", messages.inbox, name="messages"),
    path("account/messages/read/", messages.read_all, name="read_all"),
    path("account/messages/choices/", messages.choices, name="choices"),
    path("account/messages/unread/", messages.unread, name="unread"),
    path("account/messages/<str:key>/read/", messages.read, name="read_message"),
    path("account/favorites/", favorites.favorites, name="favorites"),
    path("account/favorites/clear/", favorites.clear_favorites, name="clear_favorites"),
    path("account/favorites/<str:key>/", favorites.toggle, name="my_favorite"),
    path("account/footprints/", favorites.footprints, name="footprints"),
    path("account/footprints/clear/", favorites.clear_footprints, name="clear_footprints"),
    path("account/footprints/<str:key>/", favorites.remove_footprint, name="footprint"),
    path("account/follows/", favorites.follows, name="follows"),
    path("account/follows/<str:key>/", favorites.toggle_follow, name="my_follow"),
    path("account/coupons/", coupons.mine, name="my_coupons"),
    path("account/points/", points.overview, name="points"),
    path("account/points/movements/", points.statement, name="points_statement"),
    path("account/points/check-in/", points.check_in, name="points_check_in"),
    path("account/points/make-up/", points.make_up, name="points_make_up"),
]

_help = [
    path("help/", help.center, name="help"),
    path("help/returns/", help.article, {"name": "returns"}, name="help_returns"),
    path("help/delivery/", help.article, {"name": "delivery"}, name="help_delivery"),
    path("help/<slug:name>/", help.article, name="help_article"),
    path("privacy/", help.article, {"name": "privacy"}, name="privacy"),
    path("terms/", help.article, {"name": "terms"}, name="terms"),
]

urlpatterns: list[URLPattern] = [*_entry, *_self, *_orders, *_care, *_help]
