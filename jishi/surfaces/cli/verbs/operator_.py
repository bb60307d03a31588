"""`bin/jishi operator`: the first login of a shop without a demo town, and further ones."""

import argparse
import getpass
import secrets
import sys
from pathlib import Path

from jishi.surfaces.cli import start

ROLE = "platform.administrator"


def run(arguments: list[str]) -> int:
    """Make an account that administers the shop, or give the role to one that exists."""
    parser = argparse.ArgumentParser(
        prog="bin/jishi operator",
        description="Make an operator with every permission. The shop must have been set up.",
    )
    parser.add_argument("action", choices=["create"])
    parser.add_argument("email", help="what the operator signs in with")
    parser.add_argument(
        "--ask", action="store_true", help="ask for the password instead of making one up"
    )
    parser.add_argument("--data", type=Path, help="data folder, as of `up`")
    options = parser.parse_args(arguments)
    start.use_data(options.data)
    start.start()
    from jishi.foundation.kernel.errors import JishiError

    password = getpass.getpass("Password: ") if options.ask else secrets.token_urlsafe(12)
    try:
        is_new = _create(options.email, password)
    except JishiError as refusal:
        print(f"jishi: {refusal}", file=sys.stderr)
        return 1
    if not is_new:
        print(f"{options.email} has an account; it is an administrator now, its password stays.")
    elif options.ask:
        print(f"{options.email} is an administrator.")
    else:
        print(f"{options.email} is an administrator. Password: {password}")
    return 0


def _create(email: str, password: str) -> bool:
    """Make the account unless there is one; return whether it is new.

    Raises: BadContact, WeakPassword.
    """
    from jishi.foundation.kernel.actors import Actor
    from jishi.parties.accounts import queries as accounts_queries
    from jishi.parties.accounts import services as accounts

    house = Actor.system("operator")
    accounts.ensure_roles(actor=house)
    role = accounts_queries.find_role(ROLE)
    assert role is not None, "the built-in roles were just made"
    known = accounts_queries.find_user(email)
    user_id = (
        known.id if known else accounts.create_account(actor=house, email=email, password=password)
    )
    accounts.assign_role(actor=house, user_id=user_id, role_id=role.id)
    return known is None
