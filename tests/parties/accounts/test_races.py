"""Limits and uniqueness when many ask at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.foundation.kernel.errors import JishiError
from jishi.parties.accounts import errors, queries, services
from jishi.parties.accounts.models import (
    LoginSession,
    MergeProof,
    PaymentPassword,
    User,
    VerificationCode,
)
from jishi.parties.accounts.services import challenges
from jishi.parties.accounts.types import CodePurpose, Device
from tests.parties.accounts import factories as make

EMAIL = "zhang@example.com"
THREADS = 8

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def needs_threads():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection")


def race(call: Callable[[int], object]) -> Counter:
    """Call at the same moment in several threads; count the outcomes by type."""
    gate = Barrier(THREADS)

    def run(number: int) -> str:
        gate.wait()
        try:
            return type(call(number)).__name__
        except JishiError as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(run, range(THREADS)))


def test_one_contact_makes_one_account():
    outcome = race(
        lambda number: services.create_account(
            actor=make.SYSTEM, email=EMAIL, nickname=f"集友{number}"
        )
    )
    assert outcome == {"UUID": 1, "ContactTaken": THREADS - 1}
    assert User.objects.count() == 1


def test_one_code_opens_one_session():
    make.person(email=EMAIL)
    code = make.code_for(EMAIL, CodePurpose.SIGN_IN)
    race(
        lambda number: services.sign_in(
            actor=make.guest(), contact=EMAIL, code=code, device=Device(f"key-{number}")
        )
    )
    assert LoginSession.objects.count() == 1


def test_one_contact_gets_one_code_a_minute():
    outcome = race(
        lambda _: services.request_code(
            actor=make.guest(), contact=EMAIL, purpose=CodePurpose.SIGN_IN
        )
    )
    assert outcome == {"CodeSent": 1, "TooManyAttempts": THREADS - 1}
    assert VerificationCode.objects.count() == 1


def test_guessing_at_once_gets_five_guesses():
    make.person(email=EMAIL)
    visitors = [make.guest() for _ in range(THREADS)]
    answers = [make.answered(visitor) for visitor in visitors]
    outcome = race(
        lambda number: services.sign_in(
            actor=visitors[number],
            contact=EMAIL,
            password="wrong",
            device=make.device(),
            answer=answers[number],
        )
    )
    assert outcome == {"WrongPassword": 5, "TooManyAttempts": THREADS - 5}


def test_the_address_book_never_overflows(settings):
    user_id = make.person(email=EMAIL)
    actor = make.actor_of(user_id)
    for _ in range(27):
        services.save_address(actor=actor, draft=make.draft())
    outcome = race(lambda _: services.save_address(actor=actor, draft=make.draft()))
    assert outcome == {"UUID": 3, errors.TooManyAddresses.__name__: THREADS - 3}


def test_one_proof_unites_once():
    kept, gone = make.person(), make.person(email=EMAIL)
    actor = make.actor_of(kept)
    code = make.code_for(EMAIL, CodePurpose.MERGE, actor)
    proof_id = services.prove_other(actor=actor, contact=EMAIL, code=code)
    outcome = race(lambda _: services.merge_accounts(actor=actor, proof_id=proof_id))
    assert outcome == {"NoneType": 1, "MergeLapsed": THREADS - 1}
    assert queries.heir_of(gone) == kept


def test_two_who_take_each_other_in_end_as_one():
    ids = make.person(email=EMAIL), make.person(email="li@example.com")
    actors = [make.actor_of(user_id) for user_id in ids]
    proofs = []
    for actor, contact in zip(actors, ("li@example.com", EMAIL), strict=True):
        code = make.code_for(contact, CodePurpose.MERGE, actor)
        proofs.append(services.prove_other(actor=actor, contact=contact, code=code))
    outcome = race(
        lambda number: services.merge_accounts(
            actor=actors[number % 2], proof_id=proofs[number % 2]
        )
    )
    assert outcome["NoneType"] == 1
    assert set(outcome) <= {"NoneType", "MergeLapsed", "NothingToMerge"}
    assert User.objects.filter(state="active").count() == 1


def test_one_code_proves_one_offer():
    actor = make.actor_of(make.person())
    make.person(email=EMAIL)
    code = make.code_for(EMAIL, CodePurpose.MERGE, actor)
    outcome = race(lambda _: services.prove_other(actor=actor, contact=EMAIL, code=code))
    assert outcome["UUID"] == 1
    assert MergeProof.objects.count() == 1


def test_one_answer_passes_once():
    visitor = make.guest()
    answer = make.answered(visitor)
    outcome = race(lambda _: challenges.require_answer(visitor, answer))
    assert outcome == {"NoneType": 1, "WrongAnswer": THREADS - 1}


def test_free_payments_at_once_keep_the_days_limit():
    user_id = make.person()
    actor = make.actor_of(user_id)
    PaymentPassword.objects.create(
        user_id=user_id, encoded="!", free_limit_minor=100, free_day_minor=300
    )
    race(lambda _: services.take_free_payment(actor=actor, amount_minor=100, currency="CNY"))
    assert PaymentPassword.objects.get().free_spent_minor == 300


def test_guessing_payment_passwords_at_once_gets_five_guesses():
    user_id = make.person()
    actor = make.actor_of(user_id)
    PaymentPassword.objects.create(user_id=user_id, encoded="!")
    outcome = race(lambda _: services.check_payment_password(actor=actor, password="000001"))
    assert outcome == {"WrongPaymentPassword": 5, "TooManyAttempts": THREADS - 5}
