"""Who is let in at every address of the API."""

from jishi.surfaces.design.admission import Gate, declare

declare(
    "api",
    Gate.OPEN,
    {
        "": (
            "openapi-json api-root list_markets list_categories list_products search suggest"
            " get_product list_regions list_carriers list_coupons parse_address create_cart"
            " request_code register sign_in look_up"
        ),
    },
)
declare(
    "api",
    Gate.HOLDER,
    {
        "": (
            "get_cart add_line set_quantity remove_line choose_coupons start_checkout"
            " get_checkout set_address choose_delivery choose_checkout_coupons place_order"
            " use_points"
            " get_group cancel list_methods pay get_payment"
        ),
    },
)
declare(
    "api",
    Gate.MEMBER,
    {
        "": (
            "list_orders receive sign_out get_account list_addresses save_address delete_address"
            " claim apply list_own cancel_case send_back get_points get_level check_in"
        ),
    },
)
declare(
    "api",
    Gate.BUYER_OR_STAFF,
    {"orders.view": "get_order list_of_order list_returnable", "aftersales.view": "get_case"},
)
declare(
    "api",
    Gate.STAFF,
    {
        "orders.view": "list_of_shops",
        "aftersales.view": "list_cases_of_shops",
        "aftersales.decide": "approve reject",
        "warehouse.work": "list_shipments ship receive_return",
    },
)
