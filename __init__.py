"""UrbanThink for QGIS: heat, vegetation, solar potential and photovoltaic sizing of a town."""


def classFactory(iface):
    """Return the plugin object; `iface` is None inside `qgis_process`."""
    from .urbanthink_plugin.plugin import UrbanThinkPlugin

    return UrbanThinkPlugin(iface)
