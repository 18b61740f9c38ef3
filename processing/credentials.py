"""Where the credentials of Copernicus Data Space come from: the configuration chosen in AUTH, else the environment.

They travel from here to the engine's standard input and nowhere else.
"""

from __future__ import annotations

import os

from qgis.core import QgsApplication, QgsAuthMethodConfig
from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate

SECRETS = ("SH_CLIENT_ID", "SH_CLIENT_SECRET")
METHOD = "Basic"  # of the authentication manager: a user name (client id) and its secret


def read_credentials(chosen: str) -> tuple[dict[str, str], str]:
    """Read a configuration of the authentication manager, or the environment where none is chosen.

    Returns
    -------
    dict
        The secrets by their names; empty where the environment has none.
    str
        What is wrong with the configuration, and what to do; empty when all is well.
    """
    if not chosen:
        return {name: os.environ[name] for name in SECRETS if os.environ.get(name)}, ""
    config = QgsAuthMethodConfig()
    if not QgsApplication.authManager().loadAuthenticationConfig(chosen, config, True) or not config.isValid():
        return {}, translate(
            "UrbanThink",
            "The authentication configuration {name} cannot be read. Choose another, or unlock "
            "QGIS's authentication database (in batch: QGIS_AUTH_PASSWORD_FILE).",
        ).format(name=chosen)
    values = (config.config("username"), config.config("password"))
    if config.method() != METHOD or not all(values):
        return {}, translate(
            "UrbanThink",
            "The authentication configuration {name} does not hold a client id and its secret: choose one of the "
            "method Basic, with the client id as user name and the client secret as password.",
        ).format(name=chosen)
    return dict(zip(SECRETS, values, strict=True)), ""
