"""Tags of the console: an input in a cell, named by its row and column."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def cell(bound: BoundField, row: str) -> SafeString:
    """Render an input without its label; who cannot see the table hears row and column."""
    attrs = {"aria-label": f"{row}: {bound.label}"}
    if bound.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
    if not isinstance(bound.field.widget, CheckboxInput):
        attrs["class"] = "input"
    return bound.as_widget(attrs=attrs)
