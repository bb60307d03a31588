"""Limits and uniqueness when many ask at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.foundation.kernel.errors import JishiError
from jishi.parties.accounts import errors, services
from jishi.parties.accounts.models import LoginSession, User, VerificationCode
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
