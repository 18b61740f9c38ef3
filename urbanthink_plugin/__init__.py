"""UrbanThink for QGIS: the plugin (QGIS side) and its analysis engine."""
