"""Where every surface hangs."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path

from jishi.config import health, media
from jishi.surfaces.design import admission, pages
from jishi.surfaces.rest_api.api import api, reference

PAGES = {
    "merchant/": "jishi.surfaces.merchant_console.urls",
    "operator/": "jishi.surfaces.operator_console.urls",
    "warehouse/": "jishi.surfaces.warehouse_desk.urls",
    "": "jishi.surfaces.storefront.urls",
}

admission.declare("site", admission.Gate.OPEN, {"": "healthz readyz media api-docs offline"})
admission.declare("site", admission.Gate.MACHINE, {"": "metrics"})


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("webhooks/", include("jishi.surfaces.webhooks.urls")),
    re_path(r"^media/(?P<path>files/.+)$", media.public_file, name="media"),
]
urlpatterns += i18n_patterns(
    path("api/docs", reference, name="api-docs"),
    path("offline", pages.offline, name="offline"),
    *(path(prefix, include(urls)) for prefix, urls in PAGES.items() if _exists(urls)),
    prefix_default_language=False,
)

handler400 = "jishi.surfaces.design.pages.bad_request"
handler403 = "jishi.surfaces.design.pages.permission_denied"
handler404 = "jishi.surfaces.design.pages.page_not_found"
handler500 = "jishi.surfaces.design.pages.server_error"
