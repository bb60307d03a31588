"""What may be done to accounts, and what is refused and leaves no trace."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.platform import audit, jobs, preferences, timers
from jishi.foundation.platform.models import AuditEntry, Job, OutboxEvent, PreferenceValue
from jishi.parties.accounts import errors, queries, services
from jishi.parties.accounts.models import (
    LoginSession,
    Role,
    RoleAssignment,
    SavedAddress,
    Throttle,
    User,
    VerificationCode,
)
from jishi.parties.accounts.types import (
    CodePurpose,
    Device,
    ProfileChanges,
    RoleDraft,
    UserState,
)
from tests.parties.accounts import factories as make

pytestmark = pytest.mark.django_db

EMAIL = "zhang@example.com"


def events() -> list[str]:
    rows = OutboxEvent.objects.order_by("seq").values_list("name", flat=True)
    return [name.removeprefix("accounts.").removesuffix(".v1") for name in rows]


def set_preference(name: str, value: object) -> None:
    preferences.set_value(actor=make.SYSTEM, name=name, value=value)
    preferences.forget()


def later(**by) -> None:
    """Let time pass for limits and codes, by moving what was written into the past."""
    shift = timedelta(**by)
    for row in Throttle.objects.all():
        row.started_at = row.started_at and row.started_at - shift
        row.last_at = row.last_at and row.last_at - shift
        row.locked_until = row.locked_until and row.locked_until - shift
        row.save()
    for code in VerificationCode.objects.all():
        code.expires_at -= shift
        code.created_at -= shift
        code.save()


class TestCodes:
    def request(self, contact=EMAIL, purpose=CodePurpose.REGISTER, ip=make.IP):
        visitor = make.guest(ip)
        return services.request_code(
            actor=visitor, contact=contact, purpose=purpose, answer=make.answered(visitor)
        )

    def test_a_mailed_code_opens_what_it_was_asked_for(self):
        sent = self.request()
        assert (sent.target, sent.resend_in_s, sent.expires_in_s) == ("zh***@example.com", 60, 300)
        jobs.run_all()
        digits = mail.outbox[0].subject.split("：")[1]
        assert len(digits) == 6
        signed_in = services.register(
            actor=make.guest(), contact=EMAIL, code=digits, device=make.device()
        )
        assert queries.get_user(signed_in.user_id).email == EMAIL

    def test_a_text_message_without_a_gateway_is_a_file(self, settings, tmp_path):
        settings.DATA = tmp_path
        phone = make.phone()
        self.request(phone)
        jobs.run_all()
        [path] = (tmp_path / "sms").iterdir()
        assert "验证码是" in path.read_text(encoding="utf-8")

    def test_no_table_holds_the_digits(self):
        digits = make.code_for(EMAIL, CodePurpose.REGISTER)
        row = VerificationCode.objects.get()
        assert digits not in str([getattr(row, field.attname) for field in row._meta.fields])
        assert digits not in Job.objects.get().arguments

    def test_a_second_code_waits_a_minute_and_changes_nothing(self):
        self.request()
        with pytest.raises(errors.TooManyAttempts) as refusal:
            self.request(EMAIL.upper())
        assert 0 < refusal.value.params["retry_after_s"] <= 60
        assert VerificationCode.objects.count() == Job.objects.count() == 1

    def test_one_contact_gets_ten_codes_a_day(self):
        for _ in range(10):
            self.request()
            later(seconds=61)
        with pytest.raises(errors.TooManyAttempts):
            self.request()
        assert VerificationCode.objects.count() == 10
        later(days=1)
        self.request()

    def test_one_address_asks_for_thirty_codes_an_hour(self):
        for _ in range(30):
            self.request(make.phone())
        with pytest.raises(errors.TooManyAttempts):
            self.request(make.phone())
        self.request(make.phone(), ip="198.51.100.1")

    def test_one_device_asks_for_ten_codes_an_hour(self):
        visitor = make.guest()
        for _ in range(10):
            make.code_for(make.phone(), CodePurpose.REGISTER, visitor)
        with pytest.raises(errors.TooManyAttempts):
            make.code_for(make.phone(), CodePurpose.REGISTER, visitor)
        self.request()

    def test_a_refusal_by_address_leaves_the_contact_its_turn(self):
        set_preference("accounts.codes_per_ip_hour", 1)
        self.request(make.phone())
        with pytest.raises(errors.TooManyAttempts):
            self.request()
        self.request(ip="198.51.100.1")

    def test_a_code_is_tried_five_times(self):
        digits = make.code_for(EMAIL, CodePurpose.REGISTER)
        wrong = f"{(int(digits) + 1) % 10**6:06d}"
        for _ in range(5):
            with pytest.raises(errors.WrongCode):
                self.register(wrong)
        with pytest.raises(errors.WrongCode):
            self.register(digits)
        assert not User.objects.exists()
        assert VerificationCode.objects.get().attempts == 5

    def test_a_code_lapses_after_five_minutes(self):
        digits = make.code_for(EMAIL, CodePurpose.REGISTER)
        later(minutes=5)
        with pytest.raises(errors.WrongCode):
            self.register(digits)

    def test_a_code_is_used_once(self):
        digits = make.code_for(EMAIL, CodePurpose.SIGN_IN)
        self.enter(digits)
        with pytest.raises(errors.WrongCode):
            self.enter(digits)
        assert LoginSession.objects.count() == 1

    def test_a_newer_code_makes_the_older_one_lapse(self):
        older = make.code_for(EMAIL, CodePurpose.SIGN_IN)
        later(seconds=61)
        newer = make.code_for(EMAIL, CodePurpose.SIGN_IN)
        with pytest.raises(errors.WrongCode):
            self.enter(older)
        self.enter(newer)

    def test_a_code_opens_nothing_else(self):
        digits = make.code_for(EMAIL, CodePurpose.REGISTER)
        with pytest.raises(errors.WrongCode):
            self.enter(digits)

    def test_resetting_sends_nothing_where_there_is_no_account(self):
        self.request(purpose=CodePurpose.RESET_PASSWORD)
        jobs.run_all()
        assert not mail.outbox

    def test_a_guest_cannot_ask_for_the_codes_of_members(self):
        with pytest.raises(Forbidden):
            self.request(purpose=CodePurpose.VERIFY_CONTACT)
        assert not VerificationCode.objects.exists()

    def test_a_bad_contact_is_refused(self):
        with pytest.raises(errors.BadContact):
            self.request("nobody")

    def register(self, code):
        return services.register(actor=make.guest(), contact=EMAIL, code=code, device=make.device())

    def enter(self, code):
        return services.sign_in(actor=make.guest(), contact=EMAIL, code=code, device=make.device())


class TestRegister:
    def test_a_new_member_is_signed_in_and_announced(self):
        code = make.code_for("13800000001", CodePurpose.REGISTER)
        signed_in = services.register(
            actor=make.guest(),
            contact="138 0000 0001",
            code=code,
            device=Device("key", "Firefox"),
            password=make.PASSWORD,
            nickname=" 小满 ",
        )
        person = queries.get_user(signed_in.user_id)
        assert (person.phone, person.nickname) == ("+8613800000001", "小满")
        assert person.has_password
        visit = queries.find_visit(session_key="key")
        assert visit
        assert visit.actor.user_id == signed_in.user_id
        assert sorted(events()) == ["account_registered", "contact_verified"]

    def test_a_taken_contact_is_refused_and_the_code_stays_good(self):
        make.person(email=EMAIL)
        code = make.code_for(EMAIL, CodePurpose.REGISTER)
        with pytest.raises(errors.ContactTaken) as refusal:
            services.register(actor=make.guest(), contact=EMAIL, code=code, device=make.device())
        assert refusal.value.field == "email"
        assert User.objects.count() == 1
        assert not LoginSession.objects.exists()
        assert VerificationCode.objects.get().used_at is None

    @pytest.mark.parametrize(
        ("given", "error"),
        [
            ({"password": "123"}, errors.WeakPassword),
            ({"password": "password123"}, errors.WeakPassword),
            ({"password": "zhang@example"}, errors.WeakPassword),
            ({"password": "a1" * 200}, errors.WeakPassword),
            ({"nickname": "官方客服"}, errors.BadNickname),
        ],
    )
    def test_bad_input_costs_no_try(self, given, error):
        code = make.code_for(EMAIL, CodePurpose.REGISTER)
        with pytest.raises(error):
            services.register(
                actor=make.guest(), contact=EMAIL, code=code, device=make.device(), **given
            )
        assert VerificationCode.objects.get().attempts == 0
        assert not User.objects.exists()

    def test_only_managers_of_staff_make_accounts_for_others(self):
        with pytest.raises(Forbidden):
            services.create_account(actor=make.guest(), email=EMAIL)
        with pytest.raises(errors.BadContact):
            services.create_account(actor=make.SYSTEM)
        assert not User.objects.exists()


class TestSignIn:
    def enter(self, contact=EMAIL, password=make.PASSWORD, ip=make.IP, key="key"):
        visitor = make.guest(ip)
        return services.sign_in(
            actor=visitor,
            contact=contact,
            password=password,
            device=Device(key, "Firefox"),
            answer=make.answered(visitor),
        )

    def fail(self, times, contact=EMAIL, ip=make.IP):
        for _ in range(times):
            with pytest.raises(errors.WrongPassword):
                self.enter(contact, "wrong", ip)

    def test_either_contact_opens_the_account(self):
        user_id = make.person(email=EMAIL, phone="+8613800000001")
        assert self.enter().user_id == user_id
        assert self.enter("13800000001", key="other").user_id == user_id
        assert LoginSession.objects.count() == 2

    def test_a_session_key_signs_in_afresh(self):
        make.person(email=EMAIL)
        self.enter()
        second = self.enter()
        assert [row.id for row in LoginSession.objects.all()] == [second.session_id]

    def test_the_sixth_attempt_waits_even_with_the_right_password(self):
        make.person(email=EMAIL)
        self.fail(5)
        with pytest.raises(errors.TooManyAttempts) as refusal:
            self.enter()
        assert 890 < refusal.value.params["retry_after_s"] <= 900
        assert not LoginSession.objects.exists()
        later(seconds=901)
        self.enter()

    def test_each_further_lock_lasts_twice_as_long(self):
        make.person(email=EMAIL)
        self.fail(5)
        later(seconds=901)
        self.fail(1)
        with pytest.raises(errors.TooManyAttempts) as refusal:
            self.enter()
        assert 1790 < refusal.value.params["retry_after_s"] <= 1800

    def test_both_contacts_of_an_account_share_its_failures(self):
        make.person(email=EMAIL, phone="+8613800000001")
        self.fail(3)
        self.fail(2, "13800000001")
        with pytest.raises(errors.TooManyAttempts):
            self.enter()

    def test_an_unknown_contact_answers_like_a_known_one(self):
        self.fail(5, "nobody@example.com")
        with pytest.raises(errors.TooManyAttempts):
            self.enter("nobody@example.com")

    def test_an_account_without_a_password_answers_like_one_with(self):
        make.person(email=EMAIL, password="")
        self.fail(5)
        with pytest.raises(errors.TooManyAttempts):
            self.enter()

    def test_success_clears_the_failures(self):
        make.person(email=EMAIL)
        for _ in range(3):
            self.fail(4)
            self.enter()

    def test_one_address_fails_only_so_often(self):
        set_preference("accounts.sign_in_failures_per_ip", 6)
        make.person(email=EMAIL)
        for number in range(6):
            self.fail(1, f"nobody{number}@example.com")
        with pytest.raises(errors.TooManyAttempts):
            self.enter()
        self.enter(ip="198.51.100.1")

    def test_success_does_not_use_up_the_address(self):
        set_preference("accounts.sign_in_failures_per_ip", 5)
        make.person(email=EMAIL)
        for _ in range(8):
            self.enter()

    def test_a_locked_account_still_opens_by_code(self):
        user_id = make.person(email=EMAIL)
        self.fail(5)
        code = make.code_for(EMAIL, CodePurpose.SIGN_IN)
        signed_in = services.sign_in(
            actor=make.guest(), contact=EMAIL, code=code, device=make.device()
        )
        assert (signed_in.user_id, signed_in.is_new) == (user_id, False)

    def test_a_code_for_an_unknown_phone_makes_the_account(self):
        code = make.code_for("13800000001", CodePurpose.SIGN_IN)
        signed_in = services.sign_in(
            actor=make.guest(), contact="13800000001", code=code, device=make.device(), locale="en"
        )
        assert signed_in.is_new
        person = queries.get_user(signed_in.user_id)
        assert (person.phone, person.locale) == ("+8613800000001", "en")
        assert not person.has_password
        assert "contact_verified" in events()


class TestSessions:
    def test_people_sign_out_and_kick_their_own_devices_only(self):
        make.person(email=EMAIL)
        other = make.registered("li@example.com")
        mine = TestSignIn().enter(key="one")
        TestSignIn().enter(key="two")
        actor = make.actor_of(mine.user_id)
        with pytest.raises(NotFound):
            services.revoke_session(actor=actor, session_id=other.session_id)
        services.revoke_session(actor=actor, session_id=mine.session_id)
        assert queries.find_visit(session_key="one") is None
        services.sign_out(actor=actor, session_key="two")
        assert queries.find_visit(session_key="two") is None
        assert LoginSession.objects.count() == 1

    def test_other_devices_are_signed_out_together(self):
        make.person(email=EMAIL)
        for key in ("one", "two", "three"):
            signed_in = TestSignIn().enter(key=key)
        actor = make.actor_of(signed_in.user_id)
        assert services.revoke_other_sessions(actor=actor, session_key="two") == 2
        assert [
            card.is_current for card in queries.list_sessions(signed_in.user_id, session_key="two")
        ] == [True]
        with pytest.raises(Forbidden):
            services.revoke_other_sessions(actor=make.guest(), session_key="two")

    def test_use_puts_off_the_end_but_is_seldom_written(self):
        signed_in = make.registered(EMAIL)
        row = LoginSession.objects.get()
        services.touch_session(session_id=signed_in.session_id)
        assert LoginSession.objects.get().seen_at == row.seen_at
        LoginSession.objects.update(seen_at=clock.now() - timedelta(minutes=6))
        services.touch_session(session_id=signed_in.session_id)
        assert LoginSession.objects.get().expires_at > row.expires_at

    def test_lapsed_things_are_swept(self):
        make.registered(EMAIL)
        old = clock.now() - timedelta(days=40)
        LoginSession.objects.update(expires_at=old)
        VerificationCode.objects.update(expires_at=old)
        Throttle.objects.update(last_at=old)
        services.forget_expired(actor=make.SYSTEM)
        assert not LoginSession.objects.exists()
        assert not VerificationCode.objects.exists()
        assert not Throttle.objects.exists()


class TestPasswords:
    NEW = "mountain spring 42"

    def test_a_change_signs_other_devices_out(self):
        user_id = make.person(email=EMAIL)
        for key in ("one", "two"):
            TestSignIn().enter(key=key)
        services.change_password(
            actor=make.actor_of(user_id), old=make.PASSWORD, new=self.NEW, session_key="one"
        )
        assert len(queries.list_sessions(user_id)) == 1
        assert queries.find_visit(session_key="one")
        TestSignIn().enter(password=self.NEW)
        assert "password_changed" in events()

    @pytest.mark.parametrize(
        ("old", "new", "error"),
        [
            ("wrong", NEW, errors.WrongPassword),
            (make.PASSWORD, "123", errors.WeakPassword),
            (make.PASSWORD, "", errors.WeakPassword),
        ],
    )
    def test_a_refused_change_leaves_the_old_one(self, old, new, error):
        user_id = make.person(email=EMAIL)
        with pytest.raises(error):
            services.change_password(actor=make.actor_of(user_id), old=old, new=new)
        TestSignIn().enter()
        assert "password_changed" not in events()

    def test_guessing_the_old_one_locks_too(self):
        actor = make.actor_of(make.person(email=EMAIL))
        for _ in range(5):
            with pytest.raises(errors.WrongPassword):
                services.change_password(actor=actor, old="wrong", new=self.NEW)
        with pytest.raises(errors.TooManyAttempts):
            services.change_password(actor=actor, old=make.PASSWORD, new=self.NEW)

    def test_a_code_sets_a_forgotten_password_and_opens_the_lock(self):
        user_id = make.person(email=EMAIL)
        TestSignIn().enter()
        TestSignIn().fail(5)
        code = make.code_for(EMAIL, CodePurpose.RESET_PASSWORD)
        services.reset_password(actor=make.guest(), contact=EMAIL, code=code, new=self.NEW)
        assert not queries.list_sessions(user_id)
        TestSignIn().enter(password=self.NEW)

    def test_nothing_is_reset_for_nobody(self):
        code = make.code_for(EMAIL, CodePurpose.RESET_PASSWORD)
        with pytest.raises(errors.WrongCode):
            services.reset_password(actor=make.guest(), contact=EMAIL, code=code, new=self.NEW)


class TestProfile:
    def change(self, user_id, **changes):
        services.update_profile(actor=make.actor_of(user_id), changes=ProfileChanges(**changes))

    def test_changes_are_kept_with_what_was_before(self):
        user_id = make.person()
        self.change(user_id, nickname="谷雨", birthday=date(1990, 4, 20), locale="en")
        person = queries.get_user(user_id)
        assert (person.nickname, person.locale) == ("谷雨", "en")
        entry = AuditEntry.objects.get(action="accounts.update_profile")
        assert entry.before == {"nickname": "小满", "birthday": None, "locale": "zh-hans"}
        assert entry.after["birthday"] == "1990-04-20"

    def test_a_birthday_is_corrected_once_a_year(self):
        user_id = make.person()
        self.change(user_id, birthday=date(1990, 4, 20))
        with pytest.raises(errors.BirthdayChangedLately):
            self.change(user_id, birthday=date(1991, 4, 20), nickname="谷雨")
        assert queries.get_user(user_id).nickname == "小满"
        self.change(user_id, birthday=date(1990, 4, 20))
        User.objects.update(birthday_changed_at=clock.now() - timedelta(days=366))
        self.change(user_id, birthday=date(1991, 4, 20))
        assert queries.get_user(user_id).birthday == date(1991, 4, 20)

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"nickname": " "}, errors.BadNickname),
            ({"locale": "tlh"}, errors.BadLocale),
            ({"avatar_id": uuid4()}, errors.BadAvatar),
            ({"birthday": date(2999, 1, 1)}, errors.BadBirthday),
        ],
    )
    def test_bad_changes_are_refused(self, changes, error):
        user_id = make.person()
        before = queries.get_user(user_id)
        with pytest.raises(error):
            self.change(user_id, **changes)
        assert queries.get_user(user_id) == before

    def test_a_verified_contact_replaces_the_old_one_and_is_announced(self):
        user_id = make.person(email=EMAIL)
        actor = make.actor_of(user_id)
        code = make.code_for("li@example.com", CodePurpose.VERIFY_CONTACT, actor)
        services.verify_contact(actor=actor, contact="Li@Example.com", code=code)
        assert queries.get_user(user_id).email == "li@example.com"
        event = OutboxEvent.objects.get(name="accounts.contact_verified.v1")
        assert '"channel":"email","value":"li@example.com"' in event.payload

    def test_the_contact_of_somebody_else_stays_theirs(self):
        make.person(email="li@example.com")
        user_id = make.person(email=EMAIL)
        actor = make.actor_of(user_id)
        code = make.code_for("li@example.com", CodePurpose.VERIFY_CONTACT, actor)
        with pytest.raises(errors.ContactTaken):
            services.verify_contact(actor=actor, contact="li@example.com", code=code)
        assert queries.get_user(user_id).email == EMAIL
        assert "contact_verified" not in events()

    def test_guests_have_no_profile(self):
        with pytest.raises(Forbidden):
            services.update_profile(actor=make.guest(), changes=ProfileChanges(nickname="谷雨"))
        with pytest.raises(Forbidden):
            services.verify_contact(actor=make.guest(), contact=EMAIL, code="000000")


class TestAddresses:
    def save(self, user_id, address_id=None, **given):
        actor = make.actor_of(user_id)
        return services.save_address(actor=actor, draft=make.draft(**given), address_id=address_id)

    def test_the_first_address_is_the_default_until_another_is_chosen(self):
        user_id = make.person()
        first = self.save(user_id, label="家")
        second = self.save(user_id, region_code="110105", is_default=True)
        book = queries.list_addresses(user_id)
        assert [entry.id for entry in book] == [second, first]
        assert [entry.is_default for entry in book] == [True, False]
        services.set_default_address(actor=make.actor_of(user_id), address_id=first)
        assert queries.get_address(user_id, first).is_default

    def test_an_address_is_changed_in_place(self):
        user_id = make.person()
        address_id = self.save(user_id)
        assert self.save(user_id, address_id, line="科技园2号") == address_id
        [entry] = queries.list_addresses(user_id)
        assert entry.address.one_line() == "广东省深圳市南山区科技园2号"

    def test_deleting_the_default_promotes_the_newest(self):
        user_id = make.person()
        ids = [self.save(user_id) for _ in range(3)]
        services.delete_address(actor=make.actor_of(user_id), address_id=ids[0])
        assert queries.get_address(user_id, ids[2]).is_default
        for address_id in ids[1:]:
            services.delete_address(actor=make.actor_of(user_id), address_id=address_id)
        assert queries.list_addresses(user_id) == ()

    def test_the_book_is_full_at_its_limit(self):
        set_preference("accounts.address_limit", 20)
        user_id = make.person()
        for _ in range(20):
            address_id = self.save(user_id)
        with pytest.raises(errors.TooManyAddresses) as refusal:
            self.save(user_id)
        assert refusal.value.params == {"limit": 20}
        self.save(user_id, address_id)
        assert SavedAddress.objects.count() == 20

    def test_a_bad_address_is_not_kept(self):
        user_id = make.person()
        with pytest.raises(errors.BadAddress):
            self.save(user_id, region_code="44")
        assert not SavedAddress.objects.exists()

    def test_the_book_of_somebody_else_is_closed(self):
        address_id = self.save(make.person())
        stranger = make.actor_of(make.person())
        for call in (services.delete_address, services.set_default_address):
            with pytest.raises(NotFound):
                call(actor=stranger, address_id=address_id)
        with pytest.raises(NotFound):
            services.save_address(actor=stranger, draft=make.draft(), address_id=address_id)
        with pytest.raises(Forbidden):
            services.save_address(actor=make.guest(), draft=make.draft())


class TestClosing:
    def close(self, user_id, contact=EMAIL):
        actor = make.actor_of(user_id)
        code = make.code_for(contact, CodePurpose.CLOSE_ACCOUNT, actor)
        services.close_account(actor=actor, contact=contact, code=code)

    def fire(self):
        User.objects.update(closes_at=clock.now())
        row = timers.Timer.objects.get()
        timers.Timer.objects.update(due_at=clock.now() - timedelta(seconds=1))
        assert row.kind == "accounts.close"
        return timers.fire_due(holder="test")

    def test_an_account_becomes_anonymous_after_the_days_to_think(self):
        user_id = make.person(email=EMAIL)
        services.save_address(actor=make.actor_of(user_id), draft=make.draft())
        TestSignIn().enter()
        self.close(user_id)
        person = queries.get_user(user_id)
        assert person.state == UserState.CLOSING
        assert person.closes_at
        assert timedelta(days=6) < person.closes_at - clock.now() <= timedelta(days=7)
        assert self.fire() == 1
        person = queries.get_user(user_id)
        assert (person.state, person.email, person.phone) == (UserState.CLOSED, "", "")
        assert person.nickname == "已注销用户"
        assert not person.has_password
        assert not SavedAddress.objects.exists()
        assert queries.find_visit(session_key="key") is None
        with pytest.raises(NotFound):
            queries.get_actor(user_id=user_id)
        assert events()[-1] == "account_closed"
        assert [move.to_state for move in audit.list_moves([user_id])] == ["closing", "closed"]

    def test_the_contact_is_free_again(self):
        self.close(make.person(email=EMAIL))
        self.fire()
        make.person(email=EMAIL)

    def test_one_may_turn_back(self):
        user_id = make.person(email=EMAIL)
        self.close(user_id)
        services.keep_account(actor=make.actor_of(user_id))
        assert queries.get_user(user_id).state == UserState.ACTIVE
        assert self.fire() == 0
        with pytest.raises(IllegalMove):
            services.keep_account(actor=make.actor_of(user_id))

    def test_staff_gives_up_its_roles_first(self):
        user_id = make.with_role("platform.analyst")
        phone = queries.get_user(user_id).phone
        with pytest.raises(errors.StillEmployed):
            self.close(user_id, phone)
        assert queries.get_user(user_id).state == UserState.ACTIVE

    def test_only_by_a_contact_of_ones_own(self):
        user_id = make.person(email=EMAIL)
        with pytest.raises(Forbidden):
            self.close(user_id, "li@example.com")
        with pytest.raises(Forbidden):
            services.close_account(actor=make.guest(), contact=EMAIL, code="000000")


class TestRoles:
    def test_builtin_roles_are_renewed_without_doubles(self):
        services.ensure_roles(actor=make.SYSTEM)
        Role.objects.filter(code="merchant.owner").update(permissions=[])
        services.ensure_roles(actor=make.SYSTEM)
        owner = queries.find_role("merchant.owner")
        assert owner
        assert "accounts.manage_staff" in owner.permissions
        assert "accounts.view_customers" not in owner.permissions
        assert Role.objects.count() == 14
        with pytest.raises(Forbidden):
            services.ensure_roles(actor=make.guest())

    def owner(self, shop):
        return make.actor_of(make.with_role("merchant.owner", merchant_id=shop))

    def draft(self, shop, *permissions):
        return RoleDraft({"zh-hans": "值班", "en": "Duty"}, permissions, shop)

    def test_a_shop_makes_changes_and_deletes_its_own_roles(self):
        shop = uuid4()
        owner = self.owner(shop)
        role_id = services.save_role(actor=owner, draft=self.draft(shop, "accounts.manage_staff"))
        services.save_role(actor=owner, draft=self.draft(shop, "preferences.edit"), role_id=role_id)
        assert queries.get_role(role_id).permissions == ("preferences.edit",)
        assert role_id in {role.id for role in queries.list_roles(shop)}
        assert role_id not in {role.id for role in queries.list_roles(uuid4())}
        services.delete_role(actor=owner, role_id=role_id, merchant_id=shop)
        with pytest.raises(NotFound):
            queries.get_role(role_id)

    @pytest.mark.parametrize(
        ("permission", "error"),
        [("accounts.view_customers", errors.BadRole), ("accounts.fly", errors.BadRole)],
    )
    def test_a_shop_cannot_use_foreign_or_unknown_permissions(self, permission, error):
        shop = uuid4()
        owner = self.owner(shop)
        with pytest.raises(error):
            services.save_role(actor=owner, draft=self.draft(shop, permission))
        assert not Role.objects.filter(is_builtin=False).exists()

    def test_nobody_makes_roles_beyond_their_own_rights(self):
        shop = uuid4()
        owner = self.owner(shop)
        narrow = services.save_role(
            actor=owner, draft=self.draft(shop, "accounts.manage_roles", "accounts.manage_staff")
        )
        member_id = make.person()
        services.assign_role(actor=owner, user_id=member_id, role_id=narrow, merchant_id=shop)
        member = make.actor_of(member_id)
        with pytest.raises(errors.CannotGrant):
            services.save_role(actor=member, draft=self.draft(shop, "preferences.edit"))
        wide = services.save_role(actor=owner, draft=self.draft(shop, "preferences.edit"))
        with pytest.raises(errors.CannotGrant):
            services.save_role(actor=member, draft=self.draft(shop), role_id=wide)
        with pytest.raises(errors.CannotGrant):
            services.assign_role(actor=member, user_id=member_id, role_id=wide, merchant_id=shop)
        assert queries.get_role(wide).permissions == ("preferences.edit",)
        assert len(queries.list_assignments(member_id)) == 1

    def test_another_shops_role_looks_absent(self):
        shop = uuid4()
        role_id = services.save_role(actor=self.owner(shop), draft=self.draft(shop))
        other = uuid4()
        stranger = self.owner(other)
        for merchant_id in (shop, other):
            with pytest.raises(NotFound):
                services.delete_role(actor=stranger, role_id=role_id, merchant_id=merchant_id)
        with pytest.raises(errors.RoleMisplaced):
            services.assign_role(
                actor=stranger, user_id=make.person(), role_id=role_id, merchant_id=other
            )

    def test_builtin_and_used_roles_stay(self):
        shop = uuid4()
        owner = self.owner(shop)
        builtin = make.role_id("merchant.analyst")
        with pytest.raises(errors.BuiltinRole):
            services.save_role(actor=owner, draft=self.draft(shop), role_id=builtin)
        role_id = services.save_role(actor=owner, draft=self.draft(shop))
        services.assign_role(actor=owner, user_id=make.person(), role_id=role_id, merchant_id=shop)
        with pytest.raises(errors.RoleInUse):
            services.delete_role(actor=owner, role_id=role_id, merchant_id=shop)

    def test_a_role_needs_a_name(self):
        draft = RoleDraft({"en": "  "}, ())
        with pytest.raises(errors.BadRole) as refusal:
            services.save_role(actor=make.SYSTEM, draft=draft)
        assert refusal.value.field == "name"


class TestStaff:
    def test_a_role_is_given_once_and_taken_again(self):
        shop, user_id = uuid4(), make.person()
        owner = TestRoles().owner(shop)
        role_id = make.role_id("merchant.manager")
        for _ in range(2):
            services.assign_role(actor=owner, user_id=user_id, role_id=role_id, merchant_id=shop)
        actor = make.actor_of(user_id)
        assert actor.may("accounts.manage_staff", merchant_id=shop)
        assert not actor.may("accounts.manage_staff", merchant_id=uuid4())
        assert not actor.may("accounts.manage_staff")
        assert events().count("role_assigned") == 2
        assert not queries.get_user(user_id).is_staff
        services.remove_role(actor=owner, user_id=user_id, role_id=role_id, merchant_id=shop)
        assert not make.actor_of(user_id).grants
        with pytest.raises(NotFound):
            services.remove_role(actor=owner, user_id=user_id, role_id=role_id, merchant_id=shop)

    def test_platform_roles_open_the_operator_console(self):
        user_id = make.with_role("platform.operations")
        assert queries.get_user(user_id).is_staff
        services.remove_staff(actor=make.SYSTEM, user_id=user_id)
        assert not queries.get_user(user_id).is_staff
        with pytest.raises(NotFound):
            services.remove_staff(actor=make.SYSTEM, user_id=user_id)

    def test_a_warehouse_role_reaches_that_warehouse_only(self):
        warehouse = uuid4()
        user_id = make.with_role("platform.auditor", warehouse_id=warehouse)
        assert {grant.scope_id for grant in make.actor_of(user_id).grants} <= {warehouse}

    def test_a_shop_cannot_hire_for_the_platform_or_for_others(self):
        shop = uuid4()
        owner = TestRoles().owner(shop)
        analyst = make.role_id("merchant.analyst")
        administrator = make.role_id("platform.administrator")
        user_id = make.person()
        for role_id, reach, error in [
            (analyst, {"merchant_id": uuid4()}, NotFound),
            (administrator, {}, NotFound),
            (administrator, {"merchant_id": shop}, errors.RoleMisplaced),
            (analyst, {"warehouse_id": uuid4()}, NotFound),
            (analyst, {"merchant_id": shop, "warehouse_id": uuid4()}, errors.RoleMisplaced),
            (uuid4(), {"merchant_id": shop}, NotFound),
        ]:
            with pytest.raises(error):
                services.assign_role(actor=owner, user_id=user_id, role_id=role_id, **reach)
        with pytest.raises(Forbidden):
            services.assign_role(
                actor=make.guest(), user_id=user_id, role_id=analyst, merchant_id=shop
            )
        assert not RoleAssignment.objects.filter(user_id=user_id).exists()

    def test_ownership_is_not_given_or_taken_by_staff(self):
        shop = uuid4()
        owner = TestRoles().owner(shop)
        role_id = make.role_id("merchant.owner")
        with pytest.raises(errors.OwnerStays):
            services.assign_role(
                actor=owner, user_id=make.person(), role_id=role_id, merchant_id=shop
            )
        with pytest.raises(errors.OwnerStays):
            services.remove_staff(actor=owner, user_id=owner.user_id, merchant_id=shop)
        assert len(queries.list_staff(shop)) == 1

    def test_the_last_administrator_stays(self):
        first = make.with_role("platform.administrator")
        second = make.with_role("platform.administrator")
        actor = make.actor_of(first)
        services.remove_staff(actor=actor, user_id=second)
        with pytest.raises(errors.LastAdministrator):
            services.remove_staff(actor=actor, user_id=first)
        assert queries.get_user(first).is_staff

    def test_a_platform_manager_cannot_make_administrators(self):
        role_id = services.save_role(
            actor=make.SYSTEM,
            draft=RoleDraft({"en": "Personnel"}, ("accounts.manage_staff",)),
        )
        user_id = make.person()
        services.assign_role(actor=make.SYSTEM, user_id=user_id, role_id=role_id)
        with pytest.raises(errors.CannotGrant):
            services.assign_role(
                actor=make.actor_of(user_id),
                user_id=user_id,
                role_id=make.role_id("platform.administrator"),
            )
        assert len(queries.list_assignments(user_id)) == 1


def test_secrets_of_people_are_not_audited():
    user_id = make.person(email=EMAIL)
    services.change_password(actor=make.actor_of(user_id), old=make.PASSWORD, new=TestPasswords.NEW)
    for entry in AuditEntry.objects.all():
        assert make.PASSWORD not in f"{entry.before}{entry.after}"
        assert TestPasswords.NEW not in f"{entry.before}{entry.after}"


def test_preferences_have_bounds():
    with pytest.raises(preferences.BadPreference):
        set_preference("accounts.address_limit", 51)
    assert not PreferenceValue.objects.exists()
