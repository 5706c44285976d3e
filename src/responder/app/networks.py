"""The networks we know: found through entry points, imported only when used."""

from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from responder.core import manifest
from responder.core.accounts import Account
from responder.core.clock import Clock
from responder.core.errors import NotFound
from responder.core.manifest import Manifest
from responder.core.ports import Choose, Connector, Fetcher, Listener, Means, OpenBrowser, SignIn

GROUP = "responder.connectors"


class Networks:
    """Every installed connector, by the id of its network."""

    def __init__(self) -> None:
        self._packages = {point.name: point.value for point in entry_points(group=GROUP)}
        self._manifests: dict[str, Manifest] = {}

    def manifests(self) -> dict[str, Manifest]:
        """Return what each network declares about itself."""
        return {name: self.manifest(name) for name in sorted(self._packages)}

    def manifest(self, network: str) -> Manifest:
        """Return what one network declares. Raises NotFound."""
        if (
            network not in self._manifests
        ):  # a millisecond each, and every word on a channel's health needs one
            self._manifests[network] = manifest.load(self._package(network))
        return self._manifests[network]

    def open(self, account: Account, means: Means) -> Connector:
        """Return a connector for an account. Raises NotFound."""
        connector: Connector = self._part(account.network, "connector").open(account, means)
        return connector

    def open_listener(self, account: Account, means: Means) -> Listener:
        """Return a connector that can search, as its manifest says. Raises NotFound."""
        listener: Listener = self._part(account.network, "connector").open(account, means)
        return listener

    def open_fetcher(self, account: Account, means: Means) -> Fetcher:
        """Return a connector that can fetch files, as its manifest says. Raises NotFound."""
        fetcher: Fetcher = self._part(account.network, "connector").open(account, means)
        return fetcher

    async def sign_in(
        self, network: str, form: dict[str, str], clock: Clock, open_browser: OpenBrowser, choose: Choose
    ) -> SignIn:
        """Sign in with what a person gave. Raises NetworkError or NotFound."""
        part = self._part(network, "sign_in")
        signed: SignIn = await part.sign_in(form, clock=clock, open_browser=open_browser, choose=choose)
        return signed

    def _package(self, network: str) -> str:
        try:
            return self._packages[network]
        except KeyError:
            known = ", ".join(sorted(self._packages))
            raise NotFound(f"There is no network called {network}; there are: {known}") from None

    def _part(self, network: str, name: str) -> ModuleType:
        return import_module(f"{self._package(network)}.{name}")
