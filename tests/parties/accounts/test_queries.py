"""What is read of accounts, and in how many statements."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import ActorKind
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import BadCursor
from jishi.parties.accounts import errors, queries, services
from jishi.parties.accounts.models import LoginSession
from jishi.parties.accounts.types import Device, PersonFilter, UserState
from tests.parties.accounts import factories as make

pytestmark = pytest.mark.django_db


def sign_in(contact, key):
    return services.sign_in(
        actor=make.guest(),
        contact=contact,
        password=make.PASSWORD,
        device=Device(key, "Firefox"),
    )


class TestActors:
    def test_a_member_has_no_grants(self, django_assert_num_queries):
        user_id = make.person()
        with django_assert_num_queries(1):
            actor = queries.get_actor(user_id=user_id, ip="203.0.113.7", request_id="r1")
        assert (actor.kind, actor.id, actor.grants) == (ActorKind.CUSTOMER, str(user_id), set())
        assert (actor.ip, actor.request_id) == ("203.0.113.7", "r1")

    def test_all_roles_are_read_in_one_statement(self, django_assert_num_queries):
        shop, warehouse = uuid4(), uuid4()
        user_id = make.with_role("merchant.manager", merchant_id=shop)
        for code, reach in [
            ("merchant.analyst", {"merchant_id": shop}),
            ("platform.operations", {}),
            ("platform.auditor", {"warehouse_id": warehouse}),
        ]:
            services.assign_role(
                actor=make.SYSTEM, user_id=user_id, role_id=make.role_id(code), **reach
            )
        with django_assert_num_queries(1):
            actor = queries.get_actor(user_id=user_id)
        assert actor.kind == ActorKind.STAFF
        assert actor.may("accounts.view_customers")
        assert actor.may("accounts.manage_staff", merchant_id=shop)
        assert not actor.may("accounts.manage_staff")

    def test_nobody_is_not_found(self):
        with pytest.raises(NotFound):
            queries.get_actor(user_id=uuid4())

    def test_a_visit_is_one_statement(self, django_assert_num_queries):
        user_id = make.with_role("platform.support")
        contact = queries.get_user(user_id).phone
        signed_in = sign_in(contact, "key")
        with django_assert_num_queries(1):
            visit = queries.find_visit(session_key="key", ip="203.0.113.7")
        assert visit
        assert visit.session_id == signed_in.session_id
        assert (visit.nickname, visit.locale, visit.is_staff) == ("小满", "zh-hans", True)
        assert visit.actor == queries.get_actor(user_id=user_id, ip="203.0.113.7")

    def test_lapsed_and_unknown_sessions_are_nobody(self):
        phone = make.phone()
        make.person(phone=phone)
        sign_in(phone, "key")
        LoginSession.objects.update(expires_at=clock.now() - timedelta(seconds=1))
        assert queries.find_visit(session_key="key") is None
        assert queries.find_visit(session_key="other") is None
        assert queries.find_visit(session_key="") is None

    def test_devices_are_listed_latest_first(self):
        phone = make.phone()
        user_id = make.person(phone=phone)
        for key in ("one", "two"):
            sign_in(phone, key)
        cards = queries.list_sessions(user_id, session_key="one")
        assert [card.is_current for card in cards] == [False, True]
        assert cards[0].user_agent == "Firefox"


class TestPeople:
    def test_people_are_found_by_either_contact(self):
        user_id = make.person(email="zhang@example.com", phone="+8613800000001")
        for contact in ("Zhang@Example.com", "138-0000-0001"):
            person = queries.find_user(contact)
            assert person
            assert person.id == user_id
        assert queries.find_user("li@example.com") is None
        with pytest.raises(errors.BadContact):
            queries.find_user("zhang")
        with pytest.raises(NotFound):
            queries.get_user(uuid4())

    def test_names_come_in_one_statement(self, django_assert_num_queries):
        ids = [make.person(nickname=name) for name in ("谷雨", "立夏")]
        with django_assert_num_queries(1):
            names = queries.names_of([*ids, None, uuid4()])
        assert names == dict(zip(ids, ["谷雨", "立夏"], strict=True))

    def test_people_are_listed_newest_first_page_by_page(self):
        ids = [make.person(nickname=f"集友{number}") for number in range(5)]
        page = queries.list_people(PersonFilter(), limit=3)
        rest = queries.list_people(PersonFilter(), limit=3, cursor=page.next_cursor)
        assert [person.id for person in (*page.items, *rest.items)] == ids[::-1]
        assert rest.next_cursor is None
        for cursor in ("?", "WzEsMl0"):
            with pytest.raises(BadCursor):
                queries.list_people(PersonFilter(), cursor=cursor)

    @pytest.mark.parametrize("search", ["谷", "ZHANG@", "1380000", "+8613800000001"])
    def test_people_are_searched_by_name_and_contact(self, search):
        wanted = make.person(nickname="谷雨", email="zhang@example.com", phone="13800000001")
        make.person(nickname="立夏", phone="13911112222")
        found = queries.list_people(PersonFilter(search=search)).items
        assert [person.id for person in found] == [wanted]

    def test_people_are_filtered_by_state(self):
        make.person()
        assert queries.list_people(PersonFilter(state=UserState.CLOSED)).items == ()
        assert len(queries.list_people(PersonFilter(state=UserState.ACTIVE)).items) == 1

    def test_an_export_has_everything(self):
        phone = make.phone()
        user_id = make.person(phone=phone)
        sign_in(phone, "key")
        services.save_address(actor=make.actor_of(user_id), draft=make.draft())
        services.assign_role(
            actor=make.SYSTEM, user_id=user_id, role_id=make.role_id("platform.analyst")
        )
        export = queries.export_account(user_id)
        assert export.person.phone == phone
        counts = (len(export.addresses), len(export.sessions), len(export.roles))
        assert counts == (1, 1, 1)


class TestRolesAndStaff:
    def test_shops_choose_from_the_builtin_roles_of_their_level(self):
        services.ensure_roles(actor=make.SYSTEM)
        shop_codes = [role.code for role in queries.list_roles(uuid4())]
        assert len(shop_codes) == 7
        assert all(code.startswith("merchant.") for code in shop_codes)
        assert "platform.administrator" in {role.code for role in queries.list_roles()}
        with pytest.raises(NotFound):
            queries.get_role(uuid4())

    def test_staff_is_listed_per_place_in_one_statement(self, django_assert_num_queries):
        shop = uuid4()
        manager = make.with_role("merchant.manager", merchant_id=shop)
        services.assign_role(
            actor=make.SYSTEM,
            user_id=manager,
            role_id=make.role_id("merchant.analyst"),
            merchant_id=shop,
        )
        analyst = make.with_role("platform.analyst")
        with django_assert_num_queries(1):
            [member] = queries.list_staff(shop)
        assert member.user_id == manager
        assert [role.role_code for role in member.roles] == ["merchant.manager", "merchant.analyst"]
        assert [member.user_id for member in queries.list_staff()] == [analyst]
        assert queries.list_staff(uuid4()) == ()


class TestAddresses:
    def test_a_book_is_one_statement_and_private(self, django_assert_num_queries):
        user_id = make.person()
        actor = make.actor_of(user_id)
        ids = [services.save_address(actor=actor, draft=make.draft()) for _ in range(3)]
        with django_assert_num_queries(1):
            book = queries.list_addresses(user_id)
        assert [entry.id for entry in book] == [ids[0], ids[2], ids[1]]
        with pytest.raises(NotFound):
            queries.get_address(make.person(), ids[0])

    def test_regions_are_walked_down_and_up(self):
        assert [region.name for region in queries.list_regions()][:2] == ["北京市", "天津市"]
        assert "440305" in {region.code for region in queries.list_regions("4403")}
        assert queries.list_regions("440305") == ()
        path = queries.list_region_path("440305")
        assert [region.name for region in path] == ["广东省", "深圳市", "南山区"]
        assert queries.list_region_path("999999") == ()
        region = queries.find_region("44")
        assert region
        assert (region.name, region.parent_code) == ("广东省", "")

    def test_pasted_text_becomes_an_address_that_can_be_checked(self):
        parsed = queries.parse_address("张三 13800000000 深圳市南山区科技园1号")
        complete = queries.check_address(
            make.address(
                name=parsed.name,
                phone=parsed.phone,
                line=parsed.line,
                region_code=parsed.region_code,
            )
        )
        assert complete.one_line() == "广东省深圳市南山区科技园1号"
        with pytest.raises(errors.BadAddress):
            queries.check_address(make.address(region_code="44"))
