"""Alipay's daily trade bill: a ZIP of GBK text, one row per movement.

Source: Alipay, "business bill detail" (业务明细) file layout.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator

from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors
from jishi.money.payments.adapters import alipay_signing as signing
from jishi.money.payments.types import BillRow, BillRowKind

MAX_FILE_BYTES = 1_000_000_000
"""A detail file of a million rows has about 300 MB."""

_DETAIL_SUFFIX = "业务明细.csv"
_UTF8_NAME = 0x800
_KINDS = {"交易": BillRowKind.PAYMENT, "退款": BillRowKind.REFUND}


def read_zip(content: bytes) -> tuple[BillRow, ...]:
    """Read the rows of a downloaded bill, in the order of the file.

    Raises: BillUnreadable if it is no such file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = _detail_of(archive)
            with archive.open(entry) as raw:
                # GB18030 reads all of GBK, and the characters that product names smuggle in.
                return tuple(read_lines(io.TextIOWrapper(raw, "gb18030", errors="replace")))
    except (zipfile.BadZipFile, KeyError, ValueError, csv.Error) as error:
        raise errors.BillUnreadable(provider="alipay") from error


def read_lines(lines: Iterable[str]) -> Iterator[BillRow]:
    """Read the rows of a detail file; lines with `#` are headings and totals.

    Raises: KeyError or ValueError if a column or a value has another form.
    """
    for record in csv.DictReader(line for line in lines if not line.startswith("#")):
        cells = {name: (value or "").strip() for name, value in record.items() if name}
        # Other kinds of movement, such as coupons granted by the platform, settle apart.
        if cells["业务类型"] in _KINDS:
            yield _row_of(cells)


def _row_of(cells: dict[str, str]) -> BillRow:
    amount = signing.from_yuan(cells["订单金额（元）"])
    return BillRow(
        kind=_KINDS[cells["业务类型"]],
        provider_no=cells["支付宝交易号"],
        out_trade_no=cells["商户订单号"],
        amount=Money(abs(amount.minor), amount.currency),
        fee=-signing.from_yuan(cells["服务费（元）"] or "0"),
        created_at=signing.from_beijing(cells["创建时间"]),
        completed_at=signing.from_beijing(cells["完成时间"]),
        refund_no=cells["退款批次号/请求号"],
    )


def _detail_of(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    for entry in archive.infolist():
        if _name_of(entry).endswith(_DETAIL_SUFFIX):
            if entry.file_size > MAX_FILE_BYTES:
                raise ValueError("the bill is larger than any real one")
            return entry
    raise ValueError("the archive holds no detail file")


def _name_of(entry: zipfile.ZipInfo) -> str:
    # Names are GBK without a flag, which zipfile reads as CP437.
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    return entry.filename.encode("cp437").decode("gbk", errors="replace")
