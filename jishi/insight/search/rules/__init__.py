"""Decisions of search: analysis, plan, spelling, ranking, facets, suggestions. Pure."""
