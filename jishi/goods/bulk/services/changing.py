"""Changes of state of many products, each a use case of its own with a row that tells."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, JishiError
from jishi.foundation.platform.transactions import transactional
from jishi.goods.bulk.adapters import shelf
from jishi.goods.bulk.models import BulkJob
from jishi.goods.bulk.services import keeping
from jishi.goods.bulk.types import Outcome
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductAction

BATCH = 50

_SERVICES: Mapping[ProductAction, Callable[..., Any]] = {
    ProductAction.PUBLISH: catalog.publish,
    ProductAction.UNPUBLISH: catalog.unpublish,
    ProductAction.SUBMIT: catalog.submit_product,
    ProductAction.RECYCLE: catalog.recycle,
    ProductAction.RESTORE: catalog.restore,
}


def step(actor: Actor, job: BulkJob) -> bool:
    """Change the next products of a job; return whether more may be left.

    Raises: FileNotFoundError if the selection is gone; Forbidden.
    """
    action = ProductAction(job.options["change"])
    offset, done = job.offset, 0
    for following, (product_id, code) in shelf.read_rows(job.id, offset):
        place = job.done_rows + done + 1
        at = _Place(job.id, offset, following, place, code)
        try:
            is_mine = _change(actor, at, action, UUID(product_id))
        except Forbidden:
            raise
        except JishiError as error:
            is_mine = _refuse(at, error)
        if not is_mine:
            return True
        offset, done = following, done + 1
        if done == BATCH:
            return True
    keeping.finish(job.id, offset)
    return False


class _Place:
    """Where a row of a selection stands. following: where the next one begins."""

    def __init__(self, job_id: UUID, offset: int, following: int, line: int, code: str) -> None:
        self.job_id, self.offset, self.following = job_id, offset, following
        self.line, self.code = line, code


@transactional
def _change(actor: Actor, at: _Place, action: ProductAction, product_id: UUID) -> bool:
    """Change one product and tell so; return whether the row was still to be done.

    Locks: the job, then the product.
    """
    job = keeping.lock_at(at.job_id, at.offset)
    if job is None:
        return False
    _SERVICES[action](actor=actor, product_id=product_id)
    _move(job, at, Outcome.CHANGED)
    return True


@transactional
def _refuse(at: _Place, error: JishiError) -> bool:
    job = keeping.lock_at(at.job_id, at.offset)
    if job is None:
        return False
    _move(job, at, Outcome.REFUSED, error)
    return True


def _move(job: BulkJob, at: _Place, outcome: Outcome, error: JishiError | None = None) -> None:
    keeping.row_of(job, at.line, at.code, outcome, error).save(force_insert=True)
    keeping.move(job, offset=at.following, rows=1, outcomes=[outcome])
