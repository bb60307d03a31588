"""The daily trade bill: a ZIP of GBK text, detail and summary, with faults on demand."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

from simulators.alipay import protocol, trades
from simulators.faults import FaultPlan
from simulators.store import Record

HEADER = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,"
    "对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,"
    "商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
    "退款批次号/请求号,服务费（元）,分润（元）,备注"
)
RULE = "-" * 41
UTF8_NAME = 0x800

FAULTS = {
    "bill_missing": "leave the trade's rows out of the bill",
    "bill_extra": "add a payment nobody made to the bill of the day given as subject",
    "bill_amount": "state the trade with `cents` more",
    "bill_fee": "state the trade's fee with `cents` more",
    "bill_duplicate": "state the trade's rows twice",
    "bill_next_day": "state the trade's rows one day later",
}


def bill_rows(state: Record, faults: FaultPlan, day: date) -> list[Record]:
    """Return the rows of a day, payments and refunds, in the order of their completion."""
    rows: list[Record] = []
    for trade in state["trades"].values():
        moved = faults.find("bill_next_day", trade["out_trade_no"]) is not None
        own_day = day - timedelta(days=1) if moved else day
        spoilt = _spoil(_rows_of(trade, state["fee_bp"]), faults, trade["out_trade_no"])
        rows += [row for row in spoilt if _day(row["done_at"]) == own_day]
    if faults.find("bill_extra", day.isoformat()):
        rows.append(_stranger(day))
    return sorted(rows, key=lambda row: row["done_at"])


def write_zip(rows: list[Record], seller_id: str, day: date) -> bytes:
    """Pack the detail and the summary as the provider does."""
    stem = f"{seller_id}0156_{day:%Y%m%d}"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_GbkEntry(f"{stem}_业务明细.csv"), _detail(rows, seller_id, day))
        archive.writestr(_GbkEntry(f"{stem}_业务明细(汇总).csv"), _summary(rows, seller_id, day))
    return buffer.getvalue()


def _rows_of(trade: Record, fee_bp: int) -> list[Record]:
    if trade["paid_at"] is None:
        return []
    rows = [_row(trade, trade["amount"], trade["paid_at"], "", fee_bp)]
    for refund in trade["refunds"].values():
        if refund["done"]:
            rows.append(_row(trade, -refund["amount"], refund["at"], refund["number"], fee_bp))
    return rows


def _row(trade: Record, amount: int, done_at: float, refund_no: str, fee_bp: int) -> Record:
    # A fee is money out, so it is negative on a payment and comes back with a refund.
    fee = (abs(amount) * fee_bp + 5000) // 10000
    return {
        "trade_no": trade["trade_no"],
        "out_trade_no": trade["out_trade_no"],
        "subject": trade["subject"],
        "created_at": trade["created_at"],
        "done_at": done_at,
        "amount": amount,
        "refund_no": refund_no,
        "fee": -fee if amount > 0 else fee,
    }


def _spoil(rows: list[Record], faults: FaultPlan, number: str) -> list[Record]:
    if faults.find("bill_missing", number):
        return []
    more = faults.find("bill_amount", number)
    dearer = faults.find("bill_fee", number)
    for row in rows:
        row["amount"] += int(more.get("cents", 1)) if more else 0
        row["fee"] -= int(dearer.get("cents", 5)) if dearer else 0
    return rows + rows if faults.find("bill_duplicate", number) else rows


def _stranger(day: date) -> Record:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=protocol.BEIJING).timestamp()
    return {
        "trade_no": f"{day:%Y%m%d}2200141{9:013d}",
        "out_trade_no": f"UNKNOWN{day:%Y%m%d}",
        "subject": "未知商品",
        "created_at": noon,
        "done_at": noon,
        "amount": 8888,
        "refund_no": "",
        "fee": -53,
    }


def _day(epoch_s: float) -> date:
    return datetime.fromtimestamp(epoch_s, protocol.BEIJING).date()


def _detail(rows: list[Record], seller_id: str, day: date) -> bytes:
    paid = [row for row in rows if row["amount"] > 0]
    returned = [row for row in rows if row["amount"] <= 0]
    lines = [
        "#支付宝业务明细查询",
        *_heading(seller_id, day),
        f"#{RULE}业务明细列表{RULE}",
        HEADER,
        *map(_line, rows),
        f"#{RULE}业务明细列表结束{RULE}",
        f"#交易合计：{len(paid)}笔，商家实收共{_total(paid)}元，商家优惠共0.00元",
        f"#退款合计：{len(returned)}笔，商家实收退款共{_total(returned)}元，商家优惠退款共0.00元",
        f"#导出时间：[{_chinese(day + timedelta(days=1))}]",
    ]
    return _gbk(lines)


def _summary(rows: list[Record], seller_id: str, day: date) -> bytes:
    total = _total(rows)
    fee = protocol.yuan(sum(row["fee"] for row in rows))
    count = [sum(row["amount"] > 0 for row in rows), sum(row["amount"] <= 0 for row in rows)]
    lines = [
        "#支付宝业务汇总查询",
        *_heading(seller_id, day),
        f"#{RULE}业务汇总列表{RULE}",
        "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,服务费（元）",
        f"合计,\t,{count[0]},{count[1]},{total},{total},{fee}",
        f"#{RULE}业务汇总列表结束{RULE}",
    ]
    return _gbk(lines)


def _line(row: Record) -> str:
    amount = protocol.yuan(row["amount"])
    kind = "退款" if row["refund_no"] else "交易"
    safe: Callable[[str], str] = lambda text: text.replace(",", "，").replace("\n", " ")
    cells = [
        f"{row['trade_no']}\t",
        f"{row['out_trade_no']}\t",
        f"{kind}\t",
        safe(row["subject"]),
        protocol.stamp(row["created_at"]),
        protocol.stamp(row["done_at"]),
        *["\t"] * 4,
        f"{trades.BUYER_LOGON_ID}\t",
        amount,
        amount,
        *["0.00"] * 5,
        "",
        "0.00\t",
        "0.00",
        f"{row['refund_no']}\t",
        protocol.yuan(row["fee"]),
        "0.00",
        safe(row["subject"]),
    ]
    return ",".join(cells)


def _heading(seller_id: str, day: date) -> list[str]:
    end = day + timedelta(days=1)
    return [
        f"#账号：[{seller_id}0156]",
        f"#起始日期：[{_chinese(day)}]   终止日期：[{_chinese(end)}]",
    ]


def _chinese(day: date) -> str:
    return f"{day:%Y年%m月%d日} 00:00:00"


def _total(rows: list[Record]) -> str:
    return protocol.yuan(sum(row["amount"] for row in rows))


def _gbk(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("gbk", errors="replace")


class _GbkEntry(zipfile.ZipInfo):
    """An entry whose name is GBK without the UTF-8 flag, as the provider's archiver writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~UTF8_NAME
