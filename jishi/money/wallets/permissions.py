"""What a role may be allowed to do with stored value."""

from jishi.foundation.platform.permissions import declare

VIEW = declare("wallets.view", "See people's purses and their statements.")
EDIT = declare("wallets.edit", "Give and take stored value, with a reason.")
