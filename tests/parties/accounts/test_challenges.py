"""Captchas: when they are asked for, what they ask, and that each is answered once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.platform import preferences
from jishi.parties.accounts import errors, services
from jishi.parties.accounts.models import Challenge, LoginSession, VerificationCode
from jishi.parties.accounts.rules import challenges as rules
from jishi.parties.accounts.rules.challenges import Pressure
from jishi.parties.accounts.rules.throttles import Limit, Tally
from jishi.parties.accounts.services import challenges
from jishi.parties.accounts.types import Answer, ChallengeKind, CodePurpose
from tests.parties.accounts import factories as make

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
EMAIL = "zhang@example.com"
LOCKING = Limit(most=5, window_s=86_400, lock_s=900)


def pressure(count: int, limit: Limit = LOCKING, at: datetime = NOW) -> Pressure:
    return Pressure(Tally(count, at, at) if count else Tally(), limit)


class TestWhen:
    @pytest.mark.parametrize(
        ("failed", "failed_there", "is_needed"),
        [(0, 0, False), (2, 9, False), (3, 0, True), (0, 10, True)],
    )
    def test_after_wrong_passwords_of_an_account_or_an_address(
        self, failed, failed_there, is_needed
    ):
        asked = rules.is_needed_to_sign_in(
            pressure(failed), pressure(failed_there), most=3, most_per_ip=10, at=NOW
        )
        assert asked is is_needed

    def test_yesterdays_failures_are_forgotten(self):
        old = pressure(4, at=NOW - timedelta(days=1))
        assert not rules.is_needed_to_sign_in(old, None, most=3, most_per_ip=10, at=NOW)

    @given(failed=st.integers(0, 10_000))
    def test_zero_switches_it_off(self, failed):
        many = pressure(failed)
        assert not rules.is_needed_to_sign_in(many, many, most=0, most_per_ip=0, at=NOW)
        assert not rules.is_needed_for_code([many], share_bp=0, at=NOW)
        assert not rules.is_needed_to_register(many, most=0, at=NOW)

    @pytest.mark.parametrize(("count", "is_needed"), [(6, False), (7, True), (10, True)])
    def test_near_a_limit_of_codes(self, count, is_needed):
        ten_a_day = Limit(most=10, window_s=86_400)
        counts = [pressure(0, ten_a_day), pressure(count, ten_a_day)]
        assert rules.is_needed_for_code(counts, share_bp=7000, at=NOW) is is_needed

    @pytest.mark.parametrize(("made", "is_needed"), [(2, False), (3, True)])
    def test_after_many_new_accounts_from_an_address(self, made, is_needed):
        tally = pressure(made, Limit(most=1_000_000, window_s=86_400))
        assert rules.is_needed_to_register(tally, most=3, at=NOW) is is_needed

    def test_an_unknown_address_registers_freely(self):
        assert not rules.is_needed_to_register(None, most=3, at=NOW)


class TestWhat:
    @given(digest=st.binary(min_size=32, max_size=32))
    def test_pictures_have_letters_that_are_not_mistaken(self, digest):
        letters = rules.letters_of(digest)
        assert len(letters) == 5
        assert not set(letters) & set("0OQ1IB8S5Z2G6")

    @given(digest=st.binary(min_size=32, max_size=32))
    def test_questions_add_a_number_below_91_and_a_digit(self, digest):
        first, second = rules.summands_of(digest)
        assert 11 <= first <= 90
        assert 1 <= second <= 9

    def test_questions_are_words_in_both_languages(self):
        digest = bytes([62, 7, *range(30)])
        assert rules.summands_of(digest) == (73, 8)
        assert rules.question_of(digest, "zh-hans").startswith("七十三加八")
        assert rules.question_of(digest, "en").startswith("How much is seventy-three plus eight?")
        round_ten = bytes([9, 0, *range(30)])
        assert rules.question_of(round_ten, "en").startswith("How much is twenty plus one?")
        assert rules.question_of(bytes(32), "zh-hans").startswith("十一加一")

    @pytest.mark.parametrize("typed", ["HKRTX", "hkrtx", " h k r t x ", "ＨＫＲＴＸ"])
    def test_letters_are_read_kindly(self, typed):
        assert rules.is_right(typed, "HKRTX")

    def test_nothing_is_not_an_answer(self):
        assert not rules.is_right("", "HKRTX")


@pytest.mark.django_db
class TestAnswers:
    visitor = make.guest()

    def require(self, answer, visitor=None):
        challenges.require_answer(visitor or self.visitor, answer)

    @pytest.mark.parametrize("kind", ChallengeKind)
    def test_a_right_answer_passes_once(self, kind):
        answer = make.answered(self.visitor, kind)
        self.require(answer)
        with pytest.raises(errors.WrongAnswer):
            self.require(answer)

    def test_a_wrong_answer_uses_the_challenge_up(self):
        right = make.answered(self.visitor)
        with pytest.raises(errors.WrongAnswer):
            self.require(Answer(right.challenge_id, "WRONG"))
        with pytest.raises(errors.WrongAnswer):
            self.require(right)

    def test_another_browser_cannot_answer(self):
        answer = make.answered(self.visitor)
        with pytest.raises(errors.WrongAnswer):
            self.require(answer, make.guest())
        self.require(answer)

    def test_it_lapses_after_five_minutes(self):
        answer = make.answered(self.visitor)
        Challenge.objects.update(expires_at=NOW - timedelta(days=30))
        with pytest.raises(errors.WrongAnswer):
            self.require(answer)

    def test_no_answer_is_told_apart(self):
        with pytest.raises(errors.ChallengeNeeded):
            self.require(None)

    def test_a_picture_is_a_png_and_says_nothing_in_words(self):
        posed = services.pose_challenge(actor=self.visitor)
        assert posed.picture.startswith(b"\x89PNG\r\n")
        assert posed.question == ""

    def test_no_table_holds_the_answer(self):
        answer = make.answered(self.visitor)
        row = Challenge.objects.get()
        assert answer.text not in str([getattr(row, one.attname) for one in row._meta.fields])

    def test_questions_are_few(self):
        for _ in range(12):
            make.answered(self.visitor, ChallengeKind.QUESTION)
        with pytest.raises(errors.TooManyAttempts):
            make.answered(self.visitor, ChallengeKind.QUESTION)
        make.answered(self.visitor)


@pytest.mark.django_db
class TestAsked:
    def fail(self, visitor):
        with pytest.raises(errors.WrongPassword):
            self.enter(visitor, "wrong")

    def enter(self, visitor, password=make.PASSWORD, answer=None):
        return services.sign_in(
            actor=visitor,
            contact=EMAIL,
            password=password,
            device=make.device(),
            answer=answer,
        )

    def test_the_fourth_sign_in_asks_even_for_the_right_password(self):
        make.person(email=EMAIL)
        visitor = make.guest()
        for _ in range(3):
            self.fail(visitor)
        with pytest.raises(errors.ChallengeNeeded):
            self.enter(visitor)
        assert not LoginSession.objects.exists()
        assert self.enter(visitor, answer=make.answered(visitor)).is_new is False

    def test_a_wrong_answer_costs_no_try_of_the_password(self):
        make.person(email=EMAIL)
        visitor = make.guest()
        for _ in range(3):
            self.fail(visitor)
        for _ in range(6):
            wrong = Answer(make.answered(visitor).challenge_id, "?")
            with pytest.raises(errors.WrongAnswer):
                self.enter(visitor, answer=wrong)
        self.enter(visitor, answer=make.answered(visitor))

    def test_it_can_be_switched_off(self):
        preferences.set_value(actor=make.SYSTEM, name="accounts.challenge_failures", value=0)
        preferences.forget()
        make.person(email=EMAIL)
        visitor = make.guest()
        for _ in range(5):
            self.fail(visitor)
        with pytest.raises(errors.TooManyAttempts):
            self.enter(visitor)

    def test_the_eighth_code_of_a_browser_asks(self):
        visitor = make.guest()
        for _ in range(7):
            self.ask(visitor)
        with pytest.raises(errors.ChallengeNeeded):
            self.ask(visitor)
        assert VerificationCode.objects.count() == 7
        self.ask(visitor, make.answered(visitor))

    def test_the_fourth_account_from_an_address_asks(self):
        for _ in range(3):
            make.registered(make.phone())
        with pytest.raises(errors.ChallengeNeeded):
            self.ask(make.guest(), purpose=CodePurpose.REGISTER)
        with pytest.raises(errors.ChallengeNeeded):
            self.ask(make.guest(), purpose=CodePurpose.SIGN_IN)
        self.ask(make.guest("198.51.100.1"), purpose=CodePurpose.REGISTER)
        self.ask(make.guest(), purpose=CodePurpose.RESET_PASSWORD)

    def ask(self, visitor, answer=None, purpose=CodePurpose.RESET_PASSWORD):
        services.request_code(actor=visitor, contact=make.phone(), purpose=purpose, answer=answer)
