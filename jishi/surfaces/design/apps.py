"""Wiring of the design app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Register templates, static files and the `jishi_design` tag library."""

    name = "jishi.surfaces.design"
    label = "design"
    verbose_name = "Design"
