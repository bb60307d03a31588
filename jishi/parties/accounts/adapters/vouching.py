"""Which adapter speaks with a provider."""

from collections.abc import Callable

from jishi.parties.accounts.adapters.oidc import OpenIdProvider
from jishi.parties.accounts.adapters.wechat import WeChatProvider
from jishi.parties.accounts.ports import IdentityProvider
from jishi.parties.accounts.types import ProviderConfig, ProviderKind

ADAPTERS: dict[ProviderKind, Callable[[ProviderConfig], IdentityProvider]] = {
    ProviderKind.OIDC: OpenIdProvider,
    ProviderKind.WECHAT: WeChatProvider,
}


def provider_of(kind: ProviderKind, config: ProviderConfig) -> IdentityProvider:
    """Return who vouches."""
    return ADAPTERS[kind](config)
