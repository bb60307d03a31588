"""Applying, deciding, and running a shop."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.platform import audit, outbox, preferences, transactions
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.parties.accounts import errors as accounts_errors
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.events import AccountClosed
from jishi.parties.merchants import errors, queries, services
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.types import MerchantState, Objection, Step, Terms
from tests.parties.accounts import factories as people
from tests.parties.merchants import factories as make

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    rows = OutboxEvent.objects.filter(name__startswith="merchants.").order_by("seq")
    return [row.name.split(".")[1] for row in rows]


def state_of(merchant_id) -> MerchantState:
    return queries.get_merchant(merchant_id).state


class TestApplying:
    def test_an_application_is_resumed_where_it_was_left(self):
        actor = people.actor_of(people.person())
        merchant_id = services.apply(actor=actor)
        services.save_application(actor=actor, merchant_id=merchant_id, contact=make.contact())
        assert services.apply(actor=actor) == merchant_id
        application = queries.find_application(actor.user_id)
        assert application
        assert application.contact.email == "tea@example.com"
        assert application.contact.phone == "+8613800000000"
        assert application.missing == (Step.ENTITY, Step.SHOP, Step.AGREEMENT)
        assert Merchant.objects.count() == 1

    def test_guests_do_not_apply(self):
        with pytest.raises(Forbidden):
            services.apply(actor=people.guest())

    def test_nobody_sees_or_touches_the_application_of_another(self):
        merchant_id = make.drafted()
        stranger = people.actor_of(people.person())
        for call in (services.submit, services.withdraw, services.save_application):
            with pytest.raises(NotFound):
                call(actor=stranger, merchant_id=merchant_id)
        assert state_of(merchant_id) == MerchantState.DRAFT

    @pytest.mark.parametrize(
        ("page", "error"),
        [
            ({"entity": make.entity(license_no="91350100M000100Y44")}, errors.BadLicense),
            ({"entity": make.entity(legal_name="")}, errors.BadEntity),
            ({"entity": make.entity(license_file_id=uuid4())}, errors.BadEntity),
            ({"entity": make.entity(license_expires_on=date(2020, 1, 1))}, errors.LicenseExpired),
            ({"contact": make.contact(phone="12")}, errors.BadContact),
            ({"contact": make.contact(email="13800000000")}, errors.BadContact),
            ({"contact": make.contact(name=" ")}, errors.BadContact),
            ({"shop": make.named("ad min")}, errors.BadCode),
            ({"shop": make.named("admin")}, errors.BadCode),
            ({"shop": make.named("tea", name={})}, errors.BadShop),
            ({"shop": make.named("tea", logo_id=uuid4())}, errors.BadShop),
            ({"agreement_version": "1999-01"}, errors.WrongAgreement),
        ],
    )
    def test_a_bad_page_is_refused_and_nothing_is_kept(self, page, error):
        merchant_id = make.drafted()
        before = queries.get_application(merchant_id)
        with pytest.raises(error):
            services.save_application(
                actor=make.owner_of(merchant_id), merchant_id=merchant_id, **page
            )
        assert queries.get_application(merchant_id) == before

    def test_a_code_belongs_to_one_shop(self):
        first, second = make.drafted(), make.drafted()
        services.save_application(
            actor=make.owner_of(first), merchant_id=first, shop=make.named("tea-house")
        )
        with pytest.raises(errors.CodeTaken):
            services.save_application(
                actor=make.owner_of(second), merchant_id=second, shop=make.named("Tea-House")
            )
        assert queries.get_merchant("tea-house").id == first

    def test_only_a_complete_application_is_submitted(self):
        actor = people.actor_of(people.person())
        merchant_id = services.apply(actor=actor)
        with pytest.raises(errors.Incomplete) as refusal:
            services.submit(actor=actor, merchant_id=merchant_id)
        assert refusal.value.params == {"steps": "entity,contact,shop,agreement"}
        assert state_of(merchant_id) == MerchantState.DRAFT
        assert events() == []

    def test_a_changed_agreement_is_read_again(self):
        merchant_id = make.drafted()
        preferences.set_value(
            actor=make.SYSTEM, name="merchants.agreement_version", value="2026-06"
        )
        preferences.forget()
        with pytest.raises(errors.WrongAgreement):
            services.submit(actor=make.owner_of(merchant_id), merchant_id=merchant_id)
        assert state_of(merchant_id) == MerchantState.DRAFT

    def test_a_licence_that_expired_meanwhile_is_noticed(self):
        merchant_id = make.drafted()
        Merchant.objects.update(license_expires_on=clock.now().date() - timedelta(days=2))
        with pytest.raises(errors.LicenseExpired):
            services.submit(actor=make.owner_of(merchant_id), merchant_id=merchant_id)

    def test_what_is_submitted_is_not_changed_until_taken_back(self):
        merchant_id = make.submitted()
        owner = make.owner_of(merchant_id)
        with pytest.raises(errors.NotEditable):
            services.save_application(actor=owner, merchant_id=merchant_id, shop=make.shop())
        services.withdraw(actor=owner, merchant_id=merchant_id)
        services.save_application(actor=owner, merchant_id=merchant_id, shop=make.shop())
        services.submit(actor=owner, merchant_id=merchant_id)
        assert state_of(merchant_id) == MerchantState.SUBMITTED

    def test_who_leaves_takes_the_draft_along(self):
        draft, opened = make.drafted(), make.opened()
        for merchant_id in (draft, opened):
            owner_id = queries.get_merchant(merchant_id).owner_id
            with transactions.unit():
                outbox.emit(AccountClosed(user_id=str(owner_id)))
        outbox.deliver_all()
        assert list(Merchant.objects.values_list("pk", flat=True)) == [opened]


class TestDeciding:
    def test_approval_opens_the_shop_and_makes_the_owner(self):
        merchant_id = make.opened()
        card = queries.get_merchant(merchant_id)
        assert card.is_open
        assert card.opened_at
        owner = make.owner_of(merchant_id)
        assert owner.may("merchants.edit", merchant_id=merchant_id)
        assert not owner.may("merchants.edit", merchant_id=uuid4())
        assert not owner.holds("merchants.review")
        assert events() == ["application_submitted", "merchant_opened"]
        moves = [move.to_state for move in audit.list_moves([merchant_id])]
        assert moves == ["submitted", "open"]
        assert queries.find_application(card.owner_id) is None

    def test_an_owner_may_open_a_second_shop(self):
        user_id = people.person()
        make.opened(user_id)
        make.opened(user_id)
        assert len(queries.list_merchants_of(user_id)) == 2

    def test_a_rejection_gives_its_reasons_and_is_answered(self):
        merchant_id = make.submitted()
        objection = Objection(Step.ENTITY, " 执照照片不清晰 ")
        services.reject(actor=make.SYSTEM, merchant_id=merchant_id, objections=(objection,))
        application = queries.get_application(merchant_id)
        assert application.objections == (Objection(Step.ENTITY, "执照照片不清晰"),)
        assert application.merchant.state == MerchantState.REJECTED
        owner = make.owner_of(merchant_id)
        services.save_application(
            actor=owner,
            merchant_id=merchant_id,
            entity=make.entity(license_file_id=make.stored_file()),
        )
        services.submit(actor=owner, merchant_id=merchant_id)
        assert queries.get_application(merchant_id).objections == ()

    def test_rejecting_without_a_reason_is_refused(self):
        merchant_id = make.submitted()
        with pytest.raises(errors.ReasonMissing):
            services.reject(actor=make.SYSTEM, merchant_id=merchant_id, objections=())
        assert state_of(merchant_id) == MerchantState.SUBMITTED

    def test_only_reviewers_decide(self):
        merchant_id = make.opened()
        owner = make.owner_of(merchant_id)
        for call, given in [
            (services.approve, {}),
            (services.reject, {"objections": (Objection(Step.SHOP, "x"),)}),
            (services.suspend, {"reason": "x"}),
            (services.reopen, {}),
            (services.close, {"reason": "x"}),
            (services.release_staff, {}),
            (services.set_terms, {"terms": Terms(0)}),
        ]:
            with pytest.raises(Forbidden):
                call(actor=owner, merchant_id=merchant_id, **given)
        assert state_of(merchant_id) == MerchantState.OPEN

    def test_a_reviewer_needs_only_that_permission(self):
        merchant_id = make.submitted()
        reviewer = people.actor_of(people.with_role("platform.operations"))
        services.approve(actor=reviewer, merchant_id=merchant_id)
        assert state_of(merchant_id) == MerchantState.OPEN

    def test_drafts_are_not_approved(self):
        merchant_id = make.drafted()
        with pytest.raises(IllegalMove):
            services.approve(actor=make.SYSTEM, merchant_id=merchant_id)
        with pytest.raises(NotFound):
            services.approve(actor=make.SYSTEM, merchant_id=uuid4())
        assert events() == []

    def test_a_shop_is_suspended_reopened_and_closed(self):
        merchant_id = make.opened()
        services.suspend(actor=make.SYSTEM, merchant_id=merchant_id, reason=" 虚假发货 ")
        assert state_of(merchant_id) == MerchantState.SUSPENDED
        with pytest.raises(IllegalMove):
            services.suspend(actor=make.SYSTEM, merchant_id=merchant_id, reason="again")
        services.reopen(actor=make.SYSTEM, merchant_id=merchant_id)
        services.close(actor=make.SYSTEM, merchant_id=merchant_id, reason="自愿退出")
        with pytest.raises(IllegalMove):
            services.reopen(actor=make.SYSTEM, merchant_id=merchant_id)
        assert events()[2:] == ["merchant_suspended", "merchant_reopened", "merchant_closed"]
        assert [move.reason for move in audit.list_moves([merchant_id])][2:] == [
            "虚假发货",
            "",
            "自愿退出",
        ]

    def test_suspending_needs_a_reason(self):
        merchant_id = make.opened()
        with pytest.raises(errors.ReasonMissing):
            services.suspend(actor=make.SYSTEM, merchant_id=merchant_id, reason="")
        assert state_of(merchant_id) == MerchantState.OPEN

    def test_the_staff_of_a_closed_shop_is_released_with_its_owner(self):
        merchant_id = make.opened()
        with pytest.raises(IllegalMove):
            services.release_staff(actor=make.SYSTEM, merchant_id=merchant_id)
        services.close(actor=make.SYSTEM, merchant_id=merchant_id, reason="x")
        services.release_staff(actor=make.SYSTEM, merchant_id=merchant_id)
        assert queries.list_members(merchant_id) == ()

    def test_terms_are_agreed_and_audited(self):
        merchant_id = make.opened()
        assert queries.commission_rate_bp(merchant_id) == 500
        services.set_terms(
            actor=make.SYSTEM, merchant_id=merchant_id, terms=Terms(300, 1_000_000, "CNY")
        )
        assert queries.commission_rate_bp(merchant_id) == 300
        assert queries.get_application(merchant_id).deposit_minor == 1_000_000
        entry = AuditEntry.objects.latest("at", "id")
        assert entry.before["commission_rate_bp"] is None
        with pytest.raises(errors.BadTerms):
            services.set_terms(actor=make.SYSTEM, merchant_id=merchant_id, terms=Terms(10_001))
        assert queries.commission_rate_bp(merchant_id) == 300

    def test_the_house_opens_a_shop_of_its_own(self):
        accounts.ensure_roles(actor=make.SYSTEM)
        owner_id = people.person()
        merchant_id = services.open_merchant(
            actor=make.SYSTEM,
            owner_id=owner_id,
            legal_name="集市",
            shop=make.named("jishi-select"),
        )
        assert queries.get_merchant("JISHI-select").id == merchant_id
        assert make.owner_of(merchant_id).may("merchants.edit", merchant_id=merchant_id)
        with pytest.raises(errors.CodeTaken):
            services.open_merchant(
                actor=make.SYSTEM,
                owner_id=owner_id,
                legal_name="集市",
                shop=make.named("jishi-select"),
            )
        with pytest.raises(NotFound):
            services.open_merchant(
                actor=make.SYSTEM, owner_id=uuid4(), legal_name="集市", shop=make.shop()
            )
        assert Merchant.objects.count() == 1


class TestShop:
    def test_a_shop_changes_its_window(self):
        merchant_id = make.opened()
        logo_id = make.stored_file()
        services.update_profile(
            actor=make.owner_of(merchant_id),
            merchant_id=merchant_id,
            shop=make.named("rain-tea", name={"zh-hans": "谷雨茶铺"}, logo_id=logo_id),
        )
        card = queries.get_merchant("rain-tea")
        assert (card.name, card.logo_id) == ({"zh-hans": "谷雨茶铺"}, logo_id)
        assert events()[-1] == "merchant_changed"
        entry = AuditEntry.objects.get(action="merchants.edit")
        assert entry.before["name"]["en"] == "Rain Tea"

    def test_saving_the_same_again_is_silent(self):
        merchant_id = make.opened()
        services.update_profile(
            actor=make.owner_of(merchant_id), merchant_id=merchant_id, shop=make.shop()
        )
        assert events()[-1] == "merchant_opened"

    def test_other_shops_look_absent_and_shoppers_are_refused(self):
        merchant_id, other = make.opened(), make.opened()
        for actor, error in [
            (make.owner_of(other), NotFound),
            (people.actor_of(people.person()), Forbidden),
        ]:
            with pytest.raises(error):
                services.update_profile(
                    actor=actor, merchant_id=merchant_id, shop=make.named("mine-now")
                )
            with pytest.raises(error):
                services.add_member(
                    actor=actor,
                    merchant_id=merchant_id,
                    contact="13800000000",
                    role_id=people.role_id("merchant.analyst"),
                )
        assert queries.get_merchant(merchant_id).name["en"] == "Rain Tea"

    def test_members_come_by_their_contact_and_go(self):
        merchant_id = make.opened()
        owner = make.owner_of(merchant_id)
        phone = people.phone()
        user_id = people.person(phone=phone)
        role_id = people.role_id("merchant.manager")
        added = services.add_member(
            actor=owner, merchant_id=merchant_id, contact=phone, role_id=role_id
        )
        assert added == user_id
        manager = people.actor_of(user_id)
        assert manager.may("merchants.edit", merchant_id=merchant_id)
        assert [card.id for card in queries.list_merchants_of(user_id)] == [merchant_id]
        with pytest.raises(accounts_errors.OwnerStays):
            services.remove_member(actor=manager, merchant_id=merchant_id, user_id=owner.user_id)
        services.remove_member(actor=owner, merchant_id=merchant_id, user_id=user_id)
        assert not people.actor_of(user_id).grants

    def test_who_has_no_account_cannot_join(self):
        merchant_id = make.opened()
        with pytest.raises(errors.NoSuchPerson):
            services.add_member(
                actor=make.owner_of(merchant_id),
                merchant_id=merchant_id,
                contact="nobody@example.com",
                role_id=people.role_id("merchant.manager"),
            )
        assert len(accounts_queries.list_staff(merchant_id)) == 1
