"""Card keys: encrypted, sold like other goods, given out exactly once. And who is told."""

from uuid import UUID

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_merchant
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.goods.inventory import queries, services
from jishi.goods.inventory.adapters import secrets
from jishi.goods.inventory.errors import BadCardKey, BadQuantity, NoCardKeys, StockHeld
from jishi.goods.inventory.models import CardKey, Location
from jishi.goods.inventory.types import CardKeyCounts, Source
from jishi.parties.accounts.models import User
from tests.goods.inventory.factories import (
    SYSTEM,
    demand,
    level_of,
    make_merchant,
    make_variant,
    reserve,
)

pytestmark = pytest.mark.django_db
KEYS = ("AAAA-1111", "BBBB-2222", "CCCC-3333")


@pytest.fixture
def game():
    variant = make_variant(kind="card_key")
    add(variant, *KEYS)
    return variant


def add(variant, *keys, actor=SYSTEM):
    return services.add_card_keys(actor=actor, variant_id=variant.id, keys=keys)


def deliver(variant, line, quantity=1):
    return services.deliver_card_keys(
        actor=SYSTEM, variant_id=variant.id, order_line_id=line, quantity=quantity
    )


def test_keys_are_stock_in_the_merchants_virtual_place(game):
    place = Location.objects.get(merchant_id=game.merchant_id)
    assert place.kind == "virtual"
    assert level_of(game, place).on_hand == 3
    assert queries.available([game.id]) == {game.id: 3}
    assert queries.count_card_keys([game.id]) == {game.id: CardKeyCounts(available=3)}


def test_keys_are_unreadable_in_the_database(game):
    stored = list(CardKey.objects.filter(variant=game).values_list("secret", flat=True))
    assert not any(key in token for key in KEYS for token in stored)
    assert {secrets.decrypt(token) for token in stored} == set(KEYS)


def test_keys_survive_a_new_installation_secret(game, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    line = ids.new_id()
    assert deliver(game, line, 3) == KEYS


def test_a_key_is_added_once(game):
    assert add(game, KEYS[0], "DDDD-4444", " DDDD-4444 ") == 1
    assert add(game, *KEYS) == 0
    assert queries.available([game.id]) == {game.id: 4}


@pytest.mark.parametrize("keys", [(), ("",), ("x" * 501,)])
def test_bad_keys_are_refused(game, keys):
    with pytest.raises(BadCardKey):
        add(game, *keys)


def test_a_line_gets_its_keys_once_and_the_same_ones_again(game):
    line, other = ids.new_id(), ids.new_id()
    first = deliver(game, line, 2)
    assert first == KEYS[:2]
    assert deliver(game, line, 2) == first
    assert deliver(game, other, 1) == KEYS[2:]
    assert queries.list_delivered_keys(line) == first
    with pytest.raises(NoCardKeys):
        deliver(game, ids.new_id(), 1)
    with pytest.raises(BadQuantity):
        deliver(game, ids.new_id(), 0)


def test_too_few_keys_give_none(game):
    with pytest.raises(NoCardKeys):
        deliver(game, ids.new_id(), 4)
    assert queries.count_card_keys([game.id])[game.id].available == 3


def test_keys_are_sold_like_other_goods(game):
    owner, place = ids.new_id(), Location.objects.get(merchant_id=game.merchant_id)
    reserve(owner, demand(game, 2))
    services.allocate(actor=SYSTEM, owner_id=owner)
    deliver(game, ids.new_id(), 2)
    services.ship(actor=SYSTEM, owner_id=owner, items=[Source(game.id, place.id, 2)])
    assert queries.available([game.id]) == {game.id: 1}
    assert queries.count_card_keys([game.id])[game.id] == CardKeyCounts(available=1, delivered=2)
    assert queries.prove() == ()


def test_looking_at_keys_is_remembered(game):
    line = ids.new_id()
    deliver(game, line, 1)
    assert not queries.is_revealed(line)
    assert services.reveal_card_keys(actor=SYSTEM, order_line_id=line) == KEYS[:1]
    assert queries.is_revealed(line)
    with pytest.raises(NotFound):
        services.reveal_card_keys(actor=SYSTEM, order_line_id=ids.new_id())


def void(variant, *ids_, actor=SYSTEM):
    services.void_card_keys(actor=actor, variant_id=variant.id, card_key_ids=ids_, reason="leaked")


def test_voided_keys_leave_the_stock(game):
    keys = list(CardKey.objects.order_by("id").values_list("id", flat=True))
    reserve(ids.new_id(), demand(game, 1))
    void(game, *keys[:2])
    assert queries.available([game.id]) == {game.id: 0}
    with pytest.raises(StockHeld):
        void(game, keys[2])
    with pytest.raises(NotFound):
        void(game, keys[0])
    assert queries.count_card_keys([game.id])[game.id] == CardKeyCounts(available=1, void=2)
    assert queries.prove() == ()


def test_foreign_keys_are_out_of_reach(game):
    grants = grants_over_merchant(["inventory.view", "inventory.edit"], make_merchant())
    stranger = Actor(kind=ActorKind.STAFF, id="clerk", grants=grants)
    key = CardKey.objects.first().id
    with pytest.raises(NotFound):
        add(game, "EEEE-5555", actor=stranger)
    with pytest.raises(NotFound):
        void(game, key, actor=stranger)
    with pytest.raises(NotFound):
        queries.list_card_keys(actor=stranger, variant_id=game.id, merchant_id=game.merchant_id)
    with pytest.raises(Forbidden):
        add(game, "EEEE-5555", actor=Actor.guest("g"))
    page = queries.list_card_keys(actor=SYSTEM, variant_id=game.id, merchant_id=game.merchant_id)
    assert len(page.items) == 3


def make_person(name):
    user = User.objects.create(email=f"{name}@jishi.example")
    return Actor(kind=ActorKind.CUSTOMER, id=str(user.id), user_id=user.id)


def test_those_who_waited_longest_are_told_first():
    variant, people = make_variant(), [make_person(f"p{n}") for n in range(5)]
    for person in (*people, people[0]):
        services.request_alert(actor=person, variant_id=variant.id)
    services.cancel_alert(actor=people[1], variant_id=variant.id)

    def take(available):
        return services.take_alerts(actor=SYSTEM, variant_id=variant.id, available=available)

    assert take(0) == ()
    assert take(1) == (people[0].user_id, people[2].user_id, people[3].user_id)
    assert take(5) == (people[4].user_id,)
    assert take(5) == ()
    assert not queries.is_waiting(user_id=people[0].user_id, variant_id=variant.id)
    services.request_alert(actor=people[0], variant_id=variant.id)
    assert queries.is_waiting(user_id=people[0].user_id, variant_id=variant.id)


def test_only_people_wait_and_only_for_what_exists():
    with pytest.raises(NotFound):
        services.request_alert(actor=Actor.guest("g"), variant_id=make_variant().id)
    with pytest.raises(NotFound):
        services.request_alert(actor=make_person("p"), variant_id=UUID(int=5))
