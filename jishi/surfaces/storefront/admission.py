"""Who is let in at every address of the storefront."""

from jishi.surfaces.design.admission import Gate, declare

declare(
    "storefront",
    Gate.OPEN,
    {
        "": (
            "home personal market categories category search suggest clear_history product"
            " product_more product_delivery product_reviews product_mine shops shop shop_mine"
            " coupons cart share_cart shared_cart take_shared add select"
            " cart_coupons remove_problems start_checkout regions sign_in"
            " sign_in_by_code outside_start outside_back register reset_password sign_out"
            " find_order unread address_regions"
            " help help_returns help_delivery help_article privacy terms"
        ),
    },
)
declare(
    "storefront",
    Gate.HOLDER,
    {
        "": (
            "set_quantity set_saved remove checkout checkout_address checkout_contact"
            " checkout_delivery checkout_coupons checkout_points place"
            " pay pay_go pay_on_delivery pay_return"
            " pay_state pay_proof paid guest_orders guest_order guest_order_cancel"
            " guest_order_again guest_order_receipt guest_order_receipt_file"
            " guest_order_receive guest_order_extend"
            " guest_order_certificate guest_aftersale_new guest_case guest_case_cancel"
            " guest_case_ship guest_case_amend"
        ),
    },
)
declare(
    "storefront",
    Gate.MEMBER,
    {
        "": (
            "outside_link outside_unlink unite unite_confirm payment_password free_pay"
            " product_favorite shop_follow claim_code claim account profile security password"
            " verify_contact revoke_others revoke_device close_account keep_account addresses"
            " address_new address address_delete address_default orders order order_cancel"
            " order_again order_receipt order_receipt_file"
            " order_certificate movements aftersale_new case case_cancel case_ship case_amend"
            " order_receive order_extend order_address order_review order_keys aftersales reviews"
            " review_follow_up messages read_all choices read_message favorites clear_favorites"
            " my_favorite footprints clear_footprints footprint follows my_follow my_coupons"
            " points points_statement points_check_in points_make_up"
        ),
    },
)
