"""Public files, for houses without a web server in front: named by content, so kept for long."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

A_YEAR = "public, max-age=31536000, immutable"


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a public file. Its name is made of its bytes: it never changes."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = A_YEAR
    return response
