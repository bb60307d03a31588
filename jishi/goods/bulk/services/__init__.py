"""Write use cases of the room."""

from jishi.goods.bulk.services.exporting import write_table
from jishi.goods.bulk.services.importing import CHUNK, import_products
from jishi.goods.bulk.services.jobs import (
    cancel,
    change,
    check,
    choose,
    choose_and_check,
    export,
    start,
    upload,
)
from jishi.goods.bulk.services.pictures import gather
from jishi.goods.bulk.services.working import advance, forget_old, revive_stalled

__all__ = [
    "CHUNK",
    "advance",
    "cancel",
    "change",
    "check",
    "choose",
    "choose_and_check",
    "export",
    "forget_old",
    "gather",
    "import_products",
    "revive_stalled",
    "start",
    "upload",
    "write_table",
]
