"""Addresses of the console: `/merchant/<shop>/…`."""

from django.urls import URLPattern, URLResolver, include, path

from jishi.surfaces.merchant_console import ids

ids.register()

# Converters must be known before the views' modules are named in patterns.
from jishi.surfaces.merchant_console.views import (  # noqa: E402
    accounts,
    activities,
    aftersales,
    appearance,
    application,
    bulk_changes,
    home,
    integrations,
    locations,
    merchants,
    messages,
    order_actions,
    orders,
    own_delivery,
    preferences,
    product_editor,
    product_grids,
    products,
    promotions,
    reviews,
    settlements,
    shipping,
    shop_categories,
    sourcing,
    standstills,
    stock,
    transfer_jobs,
    transfers,
    warehouse,
)

app_name = "merchant"

ORDER = "<shop_ord:order_id>/"
PARCEL = f"{ORDER}parcels/<shop_shp:shipment_id>/"
PRODUCT = "<shop_prd:product_id>/"
LEVEL = "<shop_var:variant_id>/<shop_loc:location_id>/"
CASE = "<shop_cas:case_id>/"
COUPON = "<shop_cpn:coupon_id>/"
ACTIVITY = "<shop_act:activity_id>/"
FREIGHT = "<shop_frt:template_id>/"
ZONE = "own/<shop_dzn:zone_id>/"
MEMBER = "<shop_usr:user_id>/"
ROLE = "<shop_rol:role_id>/"
APP = "<shop_app:app_id>/"
JOB = "<shop_blk:job_id>/"

orders_urls = [
    path("", orders.Orders.as_view(), name="orders"),
    path("ship/", warehouse.ShipBatch.as_view(), name="ship_batch"),
    path("slips/", warehouse.Slips.as_view(), name="slips"),
    path("slips.pdf", warehouse.SlipsFile.as_view(), name="slips_file"),
    path("picks/", warehouse.PickLists.as_view(), name="picks"),
    path("standstills/", standstills.Standstills.as_view(), name="standstills"),
    path("rules/", standstills.Rules.as_view(), name="order_rules"),
    path(ORDER, orders.Order.as_view(), name="order"),
    path(f"{ORDER}hold/", order_actions.Hold.as_view(), name="order_hold"),
    path(f"{ORDER}release/", order_actions.Release.as_view(), name="order_release"),
    path(f"{ORDER}push/", standstills.Push.as_view(), name="order_push"),
    path(f"{ORDER}warehouse/", sourcing.ChooseLocation.as_view(), name="order_location"),
    path(f"{ORDER}unlock/", sourcing.UnlockLocation.as_view(), name="order_unlock"),
    path(f"{ORDER}flag/", order_actions.SetFlag.as_view(), name="order_flag"),
    path(f"{ORDER}note/", order_actions.SetNote.as_view(), name="order_note"),
    path(f"{ORDER}address/", order_actions.ChangeAddress.as_view(), name="order_address"),
    path(f"{ORDER}reduce/", order_actions.ReducePrice.as_view(), name="order_reduce"),
    path(f"{PARCEL}ship/", order_actions.ShipParcel.as_view(), name="parcel_ship"),
    path(f"{PARCEL}split/", order_actions.SplitParcel.as_view(), name="parcel_split"),
    path(f"{PARCEL}number/", order_actions.FixNumber.as_view(), name="parcel_fix"),
    path(f"{PARCEL}delivered/", order_actions.DeliverParcel.as_view(), name="parcel_delivered"),
]

transfers_urls = [
    path("", transfers.Transfers.as_view(), name="transfers"),
    path("import/", transfers.Import.as_view(), name="import_new"),
    path("export/", transfers.Export.as_view(), name="export_new"),
    path(JOB, transfer_jobs.Job.as_view(), name="job"),
    path(f"{JOB}rows/", transfer_jobs.Rows.as_view(), name="job_rows"),
    path(f"{JOB}columns/", transfer_jobs.Columns.as_view(), name="job_columns"),
    path(f"{JOB}file/", transfer_jobs.ResultFile.as_view(), name="job_file"),
    path(f"{JOB}<slug:move>/", transfer_jobs.MoveJob.as_view(), name="job_move"),
]

