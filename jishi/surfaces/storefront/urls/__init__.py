"""Every address of the storefront, below the language's home."""

from jishi.surfaces.storefront.urls import account, shopping

app_name = "storefront"
urlpatterns = [*shopping.urlpatterns, *account.urlpatterns]
