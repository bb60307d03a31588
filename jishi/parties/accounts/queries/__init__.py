"""What others may read of accounts."""

from jishi.parties.accounts.queries.access import (
    builtin_roles,
    find_role,
    find_visit,
    get_actor,
    get_role,
    list_assignments,
    list_roles,
    list_sessions,
    list_staff,
)
from jishi.parties.accounts.queries.addresses import (
    check_address,
    find_region,
    get_address,
    list_addresses,
    list_region_path,
    list_regions,
    parse_address,
)
from jishi.parties.accounts.queries.people import (
    export_account,
    find_user,
    get_user,
    list_people,
    names_of,
    parse_contact,
)

__all__ = [
    "builtin_roles",
    "check_address",
    "export_account",
    "find_region",
    "find_role",
    "find_user",
    "find_visit",
    "get_actor",
    "get_address",
    "get_role",
    "get_user",
    "list_addresses",
    "list_assignments",
    "list_people",
    "list_region_path",
    "list_regions",
    "list_roles",
    "list_sessions",
    "list_staff",
    "names_of",
    "parse_address",
    "parse_contact",
]
