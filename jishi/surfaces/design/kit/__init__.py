"""Console pages in a few lines: lists, records, forms, confirmations and work queues."""

from jishi.surfaces.design.kit.base import ConsolePage
from jishi.surfaces.design.kit.columns import Column
from jishi.surfaces.design.kit.edit import ConfirmPage, FormPage
from jishi.surfaces.design.kit.lists import BulkAction, ListPage, SavedView, Wanted
from jishi.surfaces.design.kit.queues import Alert, QueuePage
from jishi.surfaces.design.kit.records import RecordPage, Section

__all__ = [
    "Alert",
    "BulkAction",
    "Column",
    "ConfirmPage",
    "ConsolePage",
    "FormPage",
    "ListPage",
    "QueuePage",
    "RecordPage",
    "SavedView",
    "Section",
    "Wanted",
]
