"""The three settings of the options page, and the environment variables that win over them.

The engine only knows the variables: a setting reaches it as a variable of this process, where the machine set none.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtNetwork import QNetworkProxy

from .host.python import SETTING


@dataclass(frozen=True)
class Setting:
    """A key of QGIS's settings and the variable that overrides it."""

    key: str
    variable: str

    @property
    def stored(self) -> str:
        """What the options page wrote."""
        return str(QgsSettings().value(self.key, "") or "").strip()

    @property
    def override(self) -> str:
        """What the machine's environment says; empty if nothing."""
        return "" if self.variable in _exported else os.environ.get(self.variable, "").strip()

    def store(self, value: str) -> None:
        """Write the setting, or forget it when empty."""
        if value.strip():
            QgsSettings().setValue(self.key, value.strip())
        else:
            QgsSettings().remove(self.key)


ENGINE_PYTHON = Setting(SETTING, "URBANTHINK_PYTHON")
CACHE = Setting("urbanthink/cache_folder", "URBANTHINK_CACHE")
WORKERS = Setting("urbanthink/workers", "URBANTHINK_WORKERS")
BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # of Python's requests, and of GDAL

_exported: set[str] = set()


def export() -> None:
    """Hand the stored settings over to the engines started from now on."""
    withdraw()
    for setting in (CACHE, WORKERS):
        if setting.stored and not setting.override:
            os.environ[setting.variable] = setting.stored
            _exported.add(setting.variable)


def withdraw() -> None:
    """Take back what `export` has set."""
    for variable in _exported:
        os.environ.pop(variable, None)
    _exported.clear()


def network_environment() -> dict[str, str]:
    """What the engine needs to reach the network as QGIS does: its proxy, and certificates that were added to it."""
    return {**proxy_environment(), **certificate_environment()}


def certificate_environment() -> dict[str, str]:
    """A file with the authorities that QGIS trusts, where some were added by hand (a proxy that opens TLS, say)."""
    if any(os.environ.get(name) for name in BUNDLES):
        return {}
    manager = QgsApplication.authManager()
    if manager.isDisabled() or not (manager.extraFileCAs() or manager.databaseCAs()):
        return {}
    bundle = Path(QgsApplication.qgisSettingsDirPath()) / "urbanthink" / "certificates.pem"
    text = bytes(manager.trustedCaCertsPemText())
    # Rewritten only when it differs, since the warm engine may be reading it.
    if not bundle.is_file() or bundle.read_bytes() != text:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        bundle.write_bytes(text)
    return dict.fromkeys(BUNDLES, str(bundle))


def proxy_environment() -> dict[str, str]:
    """QGIS's own proxy as the variables that pip and the engine read; empty where the machine's environment has one."""
    if any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy")):
        return {}
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    schemes = {QNetworkProxy.ProxyType.HttpProxy: "http", QNetworkProxy.ProxyType.Socks5Proxy: "socks5h"}
    if proxy.type() not in schemes or not proxy.hostName():
        return {}
    login = ":".join(quote(part, safe="") for part in (proxy.user(), proxy.password()) if part)
    place = f"{proxy.hostName()}:{proxy.port()}" if proxy.port() else proxy.hostName()
    address = urlunsplit((schemes[proxy.type()], "@".join(filter(None, (login, place))), "", "", ""))
    direct = [urlsplit(entry).hostname or entry for entry in manager.excludeList() + manager.noProxyList()]
    return {"HTTPS_PROXY": address, "HTTP_PROXY": address, "NO_PROXY": ",".join(direct)}
