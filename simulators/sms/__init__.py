"""A text message provider that speaks the Alibaba Cloud Dysms protocol."""
