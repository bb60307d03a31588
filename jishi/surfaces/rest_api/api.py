"""The API as a whole: version 1, its description, its refusals."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from jishi.surfaces.rest_api import docs, problems
from jishi.surfaces.rest_api.routes import (
    account,
    aftersales,
    carts,
    goods,
    loyalty,
    orders,
    promotions,
    shipping,
)

DESCRIPTION = """
Everything a storefront needs and what merchants automate.

- **Ids** are opaque and carry their kind: `prd_…`, `var_…`, `ord_…`.
- **Amounts** are integers of the currency's minor unit.
- **Languages**: `?lang=zh-hans` or `?lang=en`, else `Accept-Language`.
- **Refusals** are problem details (RFC 9457) with a stable `code`.
- **Writes** may carry an `Idempotency-Key`; a replay gets the first answer byte for byte.
- **Tokens**: `Authorization: Bearer …`, from `/account/tokens` or an app's key `jsk_…`.
"""

api = NinjaAPI(
    title="Jishi",
    version="1.0.0",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
problems.install(api)
for routes in (goods, promotions, carts, orders, shipping, aftersales, account, loyalty):
    api.add_router("", routes.router)


def reference(request: HttpRequest) -> HttpResponse:
    """Show every door of the API: what goes in, what comes out."""
    return docs.page(request, api)
