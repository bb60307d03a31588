"""What may be done to accounts; each use case is one transaction unless it says otherwise."""

from jishi.parties.accounts.services.accounts import create_account, register
from jishi.parties.accounts.services.addresses import (
    delete_address,
    save_address,
    set_default_address,
)
from jishi.parties.accounts.services.challenges import pose_challenge
from jishi.parties.accounts.services.closing import close_account, finish_closing, keep_account
from jishi.parties.accounts.services.codes import request_code, send_code
from jishi.parties.accounts.services.merging import merge_accounts, prove_other
from jishi.parties.accounts.services.outside import (
    begin_outside,
    finish_outside,
    link_proved,
    unlink,
)
from jishi.parties.accounts.services.passwords import change_password, reset_password
from jishi.parties.accounts.services.payment_passwords import (
    check_payment_password,
    set_free_pay,
    set_payment_password,
    take_free_payment,
)
from jishi.parties.accounts.services.profile import set_level, update_profile, verify_contact
from jishi.parties.accounts.services.providers import save_provider
from jishi.parties.accounts.services.roles import delete_role, ensure_roles, save_role
from jishi.parties.accounts.services.sessions import (
    forget_expired,
    revoke_other_sessions,
    revoke_session,
    sign_out,
    touch_session,
)
from jishi.parties.accounts.services.sign_in import sign_in
from jishi.parties.accounts.services.staff import assign_role, remove_role, remove_staff

__all__ = [
    "assign_role",
    "begin_outside",
    "change_password",
    "check_payment_password",
    "close_account",
    "create_account",
    "delete_address",
    "delete_role",
    "ensure_roles",
    "finish_closing",
    "finish_outside",
    "forget_expired",
    "keep_account",
    "link_proved",
    "merge_accounts",
    "pose_challenge",
    "prove_other",
    "register",
    "remove_role",
    "remove_staff",
    "request_code",
    "reset_password",
    "revoke_other_sessions",
    "revoke_session",
    "save_address",
    "save_provider",
    "save_role",
    "send_code",
    "set_default_address",
    "set_free_pay",
    "set_level",
    "set_payment_password",
    "sign_in",
    "sign_out",
    "take_free_payment",
    "touch_session",
    "unlink",
    "update_profile",
    "verify_contact",
]
