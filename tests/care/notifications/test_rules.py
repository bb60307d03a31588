"""Words are complete in both languages, say only what they can know, and go where they should."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.care.notifications.errors import BadTemplate, TemplateNotFound
from jishi.care.notifications.rules import catalogue, choices, links, rendering
from jishi.care.notifications.types import Audience, Channel, Topic, Words

TEMPLATES = list(catalogue.TEMPLATES.values())
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_house_has_words_for_every_occasion():
    assert len(TEMPLATES) >= 45
    assert len({template.event for template in TEMPLATES}) >= 40


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_a_template_is_whole(template):
    words = Words(template.title, template.body)
    rendering.check(words, template.variables)
    filled = rendering.fill(words, catalogue.SAMPLES)
    for texts in (filled.title, filled.body):
        assert CHINESE.search(texts["zh-hans"])
        assert not CHINESE.search(texts["en"])
        assert not set("{}") & set(texts["zh-hans"] + texts["en"])
    assert set(template.variables) <= set(catalogue.SAMPLES)
    assert (template.audience, template.link) in links.LINKS
    assert Channel.SITE in template.channels


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_both_languages_say_the_same_things(template):
    used = [
        rendering.variables_of(Words({"x": template.title[locale]}, {"x": template.body[locale]}))
        for locale in ("zh-hans", "en")
    ]
    assert used[0] == used[1]


def test_shops_read_on_the_site_only():
    shops = [template for template in TEMPLATES if template.audience == Audience.MERCHANT]
    assert shops
    assert all(template.channels == (Channel.SITE,) for template in shops)


def words(zh="你好", en="Hello", title="标题"):
    return Words({"zh-hans": title, "en": "Title"}, {"zh-hans": zh, "en": en})


@pytest.mark.parametrize(
    "bad",
    [
        words(en=""),
        words(zh="  "),
        words(en="Hello {stranger}"),
        words(en="Hello {name"),
        words(en="Hello name}"),
        words(en="{}"),
        words(title="长" * 121),
        words(en="x" * 1001),
        Words({"zh-hans": "标题"}, {"zh-hans": "你好", "en": "Hello"}),
    ],
)
def test_words_that_could_not_be_sent_are_refused(bad):
    with pytest.raises(BadTemplate):
        rendering.check(bad, ["name"])


def test_known_variables_are_welcome():
    rendering.check(words(en="Hello {name}", zh="{name}，你好"), ["name"])


@given(st.dictionaries(st.sampled_from(["name", "shop"]), st.text(max_size=20)))
def test_values_are_never_read_as_templates(values):
    filled = rendering.fill(words(en="{name}|{shop}"), values)
    assert filled.body["en"] == f"{values.get('name', '')}|{values.get('shop', '')}"


def test_money_and_moments_are_written_as_each_language_does():
    assert rendering.money_text(129900, "CNY") == {"zh-hans": "¥1,299.00", "en": "CN¥1,299.00"}
    assert rendering.money_text(500, "JPY")["zh-hans"] == "JP¥500"
    at = datetime(2025, 11, 22, 1, 5, tzinfo=UTC)
    assert rendering.moment_text(at) == {"zh-hans": "11月22日 09:05", "en": "Nov 22, 09:05"}


def test_a_link_with_a_missing_part_leads_nowhere():
    values = {"order_number": "M1"}
    assert links.path(Audience.USER, "order", values) == "/account/orders/M1/"
    assert links.path(Audience.USER, "order", {}) == ""
    assert links.path(Audience.USER, "order", {"order_number": ""}) == ""
    assert links.path(Audience.USER, "nowhere", values) == ""


def test_orders_are_always_told_on_the_site():
    assert choices.is_on(Topic.ORDERS, Channel.SITE, {(Topic.ORDERS, Channel.SITE): False})
    assert not choices.is_on(
        Topic.PROMOTIONS, Channel.SITE, {(Topic.PROMOTIONS, Channel.SITE): False}
    )


def test_mail_is_usual_for_orders_and_text_messages_for_nothing():
    assert choices.is_on(Topic.ORDERS, Channel.EMAIL, {})
    assert not choices.is_on(Topic.PROMOTIONS, Channel.EMAIL, {})
    assert not any(choices.is_on(topic, Channel.SMS, {}) for topic in Topic)
    assert choices.is_on(Topic.ORDERS, Channel.SMS, {(Topic.ORDERS, Channel.SMS): True})


def test_provider_codes_are_read_from_lines():
    lines = ["orders.confirmed:user = SMS_1", "broken", "shipping.dispatched:user="]
    assert choices.provider_codes(lines) == {"orders.confirmed:user": "SMS_1"}


def test_an_unknown_template_is_not_found():
    with pytest.raises(TemplateNotFound):
        catalogue.get_template("orders.vanished:user")


def test_a_value_that_ends_in_a_full_stop_gets_no_second_one():
    words = Words(title={"en": "{note}"}, body={"en": "No: {note}. Really.", "zh-hans": "{note}。"})
    filled = rendering.fill(words, {"note": {"en": "too late.", "zh-hans": "太晚了。"}})
    assert filled.title == {"en": "too late."}
    assert filled.body == {"en": "No: too late. Really.", "zh-hans": "太晚了。"}


def test_words_of_people_are_quoted_as_theirs():
    assert rendering.quoted("太晚了。") == {"zh-hans": "“太晚了”", "en": "“太晚了”"}
    assert rendering.quoted("late", by_shop=True) == {
        "zh-hans": "商家说明“late”",
        "en": "the shop wrote “late”",
    }
    assert rendering.quoted(" ") == {"zh-hans": "—", "en": "—"}
