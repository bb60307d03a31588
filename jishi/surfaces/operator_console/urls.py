"""Addresses of the console: `/operator/…`."""

from django.urls import URLPattern, path

from jishi.surfaces.operator_console import ids

ids.register()

# Converters must be known before patterns name them.
from jishi.surfaces.operator_console.views import (  # noqa: E402
    activities,
    cash,
    coupons,
    health,
    home,
    identities,
    locations,
    loyalty,
    markets,
    merchants,
    mode,
    money,
    notifications,
    orders,
    payment_actions,
    payments,
    people,
    products,
    providers,
    reviews,
    roles,
    search,
    settings,
    settings_transfer,
    shipping,
    sourcing,
    standstills,
    structure,
)

app_name = "operator"

MERCHANT = "merchants/<op_mer:merchant_id>/"
CATEGORY = "categories/<op_cat:category_id>/"
PRODUCT = "products/<op_prd:product_id>/"
ORDER = "orders/<op_ord:order_id>/"
PAYMENT = "payments/<op_grp:group_id>/"
REFUND = f"{PAYMENT}refunds/<op_ref:refund_id>/"
COUPON = "coupons/<op_cpn:coupon_id>/"
ACTIVITY = "activities/<op_act:activity_id>/"
FREIGHT = "freight/<op_frt:template_id>/"
POINTS = "points/<op_usr:user_id>/"
MEMBER = "staff/<op_usr:user_id>/"
ROLE = "roles/<op_rol:role_id>/"
REVIEW = "reviews/<op_rev:review_id>/"
EVENT = "health/events/<int:delivery_id>/"
JOB = "health/jobs/<op_job:job_id>/"
TIMER = "health/timers/<op_tmr:timer_id>/"

