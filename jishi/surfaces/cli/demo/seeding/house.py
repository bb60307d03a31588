"""What the operator of the town has set: who runs it, where transfers go, hot words."""

from jishi.foundation.platform import preferences
from jishi.goods.markets import queries as markets_queries
from jishi.insight.search import services as search
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made

PREFERENCES = {
    "search.hot_words": 20,
    "site.owner": "集市（演示）商贸有限公司",
    "payments.bank_account_name": "集市（演示）商贸有限公司",
    "payments.bank_account_number": "6222 0000 0000 0000 000",
    "payments.bank_name": "集市示范银行",
    "payments.bank_branch": "海宁支行",
    "accounts.sms_template_code": "SMS_100000001",
}


def make(made: Made) -> None:
    """Set the preferences and the words that searchers are shown."""
    for name, value in PREFERENCES.items():
        preferences.set_value(actor=HOUSE, name=name, value=value)
    for market in markets_queries.list_markets():
        for position, text in enumerate(made.town.hot_words):
            for word in {text.zh, text.en}:
                search.save_hot_word(
                    actor=HOUSE, market_code=market.code, text=word, position=position
                )
