"""Laws of contacts, limits, roles, regions and pasted addresses."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_merchant
from jishi.foundation.kernel.errors import NotFound
from jishi.parties.accounts import errors, rules
from jishi.parties.accounts.adapters.regions import regions
from jishi.parties.accounts.rules import contacts, roles, throttles
from jishi.parties.accounts.rules.states import USER
from jishi.parties.accounts.rules.throttles import Limit, Tally
from jishi.parties.accounts.types import (
    Channel,
    Contact,
    RoleLevel,
    RoleScope,
    UserState,
)
from tests.parties.accounts.address_samples import SAMPLES
from tests.parties.accounts.factories import address

AT = datetime(2026, 5, 1, 8, tzinfo=UTC)


class TestContacts:
    @pytest.mark.parametrize(
        ("typed", "channel", "value"),
        [
            ("13800000000", Channel.PHONE, "+8613800000000"),
            ("138 0000 0000", Channel.PHONE, "+8613800000000"),
            ("+86 138-0000-0000", Channel.PHONE, "+8613800000000"),
            ("+1 212 555 2368", Channel.PHONE, "+12125552368"),
            ("  Zhang.San@Example.COM ", Channel.EMAIL, "zhang.san@example.com"),
            ("zhang＠example.com", Channel.EMAIL, "zhang@example.com"),
            ("a@例子.中国", Channel.EMAIL, "a@xn--fsqu00a.xn--fiqs8s"),
        ],
    )
    def test_spellings_of_one_contact_become_the_same(self, typed, channel, value):
        assert contacts.parse_contact(typed) == Contact(channel, value)

    @pytest.mark.parametrize(
        "typed", ["", "12345", "99900000000", "a@b", "a b@example.com", "@example.com", "a@@b.com"]
    )
    def test_what_reaches_nobody_is_refused(self, typed):
        with pytest.raises(errors.BadContact):
            contacts.parse_contact(typed)

    @given(st.text(max_size=60))
    def test_any_text_is_parsed_or_refused(self, typed):
        try:
            contact = contacts.parse_contact(typed)
        except errors.BadContact:
            return
        assert contacts.parse_contact(contact.value) == contact

    def test_labels_carry_national_numbers_in_china(self):
        assert contacts.label_phone("+8613800000000", "CN") == "13800000000"
        assert contacts.label_phone("0755-26001234", "CN") == "075526001234"
        assert contacts.label_phone("+85221234567", "CN") == "+85221234567"

    def test_masked_contacts_keep_their_ends(self):
        assert contacts.masked(Contact(Channel.PHONE, "+8613800000001")) == "138****0001"
        assert contacts.masked(Contact(Channel.EMAIL, "zhang@example.com")) == "zh***@example.com"

    def test_nicknames_lose_outer_blanks_and_control_characters(self):
        assert contacts.clean_nickname("  小\u0000 满 ", []) == "小 满"

    @pytest.mark.parametrize("typed", ["", " \u200b\n", "官\u200d方小店", "A d m i n 1"])
    def test_empty_and_blocked_nicknames_are_refused(self, typed):
        with pytest.raises(errors.BadNickname):
            contacts.clean_nickname(typed, ["官方", "admin"])


class TestBirthday:
    def check(self, birthday, earlier=None, changed_at=None):
        contacts.check_birthday(birthday, earlier=earlier, changed_at=changed_at, at=AT, days=365)

    def test_the_first_birthday_is_free_and_a_correction_waits_a_year(self):
        self.check(date(1990, 1, 1))
        earlier = date(1991, 1, 1)
        self.check(date(1990, 1, 1), earlier, AT - timedelta(days=365))
        with pytest.raises(errors.BirthdayChangedLately) as refusal:
            self.check(date(1990, 1, 1), earlier, AT - timedelta(days=364))
        assert refusal.value.params == {"days": 365}

    @pytest.mark.parametrize("birthday", [date(2026, 5, 2), date(1900, 1, 1)])
    def test_nobody_is_born_tomorrow_or_too_long_ago(self, birthday):
        with pytest.raises(errors.BadBirthday):
            self.check(birthday)


class TestThrottles:
    def attempts(self, limit, seconds):
        """Return which attempts are let through, each at its second."""
        tally, passed = Tally(), []
        for second in seconds:
            at = AT + timedelta(seconds=second)
            if throttles.wait_s(tally, limit, at) == 0:
                tally = throttles.counted(tally, limit, at)
                passed.append(second)
        return passed

    def test_codes_keep_their_gap_and_their_daily_number(self):
        limit = Limit(most=10, window_s=86_400, gap_s=60)
        assert self.attempts(limit, [0, 59, 60, 61]) == [0, 60]
        every_minute = range(0, 86_460, 60)
        assert self.attempts(limit, every_minute) == [*range(0, 600, 60), 86_400]

    def test_locks_last_twice_as_long_each_time(self):
        limit = Limit(most=5, window_s=86_400, lock_s=900)
        passed = self.attempts(limit, [0, 1, 2, 3, 4, 5, 903, 904, 905, 2703, 2704, 2705])
        assert passed == [0, 1, 2, 3, 4, 904, 2704]

    def test_a_quiet_day_opens_everything_again(self):
        limit = Limit(most=5, window_s=86_400, lock_s=900)
        assert self.attempts(limit, [0, 1, 2, 3, 4, 86_404, 86_405])[-2:] == [86_404, 86_405]

    def test_an_attempt_taken_back_opens_the_door_it_shut(self):
        limit = Limit(most=1, window_s=86_400, lock_s=900)
        shut = throttles.counted(Tally(), limit, AT)
        assert throttles.wait_s(shut, limit, AT) == 900
        assert throttles.wait_s(throttles.uncounted(shut, limit), limit, AT) == 0

    @given(st.lists(st.integers(0, 3600), max_size=80), st.integers(1, 8), st.integers(1, 600))
    def test_a_window_never_lets_more_through(self, seconds, most, window_s):
        limit = Limit(most=most, window_s=window_s)
        passed = self.attempts(limit, sorted(seconds))
        starts: list[int] = []
        for second in passed:
            if not starts or second >= starts[-1] + window_s:
                starts.append(second)
        for start in starts:
            inside = [second for second in passed if start <= second < start + window_s]
            assert len(inside) <= most

    def test_waiting_as_told_is_enough(self):
        limit = Limit(most=5, window_s=86_400, lock_s=900)
        tally = Tally()
        for _ in range(5):
            tally = throttles.counted(tally, limit, AT)
        later = AT + timedelta(milliseconds=300)
        wait = throttles.wait_s(tally, limit, later)
        assert throttles.wait_s(tally, limit, later + timedelta(seconds=wait)) == 0


class TestRoles:
    KNOWN = {"orders.view": True, "orders.review": False, "catalog.edit": True}

    def test_merchant_roles_hold_only_what_merchants_may_give(self):
        for builtin in roles.BUILTINS:
            names = roles.builtin_permissions(builtin, self.KNOWN)
            if builtin.level == RoleLevel.MERCHANT:
                assert "orders.review" not in names

    def test_administrators_and_owners_have_everything_of_their_level(self):
        by_code = {role.code: role for role in roles.BUILTINS}
        administrator = by_code["platform.administrator"]
        assert set(roles.builtin_permissions(administrator, self.KNOWN)) == set(self.KNOWN)
        owner = roles.builtin_permissions(by_code["merchant.owner"], self.KNOWN)
        assert owner == ("catalog.edit", "orders.view")

    def test_unknown_permissions_of_builtin_roles_are_left_out(self):
        manager = next(role for role in roles.BUILTINS if role.code == "merchant.manager")
        assert roles.builtin_permissions(manager, {}) == ()

    @pytest.mark.parametrize("name", ["orders.review", "orders.invent"])
    def test_merchants_cannot_use_foreign_permissions(self, name):
        with pytest.raises(errors.BadRole) as refusal:
            roles.check_permissions([name], RoleLevel.MERCHANT, self.KNOWN)
        assert refusal.value.params == {"permission": name}

    def test_nobody_gives_what_they_do_not_hold(self):
        shop, other = uuid4(), uuid4()
        grants = grants_over_merchant(["orders.view"], shop)
        actor = Actor(kind=ActorKind.STAFF, id="1", grants=grants)
        roles.check_held(actor, ["orders.view"], merchant_id=shop)
        for names, merchant_id in [(["orders.edit"], shop), (["orders.view"], other)]:
            with pytest.raises(errors.CannotGrant):
                roles.check_held(actor, names, merchant_id=merchant_id)
        with pytest.raises(errors.CannotGrant):
            roles.check_held(actor, ["orders.view"])

    def test_roles_stay_in_the_place_they_are_meant_for(self):
        shop, other = uuid4(), uuid4()
        platform, merchant = RoleLevel.PLATFORM, RoleLevel.MERCHANT
        roles.check_scope(platform, None, RoleScope.ALL, None)
        roles.check_scope(platform, None, RoleScope.WAREHOUSE, uuid4())
        roles.check_scope(merchant, None, RoleScope.MERCHANT, shop)
        roles.check_scope(merchant, shop, RoleScope.MERCHANT, shop)
        for wrong in [
            (platform, None, RoleScope.MERCHANT, shop),
            (merchant, None, RoleScope.ALL, None),
            (merchant, None, RoleScope.WAREHOUSE, shop),
            (merchant, shop, RoleScope.MERCHANT, other),
        ]:
            with pytest.raises(errors.RoleMisplaced):
                roles.check_scope(*wrong)


class TestRegions:
    def test_the_list_has_every_province_and_no_orphans(self):
        listed = regions()
        provinces = listed.children("")
        assert len(provinces) == 34
        cities = [city for province in provinces for city in listed.children(province.code)]
        districts = [part for city in cities for part in listed.children(city.code)]
        assert len(cities) == 366
        assert len(districts) == 2959
        assert all(listed.path(part.code)[0].code == part.code[:2] for part in districts)

    def test_every_province_but_taiwan_reaches_districts(self):
        for province in regions().children(""):
            cities = regions().children(province.code)
            assert cities, province
            if province.code != "71":
                assert all(regions().children(city.code) for city in cities), province

    @pytest.mark.parametrize(
        ("code", "names"),
        [
            ("440305", ("广东省", "深圳市", "南山区")),
            ("110105", ("北京市", "北京市", "朝阳区")),
            ("500235", ("重庆市", "重庆市", "云阳县")),
            ("429004", ("湖北省", "仙桃市", "仙桃市")),
            ("441900121", ("广东省", "东莞市", "虎门镇")),
            ("650102", ("新疆维吾尔自治区", "乌鲁木齐市", "天山区")),
            ("810002", ("香港特别行政区", "香港特别行政区", "湾仔区")),
            ("4403", ("广东省", "深圳市", "")),
        ],
    )
    def test_labels_name_divisions_as_people_write_them(self, code, names):
        assert regions().label_names(code) == names

    def test_an_unknown_code_is_not_found(self):
        assert regions().find("999999") is None
        with pytest.raises(NotFound):
            regions().path("999999")

    def test_a_road_is_not_taken_for_a_district(self):
        found = rules.match_region("北京市朝阳路12号", regions())
        assert found
        assert found.region.code == "11"


class TestCompleteAddress:
    def test_names_of_divisions_come_from_the_list(self):
        complete = rules.complete_address(
            address(province="别处", name=" 张三\u0000 ", phone="+86 138 0000 0000"), regions()
        )
        assert (complete.province, complete.city, complete.district) == (
            "广东省",
            "深圳市",
            "南山区",
        )
        assert (complete.name, complete.phone) == ("张三", "13800000000")

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("name", {"name": " "}),
            ("name", {"name": "张" * 51}),
            ("phone", {"phone": "12"}),
            ("line", {"line": ""}),
            ("line", {"line": "路" * 201}),
            ("country", {"country": "China"}),
            ("region_code", {"region_code": ""}),
            ("region_code", {"region_code": "44"}),
            ("region_code", {"region_code": "4403"}),
            ("region_code", {"region_code": "4419"}),
            ("region_code", {"region_code": "440399"}),
            ("postal_code", {"postal_code": "?"}),
            ("city", {"country": "US", "region_code": "", "phone": "+12125552368"}),
        ],
    )
    def test_what_is_missing_or_wrong_is_named(self, field, wrong):
        with pytest.raises(errors.BadAddress) as refusal:
            rules.complete_address(address(**wrong), regions())
        assert refusal.value.field == field

    def test_abroad_the_typed_names_stand(self):
        complete = rules.complete_address(
            address(
                country="us",
                province="NY",
                city="New York",
                phone="(212) 555-2368",
                postal_code="10001-1234",
            ),
            regions(),
        )
        assert complete.country == "US"
        assert (complete.city, complete.region_code) == ("New York", "")
        assert complete.phone == "+12125552368"

    def test_a_city_without_districts_is_complete(self):
        complete = rules.complete_address(address(region_code="7101"), regions())
        assert complete.one_line() == "台湾省台北市科技园1号"


class TestPastedAddresses:
    def test_nineteen_of_twenty_samples_are_read_completely(self):
        wrong = []
        for text, *expected in SAMPLES:
            parsed = rules.parse_address(text, regions())
            if [parsed.name, parsed.phone, parsed.region_code, parsed.line] != expected:
                wrong.append(text)
        assert len(SAMPLES) >= 60
        assert len(wrong) <= len(SAMPLES) * 0.05, wrong

    def test_a_postal_code_is_kept_apart(self):
        parsed = rules.parse_address("厦门市思明区湖滨南路90号 邮编361004 曾可", regions())
        assert parsed.postal_code == "361004"

    def test_nothing_recognizable_stays_in_the_street(self):
        parsed = rules.parse_address("某个地方", regions())
        assert (parsed.region_code, parsed.phone) == ("", "")
        assert parsed.name + parsed.line == "某个地方"

    @given(st.text(max_size=300))
    def test_any_text_can_be_pasted(self, text):
        rules.parse_address(text, regions())

    @given(st.permutations(["张三", "13800000000", "广东省深圳市南山区科技园1号"]))
    def test_the_order_of_the_parts_does_not_matter(self, parts):
        parsed = rules.parse_address("，".join(parts), regions())
        assert (parsed.name, parsed.phone) == ("张三", "13800000000")
        assert (parsed.region_code, parsed.line) == ("440305", "科技园1号")


def test_a_closed_account_stays_closed():
    assert USER.is_terminal(UserState.CLOSED)
    assert USER.actions(UserState.ACTIVE) == ("close", "merge")
