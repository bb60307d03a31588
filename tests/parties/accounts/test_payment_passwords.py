"""The payment password, its lock, and small payments without it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden
from jishi.parties.accounts import errors, queries, services
from jishi.parties.accounts.models import PaymentPassword, Throttle, User, VerificationCode
from jishi.parties.accounts.rules import payment_passwords as rules
from jishi.parties.accounts.types import CodePurpose
from tests.parties.accounts import factories as make

GOOD = "628174"
PHONE = "+8613800913572"
BIRTHDAY = date(1993, 7, 21)
amounts = st.integers(0, 10**7)


class TestRules:
    @pytest.mark.parametrize(
        ("given_", "reason"),
        [
            ("", "format"),
            ("12345", "format"),
            ("1234567", "format"),
            ("12345x", "format"),
            ("１２３４５６", "format"),
            ("123456", "simple"),
            ("987654", "simple"),
            ("111111", "simple"),
            ("121212", "simple"),
            ("123123", "simple"),
            ("700007", "simple"),
            ("913572", "phone"),
            ("930721", "birthday"),
            ("210793", "birthday"),
            ("072193", "birthday"),
            ("199307", "birthday"),
        ],
    )
    def test_what_others_try_first_is_refused(self, given_, reason):
        with pytest.raises(errors.WeakPaymentPassword) as refusal:
            rules.check(given_, phone=PHONE, birthday=BIRTHDAY)
        assert refusal.value.params["reason"] == reason

    def test_a_good_one_passes(self):
        rules.check(GOOD, phone=PHONE, birthday=BIRTHDAY)
        rules.check(GOOD, phone="", birthday=None)

    @pytest.mark.parametrize(
        ("limit", "day", "field"),
        [(100_001, 200_000, "limit"), (-1, 0, "limit"), (500, 400, "day"), (1, 300_001, "day")],
    )
    def test_limits_of_free_payments_have_a_top_and_fit(self, limit, day, field):
        with pytest.raises(errors.BadFreePay) as refusal:
            rules.check_free(limit, day, most_minor=100_000, most_day_minor=300_000)
        assert refusal.value.field == field

    @given(amount=amounts, limit=amounts, day=amounts, spent=amounts)
    def test_a_free_payment_never_passes_a_limit(self, amount, limit, day, spent):
        if rules.is_free(amount, limit_minor=limit, day_minor=day, spent_minor=spent):
            assert 0 < amount <= limit
            assert spent + amount <= day

    @given(amount=amounts)
    def test_nothing_is_free_by_default(self, amount):
        assert not rules.is_free(amount, limit_minor=0, day_minor=0, spent_minor=0)


@pytest.mark.django_db
class TestServices:
    def member(self, password: str = GOOD):
        """Return a member with a payment password."""
        actor = make.actor_of(make.person(phone=PHONE))
        self.set(actor, password)
        return actor

    def set(self, actor, password=GOOD, contact=PHONE):
        code = make.code_for(contact, CodePurpose.PAYMENT_PASSWORD, actor)
        services.set_payment_password(actor=actor, contact=contact, code=code, password=password)

    def check(self, actor, password=GOOD):
        services.check_payment_password(actor=actor, password=password)

    def later(self, **span):
        shift = timedelta(**span)
        for row in Throttle.objects.filter(name__startswith="payment-password"):
            row.started_at -= shift
            row.last_at -= shift
            row.locked_until = row.locked_until and row.locked_until - shift
            row.save()

    def test_a_fresh_code_sets_it_and_it_is_not_the_sign_in_password(self):
        actor = self.member()
        self.check(actor)
        with pytest.raises(errors.WrongPaymentPassword):
            self.check(actor, "000001")
        assert queries.get_payment_lock(actor.user_id).is_set

    def test_it_is_kept_as_argon2(self, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        self.member()
        row = PaymentPassword.objects.get()
        assert identify_hasher(row.encoded).algorithm == "argon2"
        assert GOOD not in row.encoded

    def test_it_may_not_be_the_sign_in_password(self):
        actor = make.actor_of(make.person(phone=PHONE))
        User.objects.update(password=encoded(GOOD))
        with pytest.raises(errors.WeakPaymentPassword) as refusal:
            self.set(actor)
        assert refusal.value.params["reason"] == "login"
        assert VerificationCode.objects.get().attempts == 0

    def test_the_fifth_wrong_try_locks_it_for_three_hours(self):
        actor = self.member()
        for left in (4, 3, 2, 1, 0):
            with pytest.raises(errors.WrongPaymentPassword) as refusal:
                self.check(actor, "000001")
            assert refusal.value.params["left"] == left
        with pytest.raises(errors.TooManyAttempts) as locked:
            self.check(actor)
        assert 10_700 < locked.value.params["retry_after_s"] <= 10_800
        self.later(seconds=10_801)
        for left in (4, 3):
            with pytest.raises(errors.WrongPaymentPassword) as refusal:
                self.check(actor, "000001")
            assert refusal.value.params["left"] == left
        self.check(actor)

    def test_a_right_one_clears_the_wrong_tries(self):
        actor = self.member()
        for _ in range(3):
            for _ in range(4):
                with pytest.raises(errors.WrongPaymentPassword):
                    self.check(actor, "000001")
            self.check(actor)

    def test_a_reset_by_code_ends_the_lock(self):
        actor = self.member()
        for _ in range(5):
            with pytest.raises(errors.WrongPaymentPassword):
                self.check(actor, "000001")
        Throttle.objects.filter(name__startswith="code").delete()
        self.set(actor, "739205")
        self.check(actor, "739205")
        with pytest.raises(errors.WrongPaymentPassword):
            self.check(actor, GOOD)

    def test_only_codes_to_ones_own_contact_set_it(self):
        actor = make.actor_of(make.person(phone=PHONE))
        strange = make.phone()
        code = make.code_for(strange, CodePurpose.PAYMENT_PASSWORD, actor)
        with pytest.raises(Forbidden):
            services.set_payment_password(actor=actor, contact=strange, code=code, password=GOOD)
        with pytest.raises(Forbidden):
            make.code_for(PHONE, CodePurpose.PAYMENT_PASSWORD)
        assert not PaymentPassword.objects.exists()

    def test_who_has_none_is_told(self):
        actor = make.actor_of(make.person(phone=PHONE))
        with pytest.raises(errors.NoPaymentPassword):
            self.check(actor)
        assert queries.is_payment_password_needed(actor.user_id, amount_minor=1, currency="CNY")
        assert not services.take_free_payment(actor=actor, amount_minor=1, currency="CNY")

    def test_small_payments_are_free_up_to_the_days_limit(self):
        actor = self.member()
        services.set_free_pay(actor=actor, password=GOOD, limit_minor=5_000, day_minor=12_000)

        def take(minor, currency="CNY"):
            is_needed = queries.is_payment_password_needed(
                actor.user_id, amount_minor=minor, currency=currency
            )
            taken = services.take_free_payment(actor=actor, amount_minor=minor, currency=currency)
            assert taken is not is_needed
            return taken

        assert [take(5_001), take(5_000), take(5_000), take(2_001), take(2_000), take(1)] == [
            False,
            True,
            True,
            False,
            True,
            False,
        ]
        assert PaymentPassword.objects.get().free_spent_minor == 12_000
        PaymentPassword.objects.update(free_day=clock.local_date(clock.now()) - timedelta(days=1))
        assert take(5_000)
        assert not take(100, "USD")

    def test_limits_are_set_with_the_payment_password_only(self):
        actor = self.member()
        with pytest.raises(errors.WrongPaymentPassword):
            services.set_free_pay(actor=actor, password="000001", limit_minor=100, day_minor=100)
        with pytest.raises(errors.BadFreePay):
            services.set_free_pay(
                actor=actor, password=GOOD, limit_minor=100_001, day_minor=100_001
            )
        assert queries.get_payment_lock(actor.user_id).free_limit_minor == 0


def encoded(text: str) -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(text)