urlpatterns: list[URLPattern] = [
    path("", home.Home.as_view(), name="home"),
    # Merchants
    path("merchants/", merchants.Merchants.as_view(), name="merchants"),
    path("merchants/identities", identities.Identities.as_view(), name="identities"),
    path(MERCHANT, merchants.Merchant.as_view(), name="merchant"),
    path(f"{MERCHANT}licence", merchants.Licence.as_view(), name="merchant_licence"),
    path(f"{MERCHANT}approve", merchants.Approve.as_view(), name="merchant_approve"),
    path(f"{MERCHANT}reject", merchants.Reject.as_view(), name="merchant_reject"),
    path(f"{MERCHANT}suspend", merchants.Suspend.as_view(), name="merchant_suspend"),
    path(f"{MERCHANT}reopen", merchants.Reopen.as_view(), name="merchant_reopen"),
    path(f"{MERCHANT}close", merchants.Close.as_view(), name="merchant_close"),
    path(f"{MERCHANT}terms", merchants.SetTerms.as_view(), name="merchant_terms"),
    # Goods
    path("review/", products.Review.as_view(), name="review"),
    path("products/", products.Products.as_view(), name="products"),
    path(PRODUCT, products.Product.as_view(), name="product"),
    path(f"{PRODUCT}approve", products.Approve.as_view(), name="product_approve"),
    path(f"{PRODUCT}reject", products.Reject.as_view(), name="product_reject"),
    path(f"{PRODUCT}block", products.Block.as_view(), name="product_block"),
    path("categories/", structure.Categories.as_view(), name="categories"),
    path("categories/new", structure.NewCategory.as_view(), name="category_new"),
    path(CATEGORY, structure.EditCategory.as_view(), name="category"),
    path(f"{CATEGORY}move", structure.MoveCategory.as_view(), name="category_move"),
    path(f"{CATEGORY}delete", structure.DeleteCategory.as_view(), name="category_delete"),
    path("brands/", structure.Brands.as_view(), name="brands"),
    path("brands/new", structure.NewBrand.as_view(), name="brand_new"),
    path("brands/<str:code>/", structure.EditBrand.as_view(), name="brand"),
    path("attributes/", structure.Attributes.as_view(), name="attributes"),
    path("attributes/new", structure.NewAttribute.as_view(), name="attribute_new"),
    path("attributes/<str:code>/", structure.EditAttribute.as_view(), name="attribute"),
    path("locations/", locations.Locations.as_view(), name="locations"),
    path("locations/new", locations.NewLocation.as_view(), name="location_new"),
    path("locations/<op_loc:location_id>/", locations.EditLocation.as_view(), name="location"),
    # Sales
    path("orders/", orders.Orders.as_view(), name="orders"),
    path("orders/standstills", standstills.Standstills.as_view(), name="standstills"),
    path(ORDER, orders.Order.as_view(), name="order"),
    path(f"{ORDER}hold", orders.Hold.as_view(), name="order_hold"),
    path(f"{ORDER}release", orders.Release.as_view(), name="order_release"),
    path(f"{ORDER}warehouse", sourcing.ChooseLocation.as_view(), name="order_location"),
    path(f"{ORDER}unlock", sourcing.UnlockLocation.as_view(), name="order_unlock"),
    path(f"{ORDER}push", standstills.Push.as_view(), name="order_push"),
    path("customers/", people.Customers.as_view(), name="customers"),
    path("customers/<op_usr:user_id>/", people.Customer.as_view(), name="customer"),
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path(REVIEW, reviews.Review.as_view(), name="review_item"),
    path(f"{REVIEW}show", reviews.Show.as_view(), name="review_show"),
    path(f"{REVIEW}hide", reviews.Hide.as_view(), name="review_hide"),
    # Money
    path("payments/", payments.Payments.as_view(), name="payments"),
    path("payments/transfers/", payments.Transfers.as_view(), name="transfers"),
    path("payments/mismatches/", payments.Mismatches.as_view(), name="mismatches"),
    path("payments/cash/", cash.Cash.as_view(), name="cash"),
    path("payments/cash/new", cash.NewStatement.as_view(), name="cash_new"),
    path("payments/cash/<op_rmt:remittance_id>/", cash.Statement.as_view(), name="cash_statement"),
    path("payments/refunds/", payments.Refunds.as_view(), name="refunds"),
    path(PAYMENT, payments.Payment.as_view(), name="payment"),
    path(f"{PAYMENT}proof", payments.Proof.as_view(), name="transfer_proof"),
    path(f"{PAYMENT}confirm", payment_actions.ConfirmTransfer.as_view(), name="transfer_confirm"),
    path(f"{PAYMENT}reject", payment_actions.RejectProof.as_view(), name="transfer_reject"),
    path(f"{PAYMENT}cash", payment_actions.ConfirmCash.as_view(), name="cash_confirm"),
    path(
        f"{PAYMENT}attempts/<op_pat:attempt_id>/resolve",
        payment_actions.ResolveMismatch.as_view(),
        name="mismatch_resolve",
    ),
    path(f"{REFUND}retry", payment_actions.RetryRefund.as_view(), name="refund_retry"),
    path(f"{REFUND}take-over", payment_actions.TakeOverRefund.as_view(), name="refund_take_over"),
    path(f"{REFUND}done", payment_actions.RefundDone.as_view(), name="refund_done"),
    path("settlements/", money.Settlements.as_view(), name="settlements"),
    path("settlements/<op_mer:merchant_id>/", money.Settlement.as_view(), name="settlement"),
    path("ledger/", money.Ledger.as_view(), name="ledger"),
    path("ledger/statement", money.Statement.as_view(), name="statement"),
    path("ledger/proof", money.Proof.as_view(), name="ledger_proof"),
    # Marketing
    path("activities/", activities.Activities.as_view(), name="activities"),
    path("activities/new/", activities.StartActivity.as_view(), name="activity_start"),
    path("activities/new/<slug:kind>", activities.SaveActivity.as_view(), name="activity_new"),
    path(ACTIVITY, activities.Activity.as_view(), name="activity"),
    path(f"{ACTIVITY}edit", activities.SaveActivity.as_view(), name="activity_edit"),
    path(f"{ACTIVITY}<slug:move>", activities.MoveActivity.as_view(), name="activity_move"),
    path("coupons/", coupons.Coupons.as_view(), name="coupons"),
    path("coupons/new", coupons.NewCoupon.as_view(), name="coupon_new"),
    path(COUPON, coupons.Coupon.as_view(), name="coupon"),
    path(f"{COUPON}edit", coupons.EditCoupon.as_view(), name="coupon_edit"),
    path(f"{COUPON}start", coupons.Activate.as_view(), name="coupon_activate"),
    path(f"{COUPON}pause", coupons.Pause.as_view(), name="coupon_pause"),
    path(f"{COUPON}void", coupons.Void.as_view(), name="coupon_void"),
    path("hot-words/", search.HotWords.as_view(), name="hot_words"),
    path("hot-words/save", search.SaveWord.as_view(), name="hot_word_new"),
    path("hot-words/forget", search.ForgetWord.as_view(), name="hot_word_forget"),
    path("ranking/", search.Ranking.as_view(), name="ranking"),
    path("notifications/", notifications.Templates.as_view(), name="templates"),
    path("notifications/log/", notifications.Deliveries.as_view(), name="deliveries"),
    path(
        "notifications/log/<op_dlv:delivery_id>/resend",
        notifications.Resend.as_view(),
        name="delivery_resend",
    ),
    path("notifications/<str:key>/", notifications.Template.as_view(), name="template"),
    path(
        "notifications/<str:key>/reset",
        notifications.ResetTemplate.as_view(),
        name="template_reset",
    ),
    # Members
    path("levels/", loyalty.Levels.as_view(), name="levels"),
    path("levels/new", loyalty.NewLevel.as_view(), name="level_new"),
    path("levels/<str:code>/", loyalty.EditLevel.as_view(), name="level"),
    path("levels/<str:code>/delete", loyalty.RemoveLevel.as_view(), name="level_delete"),
    path("points/", loyalty.Members.as_view(), name="loyalty_members"),
    path(POINTS, loyalty.Member.as_view(), name="loyalty_member"),
    path(f"{POINTS}points", loyalty.Points.as_view(), name="loyalty_points"),
    path(f"{POINTS}growth", loyalty.Growth.as_view(), name="loyalty_growth"),
    path(f"{POINTS}adjust", loyalty.Adjust.as_view(), name="loyalty_adjust"),
    # Delivery
    path("carriers/", shipping.Carriers.as_view(), name="carriers"),
    path("carriers/new", shipping.NewCarrier.as_view(), name="carrier_new"),
    path("carriers/<str:code>/", shipping.EditCarrier.as_view(), name="carrier"),
    path("freight/", shipping.FreightTemplates.as_view(), name="freight"),
    path("freight/new", shipping.NewFreight.as_view(), name="freight_new"),
    path(FREIGHT, shipping.EditFreight.as_view(), name="freight_edit"),
    path(f"{FREIGHT}delete", shipping.DeleteFreight.as_view(), name="freight_delete"),
    # Platform
    path("markets/", markets.Markets.as_view(), name="markets"),
    path("markets/new", markets.NewMarket.as_view(), name="market_new"),
    path("markets/<str:code>/", markets.EditMarket.as_view(), name="market"),
    path("staff/", people.Staff.as_view(), name="staff"),
    path("staff/give", people.GiveRole.as_view(), name="staff_new"),
    path("staff/account", people.NewAccount.as_view(), name="staff_account"),
    path(MEMBER, people.Member.as_view(), name="member"),
    path(f"{MEMBER}roles/<op_rol:role_id>/take", people.TakeRole.as_view(), name="role_take"),
    path("roles/", roles.Roles.as_view(), name="roles"),
    path("roles/new", roles.NewRole.as_view(), name="role_new"),
    path(ROLE, roles.Role.as_view(), name="role"),
    path(f"{ROLE}edit", roles.EditRole.as_view(), name="role_edit"),
    path(f"{ROLE}delete", roles.DeleteRole.as_view(), name="role_delete"),
    path("sign-in-providers/", providers.Providers.as_view(), name="providers"),
    path("sign-in-providers/new", providers.NewProvider.as_view(), name="provider_new"),
    path("sign-in-providers/<slug:code>/", providers.EditProvider.as_view(), name="provider"),
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/mode", mode.Mode.as_view(), name="mode"),
    path("settings/mode/switch", mode.Switch.as_view(), name="mode_switch"),
    path("settings/transfer/", settings_transfer.Transfer.as_view(), name="settings_transfer"),
    path(
        "settings/transfer/file", settings_transfer.Export.as_view(), name="settings_transfer_file"
    ),
    path("settings/<slug:room>/", settings.Room.as_view(), name="settings_room"),
    path("settings/change/<str:name>", settings.Setting.as_view(), name="setting"),
    path("health/", health.Health.as_view(), name="health"),
    path("health/catalogue", health.Events.as_view(), name="events"),
    path("health/events/", health.ParkedEvents.as_view(), name="parked_events"),
    path(EVENT, health.ParkedEvent.as_view(), name="parked_event"),
    path(f"{EVENT}retry", health.RetryEvent.as_view(), name="parked_event_retry"),
    path("health/jobs/", health.ParkedJobs.as_view(), name="parked_jobs"),
    path(JOB, health.ParkedJob.as_view(), name="parked_job"),
    path(f"{JOB}retry", health.RetryJob.as_view(), name="parked_job_retry"),
    path("health/timers/", health.ParkedTimers.as_view(), name="parked_timers"),
    path(TIMER, health.ParkedTimer.as_view(), name="parked_timer"),
    path(f"{TIMER}retry", health.RetryTimer.as_view(), name="parked_timer_retry"),
    path("audit/", health.Audit.as_view(), name="audit"),
    path("audit/verify", health.Verify.as_view(), name="audit_verify"),
    path("audit/<op_aud:entry_id>/", health.AuditEntry.as_view(), name="audit_entry"),
]
