"""The cashier's pages, in Chinese and English."""

from html import escape

from simulators.alipay import protocol, trades
from simulators.store import Record

PAGE = """<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto;
  padding: 0 1rem; }}
h1 {{ font-size: 1.25rem; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }}
dd {{ margin: 0; overflow-wrap: anywhere; }}
.amount {{ font-size: 2rem; font-variant-numeric: tabular-nums; margin: 1rem 0; }}
form {{ display: inline-block; margin: 1rem .5rem 0 0; }}
button {{ font: inherit; padding: .6rem 1.4rem; border-radius: .4rem; border: 1px solid #1450b8; }}
.primary {{ background: #1450b8; color: #fff; }}
.note {{ opacity: .75; font-size: .875rem; margin-top: 2rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
<p class="note">模拟收银台，不会发生真实扣款。<br>Simulated cashier; no real money moves.</p>
</main>
</body>
</html>
"""


def pay_page(trade: Record) -> str:
    """Ask the buyer to pay or to leave."""
    base = f"/cashier/{escape(trade['trade_no'])}"
    content = f"""{_facts(trade)}
<form method="post" action="{base}/pay"><button class="primary">确认付款 Pay now</button></form>
<form method="post" action="{base}/cancel"><button>取消 Cancel</button></form>"""
    return PAGE.format(title="收银台 Cashier", content=content)


def outcome_page(trade: Record, back_url: str) -> str:
    """Tell a buyer who cannot be sent back how the trade stands."""
    words = {
        trades.PAID: "付款成功 Payment succeeded",
        trades.CLOSED: "交易已关闭 This trade is closed",
        trades.WAITING: "已取消付款 Payment canceled",
    }
    link = f'<p><a href="{escape(back_url)}">返回商家 Back to the shop</a></p>' if back_url else ""
    return PAGE.format(title=words[trade["status"]], content=_facts(trade) + link)


def error_page(error: protocol.GatewayError) -> str:
    """Tell the buyer that the shop's request was refused."""
    content = f"<p><code>{escape(error.sub_code)}</code></p><p>{escape(error.node['sub_msg'])}</p>"
    return PAGE.format(title="无法付款 Payment is not possible", content=content)


def _facts(trade: Record) -> str:
    return f"""<p class="amount">¥ {protocol.yuan(trade["amount"])}</p>
<dl>
<dt>商品 Item</dt><dd>{escape(trade["subject"])}</dd>
<dt>商户订单号 Order</dt><dd>{escape(trade["out_trade_no"])}</dd>
<dt>交易号 Trade</dt><dd>{escape(trade["trade_no"])}</dd>
</dl>"""
