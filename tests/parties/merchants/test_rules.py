"""Laws of licences, codes and the life of a merchant."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.parties.merchants import errors, rules
from jishi.parties.merchants.types import (
    ContactDraft,
    EntityDraft,
    EntityType,
    MerchantAction,
    MerchantState,
    Objection,
    Step,
    Terms,
)
from tests.parties.merchants import factories as make

TODAY = date(2026, 5, 1)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.builds(
    lambda head, region, tail: head + region + tail,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


class TestCreditCodes:
    def test_the_example_of_the_standard_is_valid(self):
        assert rules.is_credit_code("91350100M000100Y43")

    @pytest.mark.parametrize(
        "number",
        [
            "",
            "91350100M000100Y44",
            "91350100M000100Y4",
            "91350100M000100Y433",
            "91350100m000100y43",
            "91350100M000100YO3",
            "9135O100M000100Y43",
            "９1350100M000100Y43",
        ],
    )
    def test_wrong_characters_lengths_and_digits_are_told(self, number):
        assert not rules.is_credit_code(number)

    @given(BODIES)
    def test_exactly_one_last_character_checks(self, body):
        assert [rules.is_credit_code(body + last) for last in ALPHABET].count(True) == 1

    @given(BODIES, st.integers(0, 16), st.sampled_from(ALPHABET))
    def test_one_changed_character_is_noticed(self, body, place, other):
        number = next(body + last for last in ALPHABET if rules.is_credit_code(body + last))
        changed = number[:place] + other + number[place + 1 :]
        assert changed == number or not rules.is_credit_code(changed)


class TestCodes:
    @pytest.mark.parametrize("given", ["tea", " Rain-Tea ", "a1b", "x" * 40])
    def test_words_with_inner_hyphens_are_taken(self, given):
        assert rules.clean_code(given, ["admin"]) == given.strip().lower()

    @pytest.mark.parametrize(
        "given", ["", "ab", "-tea", "tea-", "te--a", "茶铺", "tea shop", "x" * 41, "admin", "ADMIN"]
    )
    def test_others_are_refused(self, given):
        with pytest.raises(errors.BadCode):
            rules.clean_code(given, ["admin"])


class TestEntity:
    def test_spaces_and_case_of_a_licence_do_not_matter(self):
        draft = make.entity(license_no=" 91350100 m000100y43 ", legal_name=" 龙井  茶业 ")
        checked = rules.check_entity(draft, TODAY)
        assert (checked.license_no, checked.legal_name) == (make.LICENSE, "龙井 茶业")

    def test_a_person_has_no_licence_number(self):
        draft = EntityDraft(EntityType.PERSON, "陆羽", license_no="whatever")
        assert rules.check_entity(draft, TODAY).license_no == ""

    def test_a_licence_holds_through_its_last_day(self):
        rules.check_entity(make.entity(license_expires_on=TODAY), TODAY)
        with pytest.raises(errors.LicenseExpired):
            rules.check_entity(make.entity(license_expires_on=date(2026, 4, 30)), TODAY)

    def test_name_and_number_are_needed(self):
        with pytest.raises(errors.BadEntity):
            rules.check_entity(make.entity(legal_name=" "), TODAY)
        with pytest.raises(errors.BadLicense):
            rules.check_entity(make.entity(license_no=""), TODAY)


class TestSteps:
    def test_an_empty_application_lacks_every_page(self):
        empty = (EntityDraft(EntityType.COMPANY, ""), ContactDraft("", "", ""))
        missing = rules.missing_steps(*empty, make.named("", name={}), "")
        assert missing == tuple(Step)

    def test_a_full_one_lacks_nothing(self):
        entity = make.entity(license_file_id=uuid4())
        assert rules.missing_steps(entity, make.contact(), make.shop(), "1") == ()

    def test_a_licence_without_its_picture_is_incomplete(self):
        missing = rules.missing_steps(make.entity(), make.contact(), make.shop(), "1")
        assert missing == (Step.ENTITY,)

    def test_a_decision_against_somebody_says_why(self):
        for nothing in ((), (Objection(Step.SHOP, "  "),)):
            with pytest.raises(errors.ReasonMissing):
                rules.check_objections(nothing)
        with pytest.raises(errors.ReasonMissing):
            rules.check_reason(" \n")


class TestShop:
    def test_unknown_languages_and_empty_texts_are_dropped(self):
        shop = rules.check_shop(
            make.named("", name={"zh-hans": " 茶铺 ", "en": "", "tlh": "x"}), []
        )
        assert shop.name == {"zh-hans": "茶铺"}

    def test_a_shop_needs_a_name_and_few_categories(self):
        with pytest.raises(errors.BadShop):
            rules.check_shop(make.named("", name={"en": " "}), [])
        many = tuple(uuid4() for _ in range(21))
        with pytest.raises(errors.BadShop):
            rules.check_shop(make.named("", category_ids=many), [])


@pytest.mark.parametrize(
    "terms", [Terms(10_001), Terms(-1), Terms(None, -1), Terms(None, 0, "yuan")]
)
def test_terms_out_of_bounds_are_refused(terms):
    with pytest.raises(errors.BadTerms):
        rules.check_terms(terms)


def test_a_closed_merchant_stays_closed_and_only_review_opens():
    assert rules.MERCHANT.is_terminal(MerchantState.CLOSED)
    opening = [key for key, state in rules.MERCHANT.moves.items() if state == MerchantState.OPEN]
    assert opening == [
        (MerchantState.SUBMITTED, MerchantAction.APPROVE),
        (MerchantState.SUSPENDED, MerchantAction.REOPEN),
    ]
