"""What roles may do with search."""

from jishi.foundation.platform.permissions import declare

EDIT = declare("search.edit", "Change hot words and rebuild the index.")
