"""What a role may be allowed to do with the books."""

from jishi.foundation.platform.permissions import declare

VIEW = declare("ledger.view", "See accounts and their entries.", for_merchants=True)
