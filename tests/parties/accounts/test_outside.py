"""Signing in with others, against programs that check what is sent as the providers do."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, JishiError, NotFound
from jishi.foundation.platform.models import OutboxEvent
from jishi.parties.accounts import errors, queries, services
from jishi.parties.accounts.adapters import calling
from jishi.parties.accounts.models import (
    Identity,
    LoginSession,
    SignInAttempt,
    SignInProvider,
    User,
)
from jishi.parties.accounts.rules import providers as rules
from jishi.parties.accounts.types import (
    CodePurpose,
    OutsideAnswer,
    OutsideResult,
    ProviderDraft,
    ProviderKind,
)
from tests.parties.accounts import elsewhere
from tests.parties.accounts import factories as make
from tests.simulators.shop import http

pytestmark = pytest.mark.django_db

VERIFIED, UNVERIFIED = "1001", "1002"
MAIL = "linyu@mail.example"
DRAFT = ProviderDraft(
    code="pass",
    kind=ProviderKind.OIDC,
    name={"zh-hans": "通行证", "en": "Pass"},
    address="https://id.example",
    client_id="shop",
    secret="very secret",
    is_on=True,
)


@pytest.fixture
def openid(tmp_path):
    server, where = elsewhere.openid(tmp_path)
    with server:
        elsewhere.switch_on(where)
        yield where


@pytest.fixture
def wechat(tmp_path):
    server, where = elsewhere.wechat(tmp_path)
    with server:
        elsewhere.switch_on(where)
        yield where


def assert_nobody_entered():
    assert not LoginSession.objects.exists()
    assert not Identity.objects.exists()
    assert not User.objects.exists()


class TestOpenId:
    def test_the_first_time_makes_an_account_with_the_verified_mailbox(self, openid):
        found = openid.sign_in()
        assert (found.result, found.signed_in.is_new) == (OutsideResult.ENTERED, True)
        person = queries.get_user(found.signed_in.user_id)
        assert (person.email, person.nickname, person.has_password) == (MAIL, "Lin Yu", False)
        names = {name.split(".")[1] for name in OutboxEvent.objects.values_list("name", flat=True)}
        assert names == {"account_registered", "contact_verified", "identity_linked"}

    def test_the_second_time_opens_the_same_account(self, openid):
        first = openid.sign_in()
        again = openid.sign_in()
        assert again.signed_in.user_id == first.signed_in.user_id
        assert not again.signed_in.is_new
        assert (User.objects.count(), LoginSession.objects.count()) == (1, 2)

    def test_a_mailbox_is_believed_only_if_the_provider_verified_it(self, openid):
        found = openid.sign_in(person=UNVERIFIED)
        assert queries.get_user(found.signed_in.user_id).email == ""

    def test_a_verified_mailbox_never_joins_an_account_by_itself(self, openid):
        owner_id = make.person(email=MAIL)
        found = openid.sign_in()
        assert found.result == OutsideResult.ASKED
        assert found.signed_in is None
        assert not Identity.objects.exists()
        owner = make.actor_of(owner_id)
        with pytest.raises(errors.AttemptLapsed):
            services.link_proved(actor=owner, browser="other")
        linked = services.link_proved(actor=owner, browser="browser")
        assert linked.result == OutsideResult.LINKED
        with pytest.raises(errors.AttemptLapsed):
            services.link_proved(actor=owner, browser="browser")
        assert openid.sign_in().signed_in.user_id == owner_id

    def test_no_secret_of_the_attempt_is_kept(self, openid):
        query = parse_qs(urlsplit(openid.go()).query)
        row = SignInAttempt.objects.get()
        kept = str([getattr(row, field.attname) for field in row._meta.fields])
        assert all(query[name][0] not in kept for name in ("state", "nonce", "code_challenge"))

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("denied", errors.ProviderRefused),
            ("wrong_state", errors.AttemptLapsed),
            ("expired_code", errors.ProviderRefused),
            ("wrong_signature", errors.ProviderUntrusted),
            ("unsigned", errors.ProviderUntrusted),
            ("wrong_nonce", errors.ProviderUntrusted),
            ("wrong_audience", errors.ProviderUntrusted),
            ("wrong_issuer", errors.ProviderUntrusted),
            ("expired_token", errors.ProviderUntrusted),
        ],
    )
    def test_what_proves_nothing_opens_nothing(self, openid, fault, error):
        openid.fault(fault)
        with pytest.raises(error):
            openid.sign_in()
        assert_nobody_entered()

    def test_an_answer_is_taken_once(self, openid):
        answer = openid.agree(openid.go())
        openid.finish(answer)
        with pytest.raises(errors.AttemptLapsed):
            openid.finish(answer)
        assert LoginSession.objects.count() == 1

    def test_a_code_taken_elsewhere_is_refused_there(self, openid):
        first = openid.agree(openid.go())
        openid.finish(first)
        second = openid.agree(openid.go())
        with pytest.raises(errors.ProviderRefused):
            openid.finish(replace(second, code=first.code))

    def test_a_stolen_code_does_not_fit_another_attempt(self, openid):
        stolen = openid.agree(openid.go(browser="victim"))
        own = openid.agree(openid.go(browser="thief"), UNVERIFIED)
        with pytest.raises(errors.ProviderRefused):
            openid.finish(replace(own, code=stolen.code), browser="thief")
        assert_nobody_entered()

    @pytest.mark.parametrize("browser", ["another", ""])
    def test_another_browser_cannot_bring_the_answer(self, openid, browser):
        answer = openid.agree(openid.go())
        with pytest.raises(errors.AttemptLapsed):
            openid.finish(answer, browser=browser)
        assert_nobody_entered()

    @pytest.mark.parametrize("state", ["", "x", "0" * 64, "é" * 64])
    def test_a_made_up_state_is_refused(self, openid, state):
        with pytest.raises(errors.AttemptLapsed):
            openid.finish(OutsideAnswer(state, "code"))

    def test_an_attempt_lapses(self, openid):
        answer = openid.agree(openid.go())
        SignInAttempt.objects.update(expires_at=clock.now() - timedelta(seconds=1))
        with pytest.raises(errors.AttemptLapsed):
            openid.finish(answer)

    def test_who_signed_in_meanwhile_begins_anew(self, openid):
        answer = openid.agree(openid.go())
        with pytest.raises(errors.AttemptLapsed):
            openid.finish(answer, make.actor_of(make.person()))

    def test_a_provider_that_does_not_answer_is_told_apart(self, openid, monkeypatch):
        answer = openid.agree(openid.go())
        monkeypatch.setattr(calling, "TIMEOUT_S", 0.3)
        openid.fault("http_timeout", subject="/token", seconds=1)
        with pytest.raises(errors.ProviderDown):
            openid.finish(answer)
        openid.fault("http_500", subject="/.well-known/openid-configuration")
        with pytest.raises(errors.ProviderDown):
            openid.go()
        assert_nobody_entered()

    def test_a_provider_that_is_off_does_not_exist(self, openid):
        SignInProvider.objects.update(is_on=False)
        with pytest.raises(NotFound):
            openid.go()
        assert queries.list_providers(only_on=True) == ()

    def test_a_wrong_secret_is_refused_there(self, openid):
        elsewhere.switch_on(openid, code="other", secret="wrong")
        with pytest.raises(errors.ProviderRefused):
            replace(openid, code="other").sign_in()

    def test_discovery_must_name_the_address_it_came_from(self, openid):
        alias = openid.url.replace("127.0.0.1", "localhost")
        elsewhere.switch_on(openid, code="alias", address=alias)
        with pytest.raises(errors.ProviderUntrusted):
            replace(openid, code="alias").go()

    @pytest.mark.parametrize(
        "changed",
        [
            {"code_challenge_method": "plain"},
            {"scope": "profile"},
            {"response_type": "token"},
            {"client_id": "somebody"},
            {"nonce": ""},
        ],
    )
    def test_the_stand_in_refuses_what_a_provider_would(self, openid, changed):
        address = httpx.URL(openid.go())
        assert http.get(address.copy_merge_params(changed)).status_code == 400


class TestWeChat:
    def test_who_scanned_is_known_by_the_union_id(self, wechat):
        found = wechat.sign_in()
        person = queries.get_user(found.signed_in.user_id)
        assert (person.nickname, person.email, person.phone) == ("春风", "", "")
        [identity] = queries.list_identities(found.signed_in.user_id)
        assert (identity.provider_code, identity.label) == ("wechat", "春风")
        assert wechat.sign_in().signed_in.user_id == found.signed_in.user_id

    def test_the_address_has_the_names_in_the_order_that_wechat_wants(self, wechat):
        address = wechat.go()
        assert address.startswith(f"{wechat.url}/connect/qrconnect?appid=wx")
        assert address.endswith("#wechat_redirect")
        assert list(parse_qs(urlsplit(address).query)) == [
            "appid",
            "redirect_uri",
            "response_type",
            "scope",
            "state",
        ]

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("denied", errors.ProviderRefused),
            ("wrong_state", errors.AttemptLapsed),
            ("invalid_code", errors.ProviderRefused),
            ("busy", errors.ProviderDown),
        ],
    )
    def test_a_refusal_opens_nothing(self, wechat, fault, error):
        wechat.fault(fault)
        with pytest.raises(error):
            wechat.sign_in()
        assert_nobody_entered()

    def test_a_used_code_is_refused(self, wechat):
        first = wechat.agree(wechat.go())
        wechat.finish(first)
        second = wechat.agree(wechat.go())
        with pytest.raises(errors.ProviderRefused) as refusal:
            wechat.finish(replace(second, code=first.code))
        assert refusal.value.params["reason"] == "code_been_used"

    def test_without_a_union_id_the_open_id_stands(self, wechat):
        wechat.fault("no_unionid", times=4)
        first = wechat.sign_in()
        assert wechat.sign_in().signed_in.user_id == first.signed_in.user_id
        assert wechat.sign_in().signed_in.user_id != first.signed_in.user_id


class TestLinking:
    def test_a_member_links_and_signs_in_with_it(self, wechat):
        actor = make.actor_of(make.person())
        assert wechat.sign_in(actor).result == OutsideResult.LINKED
        assert wechat.sign_in().signed_in.user_id == actor.user_id

    def test_linking_twice_changes_nothing(self, wechat):
        actor = make.actor_of(make.person())
        wechat.sign_in(actor)
        assert wechat.sign_in(actor).result == OutsideResult.LINKED
        assert Identity.objects.count() == 1

    def test_what_opens_another_account_is_offered_to_be_united(self, wechat):
        other_id = wechat.sign_in().signed_in.user_id
        actor = make.actor_of(make.person())
        found = wechat.sign_in(actor)
        assert found.result == OutsideResult.OFFERED
        assert queries.get_merge_offer(actor.user_id, found.offer_id).gone.id == other_id

    def test_unlinking_never_takes_the_last_way_in(self, wechat):
        actor = make.actor_of(wechat.sign_in().signed_in.user_id)
        [identity] = queries.list_identities(actor.user_id)
        with pytest.raises(errors.LastWayIn):
            services.unlink(actor=actor, identity_id=identity.id)
        phone = make.phone()
        code = make.code_for(phone, CodePurpose.VERIFY_CONTACT, actor)
        services.verify_contact(actor=actor, contact=phone, code=code)
        services.unlink(actor=actor, identity_id=identity.id)
        assert queries.list_identities(actor.user_id) == ()
        assert not User.objects.get(pk=actor.user_id).is_linked

    def test_a_provider_that_is_off_is_no_way_in(self, wechat, openid):
        actor = make.actor_of(wechat.sign_in().signed_in.user_id)
        openid.sign_in(actor)
        SignInProvider.objects.filter(code="openid").update(is_on=False)
        first, _ = queries.list_identities(actor.user_id)
        with pytest.raises(errors.LastWayIn):
            services.unlink(actor=actor, identity_id=first.id)

    def test_nobody_unlinks_for_others(self, wechat):
        [identity] = queries.list_identities(wechat.sign_in().signed_in.user_id)
        with pytest.raises(NotFound):
            services.unlink(actor=make.actor_of(make.person()), identity_id=identity.id)
        with pytest.raises(Forbidden):
            services.unlink(actor=make.guest(), identity_id=identity.id)


class TestProviders:
    def save(self, **changes):
        provider_id = changes.pop("provider_id", None)
        actor = changes.pop("actor", make.SYSTEM)
        return services.save_provider(
            actor=actor, draft=replace(DRAFT, **changes), provider_id=provider_id
        )

    def test_the_secret_is_kept_encrypted_and_never_shown(self):
        provider_id = self.save()
        assert "very secret" not in SignInProvider.objects.get().secret
        card = queries.get_provider(provider_id)
        assert card.has_secret
        assert "very secret" not in str(card)

    def test_an_empty_secret_keeps_the_one_on_record(self):
        provider_id = self.save()
        before = SignInProvider.objects.get().secret
        self.save(provider_id=provider_id, secret="", client_id="other")
        row = SignInProvider.objects.get()
        assert (row.secret, row.client_id) == (before, "other")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"code": "A B"}, "code"),
            ({"name": {"en": " "}}, "name"),
            ({"address": ""}, "address"),
            ({"address": "http://id.example"}, "address"),
            ({"address": "https://user:word@id.example"}, "address"),
            ({"address": "https://["}, "address"),
            ({"client_id": " "}, "client_id"),
            ({"secret": ""}, "secret"),
        ],
    )
    def test_what_is_missing_or_unsafe_is_refused(self, changes, field):
        with pytest.raises(errors.BadProvider) as refusal:
            self.save(**changes)
        assert refusal.value.field == field

    def test_two_do_not_share_a_code(self):
        self.save()
        with pytest.raises(errors.BadProvider):
            self.save()

    def test_once_people_are_linked_the_address_stays(self, openid):
        openid.sign_in()
        row = SignInProvider.objects.get()
        with pytest.raises(errors.BadProvider):
            self.save(provider_id=row.id, code="openid")
        assert SignInProvider.objects.get().address == openid.url

    def test_only_those_allowed_keep_keys(self):
        with pytest.raises(JishiError):
            self.save(actor=make.actor_of(make.person()))
        assert not SignInProvider.objects.exists()

    def test_machines_of_ones_own_need_no_tls(self):
        assert rules.is_safe("http://127.0.0.1:8104")
        assert not rules.is_safe("http://10.0.0.1")
        assert rules.is_safe("", may_be_empty=True)
