"""Addresses that providers call."""

from django.urls import path

from jishi.surfaces.webhooks.views import carriers, payments

app_name = "webhooks"
urlpatterns = [
    path("payments/<slug:provider>", payments.receive, name="payments"),
    path("carriers/<slug:carrier>", carriers.receive, name="carriers"),
]
