"""Who is let in at every address of the console."""

from jishi.surfaces.design.admission import Gate, declare

declare("merchant", Gate.MEMBER, {"": "index apply apply_step"})
declare(
    "merchant",
    Gate.SHOP,
    {
        "": "home",
        "orders.view": "orders order standstills messages messages_read message",
        "warehouse.work": "ship_batch slips slips_file picks parcel_ship case_receive",
        "orders.review": "order_hold order_release order_push order_location order_unlock",
        "orders.edit": "order_flag order_note order_address order_reduce",
        "shipping.ship": "parcel_split parcel_fix parcel_delivered",
        "catalog.edit": (
            "products product_new product product_basics product_media product_variants"
            " product_schedule product_move shop_categories shop_category_new shop_category"
            " shop_category_delete transfers import_new export_new job job_rows job_columns"
            " job_file job_move products_change"
        ),
        "pricing.edit": "product_prices",
        "inventory.view": "stock movements level locations",
        "inventory.edit": (
            "receive card_keys card_keys_add level_receive level_adjust level_safety location_new"
            " location"
        ),
        "aftersales.view": "cases case",
        "aftersales.decide": "case_approve case_reject case_settle",
        "reviews.reply": "reviews review",
        "promotions.edit": "coupons coupon_new coupon coupon_edit coupon_move"
        " activities activity_start activity_new activity activity_edit activity_move",
        "shipping.edit": "freight freight_new freight_template freight_delete"
        " own_delivery own_delivery_new own_delivery_zone",
        "settlements.view": "settlement",
        "ledger.view": "ledger",
        "accounts.manage_staff": "staff staff_add member member_assign member_role member_remove",
        "accounts.manage_roles": "roles role_new role role_edit role_delete",
        "integrations.manage": "apps app_new app app_rotate app_revoke",
        "merchants.edit": "profile appearance",
        "preferences.edit": "settings setting order_rules",
    },
)
