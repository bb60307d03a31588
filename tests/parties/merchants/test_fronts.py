"""How a shop's front looks: what is refused, who may, and which host is whose."""

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import preferences, site
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.foundation.platform.preferences import BadPreference
from jishi.parties.merchants import queries, rules
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.errors import BadFront, BadLabel, LabelTaken
from jishi.parties.merchants.models import ShopFront
from jishi.parties.merchants.types import Accent, Appearance, Block, BlockKind
from tests.walks import village as villages

HOUSE = Actor.system("tests")
TEXT = Block(BlockKind.TEXT, {"en": "Hello"}, {"en": "Come in."})


@pytest.mark.parametrize(
    "label",
    ["ab", "-abc", "abc-", "a--b", "xn--fiq", "www", "Admin", "mine", "a.b", "a_b", "茶", "a" * 31],
)
def test_a_label_that_is_no_word_of_a_host_or_is_reserved_is_refused(label):
    with pytest.raises(BadLabel):
        rules.clean_label(label, ["mine"])


def test_a_label_is_kept_in_lower_case_and_may_be_empty():
    assert rules.clean_label(" Hill-Side2 ", []) == "hill-side2"
    assert rules.clean_label("  ", []) == ""


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("hillside.shops.example", "hillside"),
        ("HillSide.Shops.Example.:8000", "hillside"),
        ("shops.example", None),
        ("a.b.shops.example", None),
        ("hillside.shops.example.evil.example", None),
        ("evilshops.example", None),
        ("hillside.shops.example@evil.example", None),
        ("[::1]:80", None),
        ("", None),
    ],
)
def test_only_a_host_one_level_below_the_domain_has_a_label(host, label):
    assert rules.label_of_host(host, "shops.example") == label
    assert rules.label_of_host(host, "") is None


@pytest.mark.parametrize(
    ("blocks", "field"),
    [
        ((Block(BlockKind.TEXT, {}, {"en": " "}),), "text"),
        ((Block(BlockKind.FEATURED, {}, {}),), "products"),
        (
            (Block(BlockKind.FEATURED, {}, {}, tuple(ids.new_id() for _ in range(13))),),
            "products",
        ),
        ((TEXT,) * 9, "blocks"),
    ],
)
def test_blocks_that_show_nothing_or_too_much_are_refused(blocks, field):
    with pytest.raises(BadFront) as refusal:
        rules.check_appearance(Appearance(blocks=blocks), [])
    assert refusal.value.field == field


@pytest.fixture
def village(db):
    return villages.build()


def save(village, name="M1", **given):
    merchants.save_appearance(
        actor=village.owners[name],
        merchant_id=village.merchants[name],
        appearance=Appearance(**given),
    )


def look_of(village, name="M1"):
    return queries.get_appearance(village.merchants[name])


def test_a_shop_saves_its_look_and_saying_it_again_does_nothing(village):
    assert look_of(village) == Appearance()
    wanted = {"accent": Accent.JADE, "label": "hillside", "blocks": (TEXT,)}
    for _ in range(2):
        save(village, **wanted)
    assert look_of(village) == Appearance(**wanted)
    assert queries.codes_by_label() == {"hillside": "m1"}
    assert AuditEntry.objects.filter(subject_type="shop_front").count() == 1
    changed = OutboxEvent.objects.filter(
        name="merchants.merchant_changed.v1", key=str(village.merchants["M1"])
    )
    assert changed.filter(is_pending=True).count() == 1


def test_a_word_of_another_shop_is_taken(village):
    save(village, label="hillside")
    for label in ("hillside", "m1"):
        with pytest.raises((LabelTaken, BadLabel)):
            save(village, "M2", label=label)
    assert look_of(village, "M2") == Appearance()
    save(village, label="")
    save(village, "M2", label="hillside")
    assert queries.codes_by_label() == {"hillside": "m2"}


def test_strangers_change_no_front_and_unknown_pictures_are_refused(village):
    with pytest.raises(Forbidden):
        merchants.save_appearance(
            actor=village.shopper, merchant_id=village.merchants["M1"], appearance=Appearance()
        )
    with pytest.raises(NotFound):
        merchants.save_appearance(
            actor=village.owners["M2"], merchant_id=village.merchants["M1"], appearance=Appearance()
        )
    with pytest.raises(BadFront):
        save(village, banner_id=ids.new_id())
    assert not ShopFront.objects.exists()


def test_the_base_domain_is_a_domain_and_a_brand_store_has_none(village):
    for wrong in ("https://shops.example", "shops", "a..example", "shops.example:80", "-a.example"):
        with pytest.raises(BadPreference):
            preferences.set_value(actor=HOUSE, name="merchants.base_domain", value=wrong)
    preferences.set_value(actor=HOUSE, name="merchants.base_domain", value="shops.example")
    preferences.forget()
    assert queries.base_domain() == "shops.example"
    assert queries.label_of_host("hillside.shops.example") == "hillside"
    preferences.set_value(actor=HOUSE, name=site.mode.name, value=site.MARKETPLACE)
    merchants.suspend(actor=HOUSE, merchant_id=village.merchants["M2"], reason="moved")
    merchants.close(actor=HOUSE, merchant_id=village.merchants["M2"], reason="moved")
    preferences.set_value(actor=HOUSE, name=site.mode.name, value=site.BRAND_STORE)
    preferences.forget()
    assert (queries.base_domain(), queries.label_of_host("hillside.shops.example")) == ("", None)
