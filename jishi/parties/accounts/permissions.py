"""What a role may allow in this room."""

from jishi.foundation.platform import permissions

MANAGE_STAFF = permissions.declare(
    "accounts.manage_staff", "Give roles to people and take them away.", for_merchants=True
)
MANAGE_ROLES = permissions.declare(
    "accounts.manage_roles", "Make and change roles.", for_merchants=True
)
VIEW_CUSTOMERS = permissions.declare("accounts.view_customers", "See the accounts of customers.")
MANAGE_PROVIDERS = permissions.declare(
    "accounts.manage_providers", "Choose who vouches for people who sign in, and keep the keys."
)
