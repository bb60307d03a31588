"""Who is let in at every address of the console."""

from jishi.surfaces.design.admission import Gate, declare

declare(
    "operator",
    Gate.PLATFORM,
    {
        "": "home",
        "merchants.review": (
            "merchants identities merchant merchant_licence merchant_approve merchant_reject"
            " merchant_suspend merchant_reopen merchant_close merchant_terms"
        ),
        "catalog.review": "review products product product_approve product_reject product_block",
        "catalog.structure": (
            "categories category_new category category_move category_delete brands brand_new"
            " brand attributes attribute_new attribute"
        ),
        "inventory.view": "locations",
        "inventory.edit": "location_new location",
        "orders.view": "orders order standstills",
        "orders.review": "order_hold order_release order_push order_location order_unlock",
        "accounts.view_customers": "customers customer",
        "reviews.moderate": "reviews review_item review_show review_hide",
        "payments.view": (
            "payments transfers mismatches refunds payment transfer_proof cash cash_statement"
        ),
        "payments.confirm": (
            "transfer_confirm transfer_reject cash_confirm mismatch_resolve cash_new"
        ),
        "payments.refund": "refund_retry refund_take_over refund_done",
        "settlements.view": "settlements settlement",
        "ledger.view": "ledger statement ledger_proof",
        "promotions.edit": (
            "coupons coupon_new coupon coupon_edit coupon_activate coupon_pause coupon_void"
            " activities activity_start activity_new activity activity_edit activity_move"
        ),
        "loyalty.view": "loyalty_members loyalty_member loyalty_points loyalty_growth",
        "loyalty.adjust": "loyalty_adjust",
        "loyalty.edit": "levels level_new level level_delete",
        "search.edit": "ranking hot_words hot_word_new hot_word_forget",
        "notifications.edit": "templates deliveries delivery_resend template template_reset",
        "shipping.edit": (
            "carriers carrier_new carrier freight freight_new freight_edit freight_delete"
        ),
        "markets.edit": "markets market_new market",
        "accounts.manage_staff": "staff staff_new staff_account member role_take",
        "accounts.manage_providers": "providers provider_new provider",
        "accounts.manage_roles": "roles role_new role role_edit role_delete",
        "preferences.edit": (
            "settings settings_transfer settings_transfer_file settings_room setting mode"
            " mode_switch"
        ),
        "platform.operate": (
            "health events parked_events parked_event parked_event_retry parked_jobs parked_job"
            " parked_job_retry parked_timers parked_timer parked_timer_retry"
        ),
        "audit.view": "audit audit_verify audit_entry",
    },
)
