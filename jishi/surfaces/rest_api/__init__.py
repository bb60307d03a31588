"""The public REST API: thin doors over the same services as the pages."""
