"""What is handled at once: jobs, their rows, and products as files spell them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.errors import JishiError
from jishi.goods.catalog.types import ProductAction, ProductFilter


class JobKind(StrEnum):
    """What a job does."""

    IMPORT = "import"
    EXPORT = "export"
    CHANGE = "change"


class JobState(StrEnum):
    """The states of a job."""

    DRAFT = "draft"
    """A file was read; its columns can be corrected."""

    CHECKING = "checking"
    """A trial runs: it tells what would happen and writes nothing."""

    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"
    FAILED = "failed"
    """It cannot go on: who started it may no longer, or its file is gone."""


class JobAction(StrEnum):
    """What moves a job from state to state."""

    EDIT = "edit"
    CHECK = "check"
    START = "start"
    FINISH = "finish"
    CANCEL = "cancel"
    FAIL = "fail"


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class FileFormat(StrEnum):
    """The kinds of files that go in and out."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


CHANGES: tuple[ProductAction, ...] = (
    ProductAction.PUBLISH,
    ProductAction.UNPUBLISH,
    ProductAction.SUBMIT,
    ProductAction.RECYCLE,
    ProductAction.RESTORE,
)
"""Changes of state that can be made to many products."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a file does not say itself.

    locale: of texts without one. market, currency: of prices without one. category: of rows
    without one, by its address; empty for none. stock: first units of new products of feeds.
    """

    locale: str = "en"
    market: str = "us"
    currency: str = "USD"
    category: str = "imported"
    stock: int = 100


@dataclass(frozen=True, slots=True)
class VariantEntry:
    """A variant as a file spells it; null where the file says nothing.

    options: (axis, value) pairs, by code or by word. prices: market → (amount,
    struck-through or None), minor units. stock: units to begin with. images: of this choice.
    """

    code: str
    options: tuple[tuple[str, str], ...] = ()
    barcode: str | None = None
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    cost_minor: int | None = None
    prices: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A product with codes and words instead of ids; null where the file says nothing.

    attributes: code → (kind or empty, value). images: addresses or names in the archive.
    is_whole: what is not in the file is not there: variants, attributes and texts.
    """

    code: str
    title: Mapping[str, str] = field(default_factory=dict)
    subtitle: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    keywords: str | None = None
    category: str | None = None
    brand: str | None = None
    kind: str | None = None
    attributes: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    axes: tuple[Mapping[str, Any], ...] = ()
    variants: tuple[VariantEntry, ...] = ()
    images: tuple[str, ...] | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """One product of a file, or a row that is none.

    lines: of the file, from 1, one per variant. offset: in bytes, where what follows begins.
    """

    lines: tuple[int, ...]
    code: str
    entry: Entry | None
    error: JishiError | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one product of a file. warnings: what was left out of it."""

    parsed: Parsed
    outcome: Outcome
    error: JishiError | None = None
    product_id: UUID | None = None
    warnings: tuple[JishiError, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column of a file. target: what it is taken for, empty if left out. sample: a value."""

    name: str
    target: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A refusal as it is kept: its code, the column, and values for the text."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    field: str = ""


@dataclass(frozen=True, slots=True)
class RowInfo:
    """What became of one row. line: of the file, or the place in the selection."""

    row_id: UUID
    line: int
    code: str
    outcome: Outcome
    reason: Reason | None
    warnings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class JobInfo:
    """A job as its page shows it.

    total_rows, done_rows: of the file or the selection. created, changed, same, refused:
    products; warned: products of which a picture was left out. columns: of an import; empty
    for a file in our own form. change: what a change of states does. error: why it failed.
    """

    job_id: UUID
    merchant_id: UUID
    kind: JobKind
    state: JobState
    file_name: str
    file_format: str
    has_archive: bool
    columns: tuple[ColumnInfo, ...]
    form: Form
    location_id: UUID | None
    change: ProductAction | None
    total_rows: int
    done_rows: int
    created: int
    changed: int
    same: int
    refused: int
    warned: int
    error: str
    was_checked: bool
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_working(self) -> bool:
        """Whether a worker has something to do for it."""
        return self.state in (JobState.CHECKING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sends. path: where it lies now. archive: of pictures, if any."""

    name: str
    path: str
    archive: str = ""


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the one who imports decides. columns: header → target, empty to leave it out.

    location_id: where first stock is taken in; null leaves stock alone.
    """

    columns: Mapping[str, str]
    form: Form
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which products to change: those named, or all that match."""

    product_ids: tuple[UUID, ...] = ()
    condition: ProductFilter | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where imported goods go. location_id: where first stock lies, null to leave it alone.

    is_house: the house imports for itself: words that are missing are made, and new products
    go on sale without a review.
    """

    merchant_id: UUID
    location_id: UUID | None
    form: Form
    is_house: bool = False
