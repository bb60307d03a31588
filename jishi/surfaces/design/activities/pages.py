"""The pages of activities, for whoever runs them; a console adds its frame and its addresses.

The merchant console and the operator console mix these into their own kinds of pages, which
know the language, the way back and who may come in.
"""

from jishi.surfaces.design.activities.edits import MoveActivity, SaveActivity, StartActivity
from jishi.surfaces.design.activities.records import ActivityList, ActivityRecord

__all__ = ["ActivityList", "ActivityRecord", "MoveActivity", "SaveActivity", "StartActivity"]
