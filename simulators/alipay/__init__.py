"""A payment gateway that speaks the Alipay OpenAPI v2 protocol."""
