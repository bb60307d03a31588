"""Admitting, renewing and ending apps."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import ActorKind
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import RoleDraft
from jishi.parties.integrations import errors, queries, services
from jishi.parties.integrations.models import ApiApp
from tests.parties.accounts import factories as people
from tests.parties.integrations import factories as make
from tests.parties.merchants import factories as merchants

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    rows = OutboxEvent.objects.filter(name__startswith="integrations.").order_by("seq")
    return [row.name for row in rows]


class TestCreating:
    def test_the_app_of_a_shop_reaches_that_shop_only(self):
        shop = merchants.opened()
        new = make.app(shop, actor=merchants.owner_of(shop))
        actor = queries.authenticate(new.key, ip="203.0.113.7")
        assert actor
        assert (actor.kind, actor.id) == (ActorKind.APP, str(new.app_id))
        assert actor.may("merchants.edit", merchant_id=shop)
        assert not actor.may("merchants.edit", merchant_id=uuid4())
        assert not actor.may("merchants.edit")
        assert not actor.holds("integrations.manage")
        assert events() == ["integrations.app_created.v1"]

    def test_the_secret_is_nowhere(self):
        new = make.app()
        secret = new.key.rsplit("_", 1)[1]
        row = ApiApp.objects.get()
        assert secret not in str([getattr(row, field.attname) for field in row._meta.fields])
        assert all(secret not in str(entry.after) for entry in AuditEntry.objects.all())

    @pytest.mark.parametrize(
        ("given", "error"),
        [
            ({"name": ""}, errors.BadApp),
            ({"scopes": ()}, errors.BadApp),
            ({"scopes": ("merchants.fly",)}, errors.BadScope),
            ({"scopes": ("merchants.review",)}, errors.BadScope),
            ({"expires_at": clock.now() - timedelta(days=1)}, errors.BadApp),
        ],
    )
    def test_bad_apps_are_refused(self, given, error):
        shop = merchants.opened()
        with pytest.raises(error):
            make.app(shop, actor=merchants.owner_of(shop), **given)
        assert not ApiApp.objects.exists()

    def test_nobody_gives_an_app_more_than_they_hold(self):
        shop = merchants.opened()
        role = RoleDraft({"en": "Developer"}, ("integrations.manage",), shop)
        role_id = accounts.save_role(actor=make.SYSTEM, draft=role)
        developer = people.person()
        accounts.assign_role(
            actor=make.SYSTEM, user_id=developer, role_id=role_id, merchant_id=shop
        )
        with pytest.raises(errors.CannotGrant):
            make.app(shop, actor=people.actor_of(developer))
        assert not ApiApp.objects.exists()

    def test_managers_of_apps_stay_in_their_shop(self):
        shop, other = merchants.opened(), merchants.opened()
        owner = merchants.owner_of(shop)
        new = make.app(other)
        for call in (
            lambda: make.app(other, actor=owner),
            lambda: make.app(None, actor=owner),
            lambda: services.rotate(actor=owner, app_id=new.app_id),
            lambda: services.revoke(actor=owner, app_id=new.app_id),
            lambda: make.app(uuid4()),
            lambda: services.revoke(actor=make.SYSTEM, app_id=uuid4()),
        ):
            with pytest.raises(NotFound):
                call()
        with pytest.raises(Forbidden):
            make.app(shop, actor=people.actor_of(people.person()))
        assert queries.authenticate(new.key)
        assert ApiApp.objects.count() == 1


class TestKeys:
    def test_a_renewed_key_ends_the_old_one(self):
        old = make.app()
        new = services.rotate(actor=make.SYSTEM, app_id=old.app_id)
        assert new.app_id == old.app_id
        assert queries.authenticate(old.key) is None
        assert queries.authenticate(new.key)

    def test_a_revoked_app_stays_out(self):
        new = make.app()
        for _ in range(2):
            services.revoke(actor=make.SYSTEM, app_id=new.app_id)
        assert queries.authenticate(new.key) is None
        with pytest.raises(errors.AppRevoked):
            services.rotate(actor=make.SYSTEM, app_id=new.app_id)
        assert events().count("integrations.app_revoked.v1") == 1

    def test_use_is_noted_once_a_minute(self, django_assert_num_queries):
        new = make.app()
        assert services.authenticate(key=new.key)
        first = queries.get_app(new.app_id).last_used_at
        assert first
        assert services.authenticate(key=new.key)
        assert queries.get_app(new.app_id).last_used_at == first
        ApiApp.objects.update(last_used_at=first - timedelta(seconds=61))
        assert services.authenticate(key=new.key)
        noted = queries.get_app(new.app_id).last_used_at
        assert noted
        assert noted >= first
        assert services.authenticate(key="jsk_wrong") is None