products_urls: list[URLPattern | URLResolver] = [
    path("", products.Products.as_view(), name="products"),
    path("transfers/", include(transfers_urls)),
    path("change/", bulk_changes.ChangeMatching.as_view(), name="products_change"),
    path("new/", product_editor.NewProduct.as_view(), name="product_new"),
    path(PRODUCT, products.Product.as_view(), name="product"),
    path(f"{PRODUCT}basics/", product_editor.Basics.as_view(), name="product_basics"),
    path(f"{PRODUCT}pictures/", product_grids.Media.as_view(), name="product_media"),
    path(f"{PRODUCT}variants/", product_grids.Variants.as_view(), name="product_variants"),
    path(f"{PRODUCT}prices/", product_grids.Prices.as_view(), name="product_prices"),
    path(f"{PRODUCT}schedule/", product_editor.Schedule.as_view(), name="product_schedule"),
    path(f"{PRODUCT}<slug:move>/", product_editor.Move.as_view(), name="product_move"),
]

categories_urls = [
    path("", shop_categories.ShopCategories.as_view(), name="shop_categories"),
    path("new/", shop_categories.SaveShopCategory.as_view(), name="shop_category_new"),
    path(
        "<shop_stc:shop_category_id>/",
        shop_categories.SaveShopCategory.as_view(),
        name="shop_category",
    ),
    path(
        "<shop_stc:shop_category_id>/delete/",
        shop_categories.DeleteShopCategory.as_view(),
        name="shop_category_delete",
    ),
]

stock_urls = [
    path("", stock.Stock.as_view(), name="stock"),
    path("receive/", stock.Receive.as_view(), name="receive"),
    path("<shop_var:variant_id>/", stock.Movements.as_view(), name="movements"),
    path("<shop_var:variant_id>/keys/", locations.CardKeys.as_view(), name="card_keys"),
    path("<shop_var:variant_id>/keys/add/", locations.AddCardKeys.as_view(), name="card_keys_add"),
    path(LEVEL, stock.Movements.as_view(), name="level"),
    path(f"{LEVEL}receive/", stock.LevelReceive.as_view(), name="level_receive"),
    path(f"{LEVEL}count/", stock.LevelAdjust.as_view(), name="level_adjust"),
    path(f"{LEVEL}keep/", stock.LevelSafety.as_view(), name="level_safety"),
]

locations_urls = [
    path("", locations.Locations.as_view(), name="locations"),
    path("new/", locations.SaveLocation.as_view(), name="location_new"),
    path("<shop_loc:location_id>/", locations.SaveLocation.as_view(), name="location"),
]

cases_urls = [
    path("", aftersales.Cases.as_view(), name="cases"),
    path(CASE, aftersales.Case.as_view(), name="case"),
    path(f"{CASE}approve/", aftersales.Approve.as_view(), name="case_approve"),
    path(f"{CASE}reject/", aftersales.Reject.as_view(), name="case_reject"),
    path(f"{CASE}settle/", aftersales.Settle.as_view(), name="case_settle"),
    path(f"{CASE}receive/", aftersales.ReceiveReturn.as_view(), name="case_receive"),
]

activities_urls = [
    path("", activities.Activities.as_view(), name="activities"),
    path("new/", activities.StartActivity.as_view(), name="activity_start"),
    path("new/<slug:kind>/", activities.SaveActivity.as_view(), name="activity_new"),
    path(ACTIVITY, activities.Activity.as_view(), name="activity"),
    path(f"{ACTIVITY}edit/", activities.SaveActivity.as_view(), name="activity_edit"),
    path(f"{ACTIVITY}<slug:move>/", activities.MoveActivity.as_view(), name="activity_move"),
]

