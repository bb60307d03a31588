"""A paper as an answer to a browser."""

from django.http import HttpResponse


def as_pdf(body: bytes, *, name: str) -> HttpResponse:
    """Return a PDF that the browser shows, and keeps under a name; no cache holds it."""
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