coupons_urls = [
    path("", promotions.Coupons.as_view(), name="coupons"),
    path("new/", promotions.SaveCoupon.as_view(), name="coupon_new"),
    path(COUPON, promotions.Coupon.as_view(), name="coupon"),
    path(f"{COUPON}edit/", promotions.SaveCoupon.as_view(), name="coupon_edit"),
    path(f"{COUPON}<slug:move>/", promotions.MoveCoupon.as_view(), name="coupon_move"),
]

freight_urls = [
    path("", shipping.Freight.as_view(), name="freight"),
    path("new/", shipping.SaveTemplate.as_view(), name="freight_new"),
    path("own/", own_delivery.Zones.as_view(), name="own_delivery"),
    path("own/new/", own_delivery.SaveZone.as_view(), name="own_delivery_new"),
    path(ZONE, own_delivery.SaveZone.as_view(), name="own_delivery_zone"),
    path(FREIGHT, shipping.SaveTemplate.as_view(), name="freight_template"),
    path(f"{FREIGHT}delete/", shipping.DeleteTemplate.as_view(), name="freight_delete"),
]

staff_urls = [
    path("", accounts.Staff.as_view(), name="staff"),
    path("new/", accounts.AddMember.as_view(), name="staff_add"),
    path(MEMBER, accounts.Member.as_view(), name="member"),
    path(f"{MEMBER}roles/new/", accounts.AssignRole.as_view(), name="member_assign"),
    path(f"{MEMBER}roles/{ROLE}", accounts.RemoveRole.as_view(), name="member_role"),
    path(f"{MEMBER}remove/", accounts.RemoveMember.as_view(), name="member_remove"),
]

roles_urls = [
    path("", accounts.Roles.as_view(), name="roles"),
    path("new/", accounts.SaveRole.as_view(), name="role_new"),
    path(ROLE, accounts.Role.as_view(), name="role"),
    path(f"{ROLE}edit/", accounts.SaveRole.as_view(), name="role_edit"),
    path(f"{ROLE}delete/", accounts.DeleteRole.as_view(), name="role_delete"),
]

apps_urls = [
    path("", integrations.Apps.as_view(), name="apps"),
    path("new/", integrations.NewApp.as_view(), name="app_new"),
    path(APP, integrations.App.as_view(), name="app"),
    path(f"{APP}rotate/", integrations.RotateApp.as_view(), name="app_rotate"),
    path(f"{APP}revoke/", integrations.RevokeApp.as_view(), name="app_revoke"),
]

shop_urls: list[URLPattern | URLResolver] = [
    path("", home.Home.as_view(), name="home"),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/read/", messages.ReadAll.as_view(), name="messages_read"),
    path("messages/<shop_msg:message_id>/", messages.OpenMessage.as_view(), name="message"),
    path("orders/", include(orders_urls)),
    path("products/", include(products_urls)),
    path("categories/", include(categories_urls)),
    path("stock/", include(stock_urls)),
    path("locations/", include(locations_urls)),
    path("after-sale/", include(cases_urls)),
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path("reviews/<shop_rev:review_id>/", reviews.Review.as_view(), name="review"),
    path("activities/", include(activities_urls)),
    path("coupons/", include(coupons_urls)),
    path("freight/", include(freight_urls)),
    path("settlement/", settlements.Settlement.as_view(), name="settlement"),
    path("ledger/", settlements.Ledger.as_view(), name="ledger"),
    path("staff/", include(staff_urls)),
    path("roles/", include(roles_urls)),
    path("apps/", include(apps_urls)),
    path("profile/", merchants.Profile.as_view(), name="profile"),
    path("appearance/", appearance.Look.as_view(), name="appearance"),
    path("settings/", preferences.Settings.as_view(), name="settings"),
    path("settings/<str:name>/", preferences.SaveSetting.as_view(), name="setting"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.Index.as_view(), name="index"),
    path("apply/", application.Apply.as_view(), name="apply"),
    path("apply/<slug:step>/", application.ApplyStep.as_view(), name="apply_step"),
    path("<slug:shop>/", include(shop_urls)),
]
